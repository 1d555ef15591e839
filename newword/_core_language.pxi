# Character language models: training.

class OrderFacts(NamedTuple):
    """N-grams of one order: all, those that pruning left, D1 D2 D3+, and whether those come from the counts."""

    ngrams: int
    kept: int
    discounts: tuple
    is_estimated: bool


cdef class LanguageTrainer:
    """Estimates one language model and gives its text. One thread at a time; a fork may not go on with it."""
    cdef unique_ptr[CppLanguageTrainer] _trainer
    cdef object _pid
    cdef object _lock

    def __cinit__(self, *, unsigned threads, memory=None, size_t outside=0, temp_dir=None):
        cdef MemoryBudget budget
        if memory is not None:
            budget.bytes = max(0, memory - outside)
            budget.outside_bytes = outside
            budget.temp_dir = os.fsencode(temp_dir or tempfile.gettempdir())
        self._trainer.reset(new CppLanguageTrainer(threads, budget))
        self._pid = os.getpid()
        self._lock = threading.Lock()

    cdef _enter(self):
        if self._pid != os.getpid():
            raise RuntimeError("this object belongs to the parent process; make a new one after a fork")
        if not self._lock.acquire(blocking=False):
            raise RuntimeError("this object is busy in another thread; use one per thread")

    cdef _run(self, tick):
        """Waits for the job in slices of 50 ms; Ctrl-C stops it within one slice."""
        cdef CppLanguageTrainer* trainer = self._trainer.get()
        cdef bint done = False
        try:
            while not done:
                with nogil:
                    done = trainer.wait(50)
                PyErr_CheckSignals()
                if tick is not None and not done:
                    tick(trainer.progress_done(), trainer.progress_total())
        except BaseException:
            with nogil:
                trainer.cancel()
            raise

    def train(self, bytes count_file not None, *, unsigned order, prune, fallback, tick=None):
        """Estimates the model of a count file; returns an OrderFacts for every order from 1."""
        cdef vector[uint64_t] limits = prune
        cdef vector[double] amounts = fallback
        cdef const CppOrderFacts* facts
        cdef unsigned k
        cdef list found = []
        self._enter()
        try:
            self._trainer.get().start_training(count_file, order, limits, amounts)
            self._run(tick)
            for k in range(1, self._trainer.get().model().order() + 1):
                facts = &self._trainer.get().model().facts(k)
                discounts = tuple([facts.discounts.amount[i] for i in range(3)])
                found.append(OrderFacts(facts.ngrams, facts.kept, discounts, facts.discounts.is_estimated))
            return found
        finally:
            self._lock.release()

    def next_piece(self):
        """The next bytes of the model in the ARPA format; empty after the last."""
        cdef const string* piece
        self._enter()
        try:
            self._trainer.get().start_writing()
            self._run(None)
            piece = &self._trainer.get().piece()
            return <bytes>piece.data()[:piece.size()]
        finally:
            self._lock.release()
