# Character language models: training.

class OrderFacts(NamedTuple):
    """N-grams of one order: all, those that pruning left, D1 D2 D3+, and whether those come from the counts."""

    ngrams: int
    kept: int
    discounts: tuple
    is_estimated: bool


cdef class LanguageTrainer:
    """Estimates one language model and gives its text. One thread at a time; a fork may not go on with it."""
    cdef ProcessOwned[CppLanguageTrainer] _trainer
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

    def write(self, int descriptor, bytes path not None, *, tick=None):
        """Writes the model in the ARPA format to an open descriptor; errors name `path`."""
        self._enter()
        try:
            self._trainer.get().start_writing_to(descriptor, path)
            self._run(tick)
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


class TextScore(NamedTuple):
    """What a model says of texts: runs, tokens, tokens that it lacks, log10 of all and of the latter."""

    sentences: int
    tokens: int
    unknown: int
    logarithm: float
    logarithm_of_unknown: float


cdef class NgramModel:
    """A backoff model from ARPA text: feed() all of it, then finish(). After that any thread may use it, and it can be
    pickled."""
    cdef unique_ptr[CppArpaReader] _reader
    cdef shared_ptr[CppNgramModel] _model
    cdef UseGuard _guard

    def __cinit__(self, *, uint64_t most_bytes):
        self._reader.reset(new CppArpaReader(most_bytes))

    def feed(self, const unsigned char[::1] block not None):
        """Takes more of the text. ValueError says what is wrong, and in which line."""
        self._own()
        try:
            if block.shape[0] > 0:
                with nogil:
                    self._reader.get().feed(string_view(<const char*>&block[0], block.shape[0]))
        finally:
            self._guard.disown()

    def finish(self):
        """Ends the text."""
        self._own()
        try:
            self._model = self._reader.get().finish()
            self._reader.reset()
        finally:
            self._guard.disown()

    cdef _own(self):
        if not self._guard.own():
            raise RuntimeError("this model is being read in another thread; use one thread for that")
        if not self._reader:
            self._guard.disown()
            raise RuntimeError("the model was read to its end; make another one for another text")

    cdef CppNgramModel* _get(self) except NULL:
        if not self._model:
            raise RuntimeError("the model was not read to its end")
        return self._model.get()

    @property
    def order(self):
        """Tokens of the longest n-grams."""
        return self._get().order()

    def __len__(self):
        """N-grams of all orders."""
        return self._get().size()

    def __reduce__(self):
        cdef CppNgramModel* model = self._get()
        cdef CppModelArrays arrays
        with nogil:
            arrays = model.arrays()
        keys = np.empty(arrays.keys.size(), dtype=np.uint64)
        cdef uint64_t[::1] numbers = keys
        if keys.size > 0:
            memcpy(&numbers[0], arrays.keys.data(), keys.nbytes)
        return _unpickle_model, (arrays.order, arrays.unigrams, arrays.longer, arrays.multiplier,
                                 bool(arrays.has_unknown), <bytes>arrays.tokens, keys, _from_values(arrays.probability),
                                 _from_values(arrays.backoff))

    def score(self, const unsigned char[::1] text not None, *, bint marks=True):
        """The TextScore of all runs of a text, UTF-8; with `marks` each between <s> and </s>."""
        cdef CppNgramModel* model = self._get()
        cdef CppTextScore score
        score.sentences = score.tokens = score.unknown = 0
        score.logarithm = score.logarithm_of_unknown = 0
        if text.shape[0] > 0:
            with nogil:
                score_text(model[0], string_view(<const char*>&text[0], text.shape[0]), marks, score)
        return TextScore(score.sentences, score.tokens, score.unknown, score.logarithm, score.logarithm_of_unknown)


cdef _from_values(ValueSpan values):
    array = np.empty(values.size(), dtype=np.float32)
    cdef float[::1] numbers = array
    if array.size > 0:
        memcpy(&numbers[0], values.data(), array.nbytes)
    return array


