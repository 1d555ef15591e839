# Count files: what they say of themselves, checking, adding.

class CountFileFacts(NamedTuple):
    """What a count file says of itself.

    `digest` is one of all its checksums, by which its kept text knows it. `sources` holds (digest, bytes, times counted); `shards` is (digest of the plan, how many there are,
    numbers of those that it holds), None for what is no part of a plan.
    """

    order: int
    join_lines: bool
    join_spaces: bool
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
    cdef ProcessOwned[CppCountFileSession] _session
    cdef object _pid
    cdef object _lock

    def __cinit__(self, *, unsigned threads):
        self._session.reset(new CppCountFileSession(threads))
        self._pid = os.getpid()
        self._lock = threading.Lock()

    cdef _enter(self):
        if self._pid != os.getpid():
            raise RuntimeError("this object belongs to the parent process; make a new one after a fork")
        if not self._lock.acquire(blocking=False):
            raise RuntimeError("this object is busy in another thread; use one per thread")

    cdef _run(self, tick):
        """Waits for the job in slices of 50 ms; Ctrl-C stops it within one slice."""
        cdef CppCountFileSession* session = self._session.get()
        cdef bint done = False
        try:
            while not done:
                with nogil:
                    done = session.wait(50)
                PyErr_CheckSignals()
                if tick is not None and not done:
                    tick(session.progress_done(), session.progress_total())
        except BaseException:
            with nogil:
                session.cancel()
            raise

    def check(self, bytes path not None, *, bint everything, tick=None):
        """Reads what a count file says of itself, and checks that or, if asked, everything that is in it."""
        self._enter()
        try:
            self._session.get().start_checking(path, everything)
            self._run(tick)
            return self._facts()
        finally:
            self._lock.release()

    def merge(self, paths, int descriptor, bytes output_path not None, *, size_t block_bytes=0, tick=None):
        """Writes the sum of count files (bytes paths) to an open descriptor; errors name `output_path`."""
        cdef vector[string] inputs
        for path in paths:
            inputs.push_back(<string>(<bytes?>path))
        self._enter()
        try:
            self._session.get().start_merging(move(inputs), descriptor, output_path, block_bytes)
            self._run(tick)
        finally:
            self._lock.release()

    cdef _facts(self):
        cdef const CountFileReader* file = &self._session.get().file()
        cdef const CppCountFileHeader* header = &file.header()
        cdef list sources = []
        cdef size_t i
        cdef CppSource source
        cdef Digest digest = file.digest()
        for i in range(header.sources.size()):
            source = header.sources[i]
            sources.append((<bytes>(<char*>source.digest.bytes.data())[:16], source.bytes, source.times))
        return CountFileFacts(header.order, header.joining.lines, header.joining.spaces, header.units, header.runs,
                              header.documents, sources, header.symbols_size(), file.entries(), _from_shards(header.shards), file.blocks(),
                              file.size(), <bytes>(<char*>digest.bytes.data())[:16])
