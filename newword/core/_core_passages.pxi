# Strings as texts write them.

class Written(NamedTuple):
    """What texts say of one string: occurrences, spellings by number, and sampled passages, each (text, begin, end,
    number of the document)."""

    occurrences: int
    forms: dict
    passages: list


cdef class PassageFinder:
    """Finds strings in documents that are fed as UTF-8, and keeps how they are written. One thread at a time."""
    cdef unique_ptr[CppPassageFinder] _finder
    cdef object _lock

    def __cinit__(self, strings, *, size_t sample_size, size_t around, bint join_lines=False, bint tokens=False):
        self._finder = make_unique[CppPassageFinder](_to_strings(strings), sample_size, around, <cbool>join_lines,
                                                       <cbool>tokens)
        self._lock = threading.Lock()

    def feed(self, const unsigned char[::1] block not None):
        """Takes UTF-8 of the current document, cut anywhere."""
        if block.shape[0] == 0:
            return
        with self._lock:
            with nogil:
                self._finder.get().feed(_view(block))
        PyErr_CheckSignals()

    def end_document(self):
        """Lets no occurrence go on from here."""
        with self._lock:
            with nogil:
                self._finder.get().end_document()

    @property
    def documents(self):
        """Documents with a unit so far."""
        return self._finder.get().documents()

    @property
    def bytes_read(self):
        """Bytes of text so far."""
        return self._finder.get().bytes_read()

    @property
    def units(self):
        """Units of each string; 0 for one that a boundary falls into."""
        return [self._finder.get().units()[i] for i in range(self._finder.get().units().size())]

    def take(self):
        """What was found of each string, once."""
        cdef vector[WrittenString] found
        cdef size_t i, k
        cdef list results = [], passages
        with self._lock:
            with nogil:
                found = self._finder.get().take()
        for i in range(found.size()):
            forms = {(<bytes>form.first).decode("utf-8"): form.second for form in found[i].forms}
            passages = []
            for k in range(found[i].passages.size()):
                passages.append(((<bytes>found[i].passages[k].text).decode("utf-8"), found[i].passages[k].begin,
                                 found[i].passages[k].end, found[i].passages[k].document))
            results.append(Written(found[i].count, forms, passages))
        return results
