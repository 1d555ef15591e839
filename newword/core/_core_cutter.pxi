# Cutting text into given words.

cdef _from_cut(const vector[CutPiece]& pieces):
    """Ends and kinds of pieces as arrays."""
    ends = np.empty(pieces.size(), dtype=np.uint32)
    kinds = np.empty(pieces.size(), dtype=np.uint8)
    cdef uint32_t[::1] end_of = ends
    cdef uint8_t[::1] kind_of = kinds
    cdef size_t i
    for i in range(pieces.size()):
        end_of[i] = pieces[i].end
        kind_of[i] = <uint8_t>pieces[i].kind
    return ends, kinds


cdef class WordCutter:
    """Cuts UTF-8 texts into given words under probabilities (natural logarithms, one for each word).

    With `tokens` the units are what stands between spaces.

    Words are numbered as given, then single units as add_units() met them. After the last add_units() any
    thread may use it. Texts are whole documents, or parts of them that end at boundaries."""
    cdef unique_ptr[CppCutter] _cutter
    cdef UseGuard _guard

    cdef _share(self):
        if not self._guard.share():
            raise RuntimeError("units are being added to this object in another thread; wait for that")

    def __cinit__(self, words, *, bint tokens=False):
        self._cutter = make_unique[CppCutter](_to_strings(words), <cbool>tokens)

    def __len__(self):
        self._share()
        try:
            return self._cutter.get().size()
        finally:
            self._guard.unshare()

    def add_units(self, const unsigned char[::1] text not None):
        """Makes words of the single units of a text; those that were none before, one a line, in their order."""
        cdef string added
        if text.shape[0] == 0:
            return b""
        if not self._guard.own():
            raise RuntimeError("this object is in use in another thread; add units first")
        try:
            with nogil:
                added = self._cutter.get().add_units(_view(text))
        finally:
            self._guard.disown()
        return <bytes>added

    def units_of(self, const unsigned char[::1] text not None):
        """The units of a text as numbers of words, uint32; 2**32 - 1 for what stands between them and is none."""
        cdef vector[uint32_t] words
        if text.shape[0] > 0:
            self._share()
            try:
                with nogil:
                    words = self._cutter.get().units_of(_view(text))
            finally:
                self._guard.unshare()
        return _array(shown(move(words)))

    def count(self, const unsigned char[::1] text not None, double[::1] counts not None):
        """Adds to `counts` how often each word stands in the text, overlaps included."""
        if text.shape[0] > 0:
            self._share()
            try:
                with nogil:
                    self._cutter.get().count(_view(text),
                                             DoublesOut(&counts[0], counts.shape[0]))
            finally:
                self._guard.unshare()

    def expect(self, const unsigned char[::1] text not None, const double[::1] logarithms not None,
               double[::1] expected not None):
        """Adds to `expected` the expected number of tokens of each word; -inf is a word that never occurs."""
        if text.shape[0] > 0:
            self._share()
            try:
                with nogil:
                    self._cutter.get().expect(_view(text),
                                              DoublesIn(&logarithms[0], logarithms.shape[0]),
                                              DoublesOut(&expected[0], expected.shape[0]))
            finally:
                self._guard.unshare()

    def cut(self, const unsigned char[::1] text not None, const double[::1] logarithms not None):
        """(ends, kinds) of the pieces of the most probable cut: uint32 bytes, uint8 (0 word, 1 other, 2 space)."""
        cdef vector[CutPiece] pieces
        if text.shape[0] > 0:
            self._share()
            try:
                with nogil:
                    self._cutter.get().cut(_view(text),
                                           DoublesIn(&logarithms[0], logarithms.shape[0]), pieces)
            finally:
                self._guard.unshare()
        return _from_cut(pieces)

    def write_cut(self, const unsigned char[::1] text not None, const double[::1] logarithms not None,
                  bytes separator):
        """The text with the separator between any two pieces neither of which is white space, as bytes."""
        cdef string written
        cdef const char* between = separator
        cdef size_t size = len(separator)
        if text.shape[0] > 0:
            self._share()
            try:
                with nogil:
                    self._cutter.get().write_cut(_view(text),
                                                 DoublesIn(&logarithms[0], logarithms.shape[0]),
                                                 string_view(between, size), written)
            finally:
                self._guard.unshare()
        return <bytes>written

    def safe_end(self, const unsigned char[::1] text not None):
        """The last place of a text that goes on where it may be cut in two; 0 if there is none."""
        cdef size_t end = 0
        if text.shape[0] > 0:
            self._share()
            try:
                with nogil:
                    end = self._cutter.get().safe_end(_view(text))
            finally:
                self._guard.unshare()
        return end


cdef class _UnitCutter:
    """Cuts UTF-8 texts. Any thread may use it. Texts are whole documents, or parts of them that end at boundaries."""
    cdef shared_ptr[UnitCutter] _by

    def cut(self, const unsigned char[::1] text not None):
        """(ends, kinds) of the pieces: uint32 bytes, uint8 (0 word, 1 other, 2 space)."""
        cdef vector[CutPiece] pieces
        with nogil:
            self._by.get().cut(_view(text), pieces)
        return _from_cut(pieces)

    def write_cut(self, const unsigned char[::1] text not None, bytes separator not None):
        """The text with the separator between any two pieces neither of which is white space, as bytes."""
        cdef string written
        cdef const char* between = separator
        cdef size_t size = len(separator)
        with nogil:
            self._by.get().write_cut(_view(text), string_view(between, size), written)
        return <bytes>written

    def safe_end(self, const unsigned char[::1] text not None):
        """The last place of a text that goes on where it may be cut in two; 0 if there is none."""
        cdef size_t end
        with nogil:
            end = self._by.get().safe_end(_view(text))
        return end