def _unpickle_model(unsigned order, uint64_t unigrams, uint64_t longer, uint64_t multiplier, bint has_unknown,
                    bytes tokens not None, const uint64_t[::1] keys not None, const float[::1] probability not None,
                    const float[::1] backoff not None):
    """The model whose __reduce__() gave this."""
    cdef NgramModel model = NgramModel.__new__(NgramModel, most_bytes=0)
    cdef CppModelArrays arrays
    arrays.order, arrays.unigrams, arrays.longer, arrays.multiplier = order, unigrams, longer, multiplier
    arrays.has_unknown = has_unknown
    arrays.tokens = tokens
    if keys.shape[0] == 0 or probability.shape[0] == 0 or backoff.shape[0] == 0:
        raise ValueError("arrays of no model: one of them is empty")
    arrays.keys = KeySpan(&keys[0], keys.shape[0])
    arrays.probability = ValueSpan(&probability[0], probability.shape[0])
    arrays.backoff = ValueSpan(&backoff[0], backoff.shape[0])
    with nogil:
        model._model = make_shared[CppNgramModel](arrays)
    model._reader.reset()
    return model


cdef TagWeights _to_weights(const double[:, ::1] weights) except *:
    cdef TagWeights rows
    cdef size_t row, k
    if weights.shape[0] != <Py_ssize_t>rows.size() or weights.shape[1] != <Py_ssize_t>kEvidences + 1:
        raise ValueError(f"weights must be {rows.size()} rows of {kEvidences + 1}")
    for row in range(rows.size()):
        for k in range(kEvidences + 1):
            rows[row].data()[k] = weights[row, k]
    return rows


cdef class TagCutter:
    """Cuts UTF-8 texts by a language model; `weights` has a row for the second, third, fourth and later units of a
    word, with a weight for each evidence of gap_evidence.hpp and one for what is always there. Any thread may use it.
    Texts are whole documents, or parts of them that end at boundaries."""
    cdef unique_ptr[CppTagCutter] _cutter

    def __cinit__(self, NgramModel model not None, const double[:, ::1] weights not None):
        model._get()
        self._cutter.reset(new CppTagCutter(model._model, _to_weights(weights)))

    def cut(self, const unsigned char[::1] text not None):
        """(ends, kinds) of the pieces: uint32 bytes, uint8 (0 word, 1 other, 2 space)."""
        cdef vector[CutPiece] pieces
        if text.shape[0] > 0:
            with nogil:
                self._cutter.get().cut(string_view(<const char*>&text[0], text.shape[0]), pieces)
        return _from_pieces(pieces)

    def write_cut(self, const unsigned char[::1] text not None, bytes separator not None):
        """The text with the separator between any two pieces neither of which is white space, as bytes."""
        cdef string written
        cdef const char* between = separator
        cdef size_t size = len(separator)
        if text.shape[0] > 0:
            with nogil:
                self._cutter.get().write_cut(string_view(<const char*>&text[0], text.shape[0]),
                                             string_view(between, size), written)
        return <bytes>written.data()[:written.size()]

    def safe_end(self, const unsigned char[::1] text not None):
        """The last place of a text that goes on where it may be cut in two; 0 if there is none."""
        cdef size_t end = 0
        if text.shape[0] > 0:
            with nogil:
                end = self._cutter.get().safe_end(string_view(<const char*>&text[0], text.shape[0]))
        return end

    def evidence(self, const unsigned char[::1] text not None):
        """(begins, are_first, evidence) of all units of a text: uint32 bytes, bool whether it is the first of its run,
        float64 rows on the gap before each unit."""
        cdef vector[GapEvidence] gaps
        cdef vector[uint32_t] begins
        cdef vector[uint8_t] are_first
        if text.shape[0] > 0:
            with nogil:
                self._cutter.get().find_evidence(string_view(<const char*>&text[0], text.shape[0]), gaps, begins, are_first)
        return _from_numbers(begins), _from_flags(are_first), _from_gaps(gaps)
