# Vectors of the core as numpy arrays, without a copy. Of arrays to_vector[] makes vectors.

cdef class _Memory:
    """Elements of the core as a buffer, which keeps them."""
    cdef Shown _shown
    cdef Py_ssize_t _shape[1]
    cdef Py_ssize_t _strides[1]
    cdef bint _is_readonly

    def __getbuffer__(self, Py_buffer* buffer, int flags):
        if self._is_readonly and flags & PyBUF_WRITABLE:
            raise BufferError("n-gram tables are read-only")
        buffer.buf = <void*>self._shown.data
        buffer.obj = self
        buffer.len = self._shape[0] * self._strides[0]
        buffer.readonly = self._is_readonly
        buffer.itemsize = self._strides[0]
        buffer.format = <char*>self._shown.format if flags & PyBUF_FORMAT else NULL
        buffer.ndim = 1
        buffer.shape = &self._shape[0] if flags & PyBUF_ND else <Py_ssize_t*>NULL
        buffer.strides = &self._strides[0] if (flags & PyBUF_STRIDES) == PyBUF_STRIDES else <Py_ssize_t*>NULL
        buffer.suboffsets = NULL
        buffer.internal = NULL

    def __releasebuffer__(self, Py_buffer* buffer):
        pass


cdef _array(Shown elements, bint is_readonly=False):
    """One dimension; rows have to be put into shape."""
    cdef _Memory memory
    if elements.size == 0:
        array = np.empty(0, dtype=elements.format.decode())
        array.flags.writeable = not is_readonly
        return array
    memory = _Memory.__new__(_Memory)
    memory._shape[0] = <Py_ssize_t>elements.size
    memory._strides[0] = <Py_ssize_t>elements.width
    memory._is_readonly = is_readonly
    memory._shown = elements
    return np.asarray(memory)


cdef Columns _to_columns(arrays) except *:
    """None or one float64 array (or None) per order from 1 upwards."""
    cdef Columns columns
    cdef vector[double] column
    if arrays is not None:
        columns.resize(1)
        for array in arrays:
            column = to_vector[double](() if array is None else array)
            columns.push_back(column)
    return columns


cdef list _from_columns(Columns& columns):
    """Read-only; the columns are used up."""
    cdef size_t i
    return [_array(shown(move(columns[i])), True) for i in range(columns.size())]


cdef _from_edges(CppEdges& edges):
    return EdgeMeans(_from_columns(edges.left), _from_columns(edges.right), _from_columns(edges.both),
                     _from_columns(edges.inner))


cdef _from_flags(vector[uint8_t]& flags):
    return _array(shown(move(flags))).view(bool)


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


cdef inline string_view _view(const unsigned char[::1] text) noexcept nogil:
    return string_view(<const char*>&text[0] if text.shape[0] > 0 else NULL, text.shape[0])
