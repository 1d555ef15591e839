# Vectors of the core as numpy arrays and back; columns of tables without a copy.

cdef Columns _to_columns(arrays):
    """None or one float64 array (or None) per order from 1 upwards."""
    cdef Columns columns
    cdef vector[double] column
    cdef const double[::1] values
    if arrays is None:
        return columns
    columns.push_back(column)
    for array in arrays:
        column.clear()
        if array is not None:
            values = np.ascontiguousarray(array, dtype=np.float64)
            if values.shape[0] > 0:
                column.assign(&values[0], &values[0] + values.shape[0])
        columns.push_back(column)
    return columns


cdef list _from_columns(const Columns& columns):
    cdef list arrays = []
    cdef double[::1] values
    cdef size_t i
    for i in range(columns.size()):
        array = np.empty(columns[i].size())
        if columns[i].size() > 0:
            values = array
            memcpy(&values[0], columns[i].data(), columns[i].size() * sizeof(double))
        array.flags.writeable = False
        arrays.append(array)
    return arrays


cdef _from_edges(const CppEdges& edges):
    return EdgeMeans(_from_columns(edges.left), _from_columns(edges.right), _from_columns(edges.both),
                     _from_columns(edges.inner))


cdef _from_numbers(const vector[uint32_t]& numbers):
    array = np.empty(numbers.size(), dtype=np.uint32)
    cdef uint32_t[::1] values = array
    if numbers.size() > 0:
        memcpy(&values[0], numbers.data(), numbers.size() * sizeof(uint32_t))
    return array


cdef _from_flags(const vector[uint8_t]& flags):
    array = np.empty(flags.size(), dtype=bool)
    cdef uint8_t[::1] values = array.view(np.uint8)
    if flags.size() > 0:
        memcpy(&values[0], flags.data(), flags.size())
    return array


cdef _from_gaps(const vector[GapEvidence]& gaps):
    rows = np.empty((gaps.size(), kEvidences))
    cdef double[:, ::1] values = rows
    cdef size_t i
    for i in range(gaps.size()):
        memcpy(&values[i, 0], gaps[i].data(), kEvidences * sizeof(double))
    return rows


cdef _from_counts(const vector[uint64_t]& numbers):
    array = np.empty(numbers.size(), dtype=np.uint64)
    cdef uint64_t[::1] values = array
    if numbers.size() > 0:
        memcpy(&values[0], numbers.data(), numbers.size() * sizeof(uint64_t))
    return array


cdef class _Column:
    """A read-only view of one column of a table; keeps the table alive."""
    cdef shared_ptr[CppTable] _owner
    cdef void* _data
    cdef Py_ssize_t _shape[1]
    cdef Py_ssize_t _strides[1]
    cdef bytes _format

    def __getbuffer__(self, Py_buffer* buffer, int flags):
        if flags & PyBUF_WRITABLE:
            raise BufferError("n-gram tables are read-only")
        buffer.buf = self._data
        buffer.obj = self
        buffer.len = self._shape[0] * self._strides[0]
        buffer.readonly = 1
        buffer.itemsize = self._strides[0]
        buffer.format = <char*>self._format if flags & PyBUF_FORMAT else NULL
        buffer.ndim = 1
        buffer.shape = &self._shape[0] if flags & PyBUF_ND else <Py_ssize_t*>NULL
        buffer.strides = &self._strides[0] if (flags & PyBUF_STRIDES) == PyBUF_STRIDES else <Py_ssize_t*>NULL
        buffer.suboffsets = NULL
        buffer.internal = NULL

    def __releasebuffer__(self, Py_buffer* buffer):
        pass


cdef _column(shared_ptr[CppTable] owner, void* data, size_t size, size_t width, bytes kind):
    cdef _Column column = _Column.__new__(_Column)
    if size == 0:
        return np.empty(0, dtype=kind.decode())
    column._owner = owner
    column._data = data
    column._shape[0] = <Py_ssize_t>size
    column._strides[0] = <Py_ssize_t>width
    column._format = kind
    return np.asarray(column)


cdef list _split(const Spelled& spelled):
    cdef str text = spelled.utf8.decode("utf-8")
    cdef list words = []
    cdef uint64_t begin = 0
    cdef size_t i
    for i in range(spelled.ends.size()):
        words.append(text[begin:spelled.ends[i]])
        begin = spelled.ends[i]
    return words


cdef vector[string] _to_strings(words) except *:
    cdef vector[string] strings
    for word in words:
        strings.push_back(<string>(<str>word).encode("utf-8", "replace"))
    return strings
