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
            return _array(shown_of(self._table, level.symbol, size), True)
        if name == "first_child":
            return _array(shown_of(self._table, level.first_child, size + 1), True)
        if name == "count":
            return _array(shown_of(self._table, level.count, size), True)
        if name == "left_variety":
            return _array(shown_of(self._table, level.left_variety, size), True)
        if name == "right_variety":
            return _array(shown_of(self._table, level.right_variety, size), True)
        if name == "left_entropy":
            return _array(shown_of(self._table, level.left_entropy, size), True)
        if name == "right_entropy":
            return _array(shown_of(self._table, level.right_entropy, size), True)
        if name == "cohesion":
            return _array(shown_of(self._table, level.cohesion, size), True)
        raise KeyError(name)

    def release(self):
        """Lets go of the memory of a table that lies in temporary files; the next look is only slower."""
        self._cpp().release()

    @property
    def tokens(self):
        """Whether units are what stands between spaces."""
        return (<Session>self._session).tokens

    def holds_script(self, unsigned order):
        """Which n-grams hold a unit of an unsegmented script: bool array."""
        cdef vector[uint8_t] holds
        self._level(order)
        with self._session._owner:
            holds = holds_script(self._session._cpp()[0], self._cpp()[0], order)
        return _from_flags(holds)

    def words(self, unsigned order, indices):
        """The n-grams at `indices` as they are shown: list of str."""
        cdef vector[int64_t] wanted = to_vector[int64_t](indices)
        cdef vector[uint32_t] copy
        cdef int64_t limit = <int64_t>self._level(order).size()
        cdef size_t i
        copy.reserve(wanted.size())
        for i in range(wanted.size()):
            if not 0 <= wanted[i] < limit:
                raise IndexError(f"no n-gram {wanted[i]} of order {order}")
            copy.push_back(<uint32_t>wanted[i])
        with self._session._owner:
            return _split(spell_ngrams(self._session._cpp()[0], self._cpp()[0], order, copy))

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


cdef NgramTable _from_table(shared_ptr[CppTable] found, Session session):
    cdef NgramTable table = NgramTable.__new__(NgramTable)
    table._table = found
    table._session = session
    return table
