# Count files: what they say of themselves, checking, adding.

class CountFileFacts(NamedTuple):
    """What a count file says of itself.

    `digest` is one of all its checksums, by which its kept text knows it. `sources` holds (digest, bytes, times counted); `shards` is (digest of the plan, how many there are,
    numbers of those that it holds), None for what is no part of a plan.
    """

    order: int
    join_lines: bool
    join_spaces: bool
    tokens: bool
    units: int
    runs: int
    documents: int
    sources: list
    symbols: int
    windows: int
    shards: object
    blocks: int
    bytes: int
    digest: bytes


cdef class CountFiles:
    """Work on count files. One thread at a time; a fork may not go on with it."""
    cdef unsigned _threads
    cdef _Owner _owner

    def __cinit__(self, *, unsigned threads):
        self._threads = threads
        self._owner = _Owner("object", "one")

    def check(self, bytes path not None, *, bint everything, tick=None):
        """Reads what a count file says of itself, and checks that or, if asked, everything that is in it."""
        cdef string name = path
        cdef unique_ptr[CountFileReader] file
        cdef Watch watch = self._owner.watch(tick)
        with self._owner, nogil:
            file = check_count_file(name, everything, self._threads, watch)
        return _from_header(file.get()[0])

    def merge(self, paths, int descriptor, bytes output_path not None, *, size_t block_bytes=0, tick=None):
        """Writes the sum of count files (bytes paths) to an open descriptor; errors name `output_path`."""
        cdef vector[string] inputs
        cdef string output = output_path
        cdef Watch watch = self._owner.watch(tick)
        for path in paths:
            inputs.push_back(<string>(<bytes?>path))
        with self._owner, nogil:
            merge_count_files(inputs, descriptor, output, block_bytes, watch)


cdef _from_header(const CountFileReader& file):
    cdef const CppCountFileHeader* header = &file.header()
    return CountFileFacts(header.order, header.joining.lines, header.joining.spaces, header.joining.tokens,
                          header.units, header.runs,
                          header.documents, _from_sources(header.sources), header.symbols_size(), file.entries(),
                          _from_shards(header.shards), file.blocks(), file.size(), _from_digest(file.digest()))
