# Networks that judge the gaps between units.

cdef vector[uint32_t] _to_numbers(numbers) except *:
    cdef vector[uint32_t] copied
    cdef const uint32_t[::1] values = np.ascontiguousarray(numbers, dtype=np.uint32)
    if values.shape[0] > 0:
        copied.assign(&values[0], &values[0] + values.shape[0])
    return copied


cdef vector[uint8_t] _to_bytes(numbers) except *:
    cdef vector[uint8_t] copied
    cdef const uint8_t[::1] values = np.ascontiguousarray(numbers, dtype=np.uint8)
    if values.shape[0] > 0:
        copied.assign(&values[0], &values[0] + values.shape[0])
    return copied


cdef vector[int8_t] _to_small(numbers) except *:
    cdef vector[int8_t] copied
    cdef const int8_t[::1] values = np.ascontiguousarray(np.ravel(numbers), dtype=np.int8)
    if values.shape[0] > 0:
        copied.assign(&values[0], &values[0] + values.shape[0])
    return copied


cdef vector[int16_t] _to_shorts(numbers) except *:
    cdef vector[int16_t] copied
    cdef const int16_t[::1] values = np.ascontiguousarray(np.ravel(numbers), dtype=np.int16)
    if values.shape[0] > 0:
        copied.assign(&values[0], &values[0] + values.shape[0])
    return copied


cdef vector[int32_t] _to_integers(numbers) except *:
    cdef vector[int32_t] copied
    cdef const int32_t[::1] values = np.ascontiguousarray(numbers, dtype=np.int32)
    if values.shape[0] > 0:
        copied.assign(&values[0], &values[0] + values.shape[0])
    return copied


cdef vector[float] _to_floats(numbers) except *:
    cdef vector[float] copied
    cdef const float[::1] values = np.ascontiguousarray(numbers, dtype=np.float32)
    if values.shape[0] > 0:
        copied.assign(&values[0], &values[0] + values.shape[0])
    return copied


cdef class GapNetwork:
    """A network that gives the probability of a cut at each gap, from the arrays of gap_network.hpp by name. `written`
    and `simplified`: characters and what stands for each. Immutable; can be pickled."""
    cdef shared_ptr[CppGapNetwork] _network
    cdef object _given

    def __cinit__(self, arrays not None, written, simplified):
        cdef GapNetworkWeights weights
        self._given = (dict(arrays), written, simplified)
        weights.characters = _to_numbers(arrays["characters"])
        weights.mean = _to_doubles(arrays["mean"])
        weights.sd = _to_doubles(arrays["sd"])
        weights.level_inputs = _to_small(arrays["level_inputs"])
        weights.embeddings = _to_small(arrays["embeddings"])
        weights.first_of_units = _to_small(arrays["first_of_units"])
        weights.unit_scales = _to_floats(arrays["unit_scales"])
        weights.first_of_gaps = _to_small(arrays["first_of_gaps"])
        weights.first_bias = _to_integers(arrays["first_bias"])
        weights.first_scales = _to_floats(arrays["first_scales"])
        weights.second = _to_small(arrays["second"])
        weights.second_bias = _to_integers(arrays["second_bias"])
        weights.second_scales = _to_floats(arrays["second_scales"])
        weights.last = _to_shorts(arrays["last"])
        weights.last_bias = int(arrays["last_bias"])
        weights.last_scale = float(arrays["last_scale"])
        self._network = make_gap_network(weights, _to_numbers(written), _to_numbers(simplified))

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
        strings.codes = _to_numbers(codes)
        strings.sizes = _to_bytes(sizes)
        strings.levels = _to_bytes(levels)
        strings.are_known = _to_bytes(are_known)
        self._strings = make_gap_strings(strings)

    def __reduce__(self):
        return GapStrings, self._given


cdef GapRequest _to_request(levels, GapStrings strings) except *:
    cdef GapRequest request
    cdef vector[vector[uint8_t]] columns
    columns.resize(2)
    for column in levels:
        columns.push_back(_to_bytes(column))
    request.levels = make_gap_levels(columns)
    request.strings = strings._strings
    return request


