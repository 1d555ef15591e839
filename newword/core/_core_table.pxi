# The n-grams of a corpus.

cdef class NgramTable:
    """All frequent n-grams of one corpus: read-only columns by order, in order of code points."""
    cdef shared_ptr[CppTable] _table
    cdef Session _session

    def __init__(self):
        raise TypeError("an NgramTable comes from Session.count()")

    @property
    def max_order(self):
        return self._cpp().max_order()

    @property
    def units(self):
        return self._cpp().units()

    def size(self, unsigned order):
        return self._level(order).size()

    def column(self, unsigned order, str name):
        """One column of one order as a read-only array: uint64 counts, float64 nats, uint32 last symbols."""
        cdef Level* level = self._level(order)
        cdef size_t size = level.size()
        if name == "symbol":
            return _column(self._table, level.symbol.data(), size, 4, b"I")
        if name == "first_child":
            return _column(self._table, level.first_child.data(), size + 1, 4, b"I")
        if name == "count":
            return _column(self._table, level.count.data(), size, 8, b"Q")
        if name == "left_variety":
            return _column(self._table, level.left_variety.data(), size, 8, b"Q")
        if name == "right_variety":
            return _column(self._table, level.right_variety.data(), size, 8, b"Q")
        if name == "left_entropy":
            return _column(self._table, level.left_entropy.data(), size, 8, b"d")
        if name == "right_entropy":
            return _column(self._table, level.right_entropy.data(), size, 8, b"d")
        if name == "cohesion":
            return _column(self._table, level.cohesion.data(), size, 8, b"d")
        raise KeyError(name)

    def release(self):
        """Lets go of the memory of a table that lies in temporary files; the next look is only slower."""
        self._cpp().release()

    def holds_script(self, unsigned order):
        """Which n-grams hold a unit of an unsegmented script: bool array."""
        self._level(order)
        self._session._enter()
        try:
            return np.array(self._session._session.get().holds_script(self._cpp()[0], order), dtype=np.uint8).astype(bool)
        finally:
            self._session._leave()

    def words(self, unsigned order, indices):
        """The n-grams at `indices` as they are shown: list of str."""
        cdef const int64_t[::1] wanted = np.ascontiguousarray(indices, dtype=np.int64)
        cdef vector[uint32_t] copy
        cdef int64_t limit = <int64_t>self._level(order).size()
        cdef Py_ssize_t i
        copy.reserve(wanted.shape[0])
        for i in range(wanted.shape[0]):
            if not 0 <= wanted[i] < limit:
                raise IndexError(f"no n-gram {wanted[i]} of order {order}")
            copy.push_back(<uint32_t>wanted[i])
        self._session._enter()
        try:
            return _split(self._session._session.get().spell_ngrams(self._cpp()[0], order, copy))
        finally:
            self._session._leave()

    def find(self, str word):
        """(order, index) of a word as a user writes it, or None when it is not in the table."""
        cdef CppTable* table = self._cpp()
        cdef vector[uint32_t] symbols = self._session._symbols_of(word)
        cdef optional[NgramRef] found = table.find(symbols)
        return (found.value().order, found.value().index) if found.has_value() else None

    def weakest_split(self, unsigned order, uint32_t index):
        """Units in the first part of the split of least mutual information."""
        cdef NgramRef ngram
        if order < 2 or index >= self._level(order).size():
            raise IndexError(f"no n-gram {index} of order {order} with two parts")
        ngram.order = order
        ngram.index = index
        return weakest_split(self._cpp()[0], ngram)

    cdef Level* _level(self, unsigned order) except NULL:
        cdef CppTable* table = self._cpp()
        if order < 1 or order > table.max_order():
            raise IndexError(f"order {order} was not counted")
        return &table.level(order)

    cdef CppTable* _cpp(self) except NULL:
        if self._table.get() == NULL:
            raise TypeError("an NgramTable comes from Session.count()")
        return self._table.get()
