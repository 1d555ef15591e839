# Networks that judge the gaps between units.

cdef class GapNetwork:
    """A network that gives the probability of a cut at each gap, from the arrays of gap_network.hpp by name. `written`
    and `simplified`: characters and what stands for each. Immutable; can be pickled."""
    cdef shared_ptr[CppGapNetwork] _network
    cdef object _given

    def __cinit__(self, arrays not None, written, simplified):
        cdef GapNetworkWeights weights
        self._given = (dict(arrays), written, simplified)
        weights.characters = to_vector[uint32_t](arrays["characters"])
        weights.mean = to_vector[double](arrays["mean"])
        weights.sd = to_vector[double](arrays["sd"])
        weights.level_inputs = to_vector[int8_t](np.ravel(arrays["level_inputs"]))
        weights.embeddings = to_vector[int8_t](np.ravel(arrays["embeddings"]))
        weights.first_of_units = to_vector[int8_t](np.ravel(arrays["first_of_units"]))
        weights.unit_scales = to_vector[float](arrays["unit_scales"])
        weights.first_of_gaps = to_vector[int8_t](np.ravel(arrays["first_of_gaps"]))
        weights.first_bias = to_vector[int32_t](arrays["first_bias"])
        weights.first_scales = to_vector[float](arrays["first_scales"])
        weights.second = to_vector[int8_t](np.ravel(arrays["second"]))
        weights.second_bias = to_vector[int32_t](arrays["second_bias"])
        weights.second_scales = to_vector[float](arrays["second_scales"])
        weights.last = to_vector[int16_t](np.ravel(arrays["last"]))
        weights.last_bias = int(arrays["last_bias"])
        weights.last_scale = float(arrays["last_scale"])
        self._network = make_gap_network(weights, to_vector[uint32_t](written), to_vector[uint32_t](simplified))

    @property
    def knows_dictionary(self):
        """Whether words of a dictionary are among its inputs."""
        return bool(self._network.get().knows_dictionary())

    def __reduce__(self):
        return GapNetwork, self._given


cdef class GapStrings:
    """Strings that a text is compared with: code points (simplified) one string behind the other, and of each its size,
    how sure it is that it is a word (0..255), and whether a dictionary has it. Immutable; can be pickled."""
    cdef shared_ptr[CppGapStrings] _strings
    cdef object _given

    def __cinit__(self, codes, sizes, levels, are_known):
        cdef GapStringList strings
        self._given = (codes, sizes, levels, are_known)
        strings.codes = to_vector[uint32_t](codes)
        strings.sizes = to_vector[uint8_t](sizes)
        strings.levels = to_vector[uint8_t](levels)
        strings.are_known = to_vector[uint8_t](are_known)
        self._strings = make_gap_strings(strings)

    def __reduce__(self):
        return GapStrings, self._given


cdef GapRequest _to_request(GapNetwork network, levels, GapStrings strings) except *:
    """Without a network for a pass that uses none."""
    cdef GapRequest request
    cdef vector[vector[uint8_t]] columns
    cdef vector[uint8_t] column
    columns.resize(2)
    for given in levels:
        column = to_vector[uint8_t](given)
        columns.push_back(column)
    if network is not None:
        request.network = network._network
    request.levels = make_gap_levels(columns)
    request.strings = strings._strings
    return request


cdef _from_gap_posteriors(CppGapPosteriors& found):
    return GapPosteriors(_from_columns(found.words), _from_columns(found.expected), _from_columns(found.squares),
                         _from_columns(found.left), _from_columns(found.right), _from_columns(found.both),
                         _from_columns(found.joined))


def part_gaps(Session session not None, GapNetwork network not None, levels, GapStrings strings not None, tick=None):
    """The sums of a part of a text, uint64; see Session.gap_posteriors(), where `levels` are those of the whole."""
    cdef GapRequest request = _to_request(network, levels, strings)
    cdef vector[uint64_t] found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = sum_gaps(session._cpp()[0], request, watch)
    return _array(shown(move(found)))


def gaps_of_parts(Session session not None, sums, tick=None):
    """The GapPosteriors of the whole text."""
    cdef vector[uint64_t] added = to_vector[uint64_t](sums)
    cdef CppGapPosteriors found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = finish_gaps(session._cpp()[0], added, watch)
    return _from_gap_posteriors(found)


def gap_inputs(Session session not None, levels, GapStrings strings not None, written, simplified, tick=None):
    """(codes, evidence, levels, known, are_first) of all units of the text: uint32 code points (0: Latin or number),
    float64 rows of evidence on the gap before each, uint8 rows of levels and of words of the dictionary around it, bool
    whether the unit is the first of its run."""
    cdef GapRequest request = _to_request(None, levels, strings)
    cdef vector[uint32_t] none
    cdef unique_ptr[CppGapCharacters] characters = make_unique[CppGapCharacters](
        none, to_vector[uint32_t](written), to_vector[uint32_t](simplified))
    cdef GapInputs found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = find_gap_inputs(session._cpp()[0], characters.get()[0], request, watch)
    return (_array(shown(move(found.codes))), _from_evidence(found.evidence),
            _array(shown_rows(move(found.levels))).reshape(-1, kGapColumns),
            _array(shown_rows(move(found.known))).reshape(-1, kGapColumns), _from_flags(found.are_first))


cdef class GapCutter(_UnitCutter):
    """Cuts UTF-8 texts by a gap network. `model`: of text of that kind; `strings`: how sure it is of strings of that text,
    and a dictionary. Any thread may use it; it can be pickled. Texts are whole documents, or parts of them that end at
    boundaries."""
    cdef shared_ptr[CppGapCutter] _cutter
    cdef object _given

    def __cinit__(self, NgramModel model not None, GapNetwork network not None, GapStrings strings not None):
        cdef GapKnowledge knowledge
        model._get()
        self._given = (model, network, strings)
        knowledge.model = model._model
        knowledge.network = network._network
        knowledge.strings = strings._strings
        self._cutter = make_gap_cutter(knowledge)
        self._by = <shared_ptr[UnitCutter]>self._cutter

    def __reduce__(self):
        return GapCutter, self._given

    def probabilities(self, const unsigned char[::1] text not None):
        """(begins, cuts) of all units of a text: uint32 bytes, float64 probability of a cut before each, 1 at the beginning
        of a run."""
        cdef vector[uint32_t] begins, cuts
        with nogil:
            self._cutter.get().find_cuts(_view(text), begins, cuts)
        return _array(shown(move(begins))), _array(shown(move(cuts))) * 2.0**-30