cdef _from_gap_posteriors(const CppGapPosteriors& found):
    return GapPosteriors(_from_columns(found.words), _from_columns(found.expected), _from_columns(found.squares),
                         _from_columns(found.left), _from_columns(found.right), _from_columns(found.both),
                         _from_columns(found.joined))


cdef _find_gap_posteriors(Session session, GapNetwork network, levels, GapStrings strings, tick):
    cdef GapRequest request = _to_request(levels, strings)
    cdef CppGapPosteriors found
    request.network = network._network
    session._enter()
    try:
        start_finding_gap_posteriors(session._session.get()[0], request, found)
        session._run(tick)
    finally:
        session._leave()
    return _from_gap_posteriors(found)


def part_gaps(Session session not None, GapNetwork network not None, levels, GapStrings strings not None, tick=None):
    """The sums of a part of a text, uint64; see Session.gap_posteriors(), where `levels` are those of the whole."""
    cdef GapRequest request = _to_request(levels, strings)
    cdef vector[uint64_t] found
    request.network = network._network
    session._enter()
    try:
        start_summing_gaps(session._session.get()[0], request, found)
        session._run(tick)
    finally:
        session._leave()
    return _from_counts(found)


def gaps_of_parts(Session session not None, sums, tick=None):
    """The GapPosteriors of the whole text."""
    cdef CppGapPosteriors found
    session._enter()
    try:
        start_finishing_gaps(session._session.get()[0], _to_counts(sums), found)
        session._run(tick)
    finally:
        session._leave()
    return _from_gap_posteriors(found)


def gap_inputs(Session session not None, levels, GapStrings strings not None, written, simplified, tick=None):
    """(codes, evidence, levels, known, are_first) of all units of the text: uint32 code points (0: Latin or number),
    float64 rows of evidence on the gap before each, uint8 rows of levels and of words of the dictionary around it, bool
    whether the unit is the first of its run."""
    cdef GapRequest request = _to_request(levels, strings)
    cdef GapInputs found
    cdef vector[uint32_t] none
    session._enter()
    try:
        start_finding_gap_inputs(session._session.get()[0],
                                 make_gap_characters(none, _to_numbers(written), _to_numbers(simplified)), request, found)
        session._run(tick)
    finally:
        session._leave()
    return (_from_numbers(found.codes), _from_gaps(found.evidence), _from_level_rows(found.levels),
            _from_level_rows(found.known), _from_flags(found.are_first))


cdef _from_level_rows(const vector[GapColumns]& rows):
    array = np.empty((rows.size(), kGapColumns), dtype=np.uint8)
    cdef uint8_t[:, ::1] values = array
    cdef size_t i
    for i in range(rows.size()):
        memcpy(&values[i, 0], rows[i].data(), kGapColumns)
    return array


cdef class GapCutter:
    """Cuts UTF-8 texts by a gap network. `model`: of text of that kind; `strings`: how sure it is of strings of that text,
    and a dictionary. Any thread may use it; it can be pickled. Texts are whole documents, or parts of them that end at
    boundaries."""
    cdef unique_ptr[CppGapCutter] _cutter
    cdef object _given

    def __cinit__(self, NgramModel model not None, GapNetwork network not None, GapStrings strings not None):
        cdef GapKnowledge knowledge
        model._get()
        self._given = (model, network, strings)
        knowledge.model = model._model
        knowledge.network = network._network
        knowledge.strings = strings._strings
        self._cutter = make_unique[CppGapCutter](knowledge)

    def __reduce__(self):
        return GapCutter, self._given

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

    def probabilities(self, const unsigned char[::1] text not None):
        """(begins, cuts) of all units of a text: uint32 bytes, float64 probability of a cut before each, 1 at the beginning
        of a run."""
        cdef vector[uint32_t] begins, cuts
        if text.shape[0] > 0:
            with nogil:
                self._cutter.get().find_cuts(string_view(<const char*>&text[0], text.shape[0]), begins, cuts)
        return _from_numbers(begins), _from_numbers(cuts) * 2.0**-30
