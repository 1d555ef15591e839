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
    cdef _Owner _owner

    def __cinit__(self, *, unsigned threads, memory=None, size_t outside=0, temp_dir=None):
        self._trainer.reset(new CppLanguageTrainer(threads, _to_budget(memory, outside, temp_dir)))
        self._owner = _Owner("object", "one")

    def train(self, bytes count_file not None, *, unsigned order, prune, fallback, tick=None):
        """Estimates the model of a count file; returns an OrderFacts for every order from 1."""
        cdef TrainingOptions options
        cdef string file = count_file
        cdef const CppOrderFacts* facts
        cdef unsigned k
        cdef list found = []
        cdef Watch watch = self._owner.watch(tick)
        options.order, options.prune, options.fallback = order, prune, fallback
        with self._owner:
            with nogil:
                self._trainer.get().train(file, options, watch)
            for k in range(1, self._trainer.get().model().order() + 1):
                facts = &self._trainer.get().model().facts(k)
                discounts = tuple([facts.discounts.amount[i] for i in range(3)])
                found.append(OrderFacts(facts.ngrams, facts.kept, discounts, facts.discounts.is_estimated))
            return found

    def write(self, int descriptor, bytes path not None, *, tick=None):
        """Writes the model in the ARPA format to an open descriptor; errors name `path`."""
        cdef string name = path
        cdef Watch watch = self._owner.watch(tick)
        with self._owner, nogil:
            self._trainer.get().write(descriptor, name, watch)

    def next_piece(self):
        """The next bytes of the model in the ARPA format; empty after the last."""
        cdef string piece
        cdef Watch watch = self._owner.watch(None)
        with self._owner, nogil:
            piece = self._trainer.get().next_piece(watch)
        return <bytes>piece


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
            with nogil:
                self._reader.get().feed(_view(block))
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
        return _unpickle_model, (arrays.order, arrays.unigrams, arrays.longer, arrays.multiplier,
                                 bool(arrays.has_unknown), <bytes>arrays.tokens, _array(shown_copy(arrays.keys)),
                                 _array(shown_copy(arrays.probability)), _array(shown_copy(arrays.backoff)))

    def score(self, const unsigned char[::1] text not None, *, bint marks=True):
        """The TextScore of all runs of a text, UTF-8; with `marks` each between <s> and </s>."""
        cdef CppNgramModel* model = self._get()
        cdef CppTextScore score
        score.sentences = score.tokens = score.unknown = 0
        score.logarithm = score.logarithm_of_unknown = 0
        with nogil:
            score_text(model[0], _view(text), marks, score)
        return TextScore(score.sentences, score.tokens, score.unknown, score.logarithm, score.logarithm_of_unknown)


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


cdef class TagCutter(_UnitCutter):
    """Cuts UTF-8 texts by a language model; `weights` has a row for the second, third, fourth and later units of a
    word, with a weight for each evidence of gap_evidence.hpp and one for what is always there. Any thread may use it.
    Texts are whole documents, or parts of them that end at boundaries."""
    cdef shared_ptr[CppTagCutter] _cutter

    def __cinit__(self, NgramModel model not None, const double[:, ::1] weights not None):
        model._get()
        self._cutter = make_tag_cutter(model._model, _to_weights(weights))
        self._by = <shared_ptr[UnitCutter]>self._cutter

    def evidence(self, const unsigned char[::1] text not None):
        """(begins, are_first, evidence) of all units of a text: uint32 bytes, bool whether it is the first of its run,
        float64 rows on the gap before each unit."""
        cdef vector[GapEvidence] gaps
        cdef vector[uint32_t] begins
        cdef vector[uint8_t] are_first
        with nogil:
            self._cutter.get().find_evidence(_view(text), gaps, begins, are_first)
        return _array(shown(move(begins))), _from_flags(are_first), _from_evidence(gaps)
