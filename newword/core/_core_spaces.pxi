cdef class SpaceJoiner:
    """Takes the spaces between characters of unsegmented scripts out of UTF-8 that comes in blocks.

    Unless `joins` it only counts. One thread at a time."""
    cdef unique_ptr[CppSpaceJoiner] _joiner
    cdef UseGuard _guard

    def __cinit__(self, bint joins):
        self._joiner = make_unique[CppSpaceJoiner](<cbool>joins)

    cdef bytes _take(self, const uint8_t* block, size_t size, bint ends):
        cdef string out
        if not self._guard.own():
            raise RuntimeError("this SpaceJoiner is in use in another thread")
        try:
            with nogil:
                if size > 0:
                    self._joiner.get().feed(block, size, out)
                if ends:
                    self._joiner.get().end_document(out)
        finally:
            self._guard.disown()
        return <bytes>out

    def feed(self, const unsigned char[::1] block not None):
        """What is certain of the text so far, without its spaces."""
        return self._take(&block[0] if block.shape[0] else NULL, block.shape[0], False)

    def end_document(self):
        """The rest of the document."""
        return self._take(NULL, 0, True)

    @property
    def lone_characters(self):
        """Script characters that stand alone before a space."""
        return self._joiner.get().lone_characters()

    @property
    def script_characters(self):
        """All script characters."""
        return self._joiner.get().script_characters()
