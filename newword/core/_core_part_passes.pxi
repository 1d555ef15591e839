# The passes over a text in parts: the sums of each, and what follows from those of all of them.

def part_pieces(Session session not None, kept, tick=None):
    """Pieces of the part of a text that a session holds: (uint64 counts by number, bytes and counts of the long
    ones). A long piece is its symbols as big-endian uint32."""
    cdef vector[vector[uint8_t]] flags
    cdef PieceCounts found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner:
        flags = _to_kept(session._cpp().table(), kept)
        with nogil:
            found = count_pieces(session._cpp()[0], flags, watch)
    long_ones = [(np.array(one.first, dtype=">u4").tobytes(), one.second) for one in found.long_ones]
    return _array(shown(move(found.ngrams))), long_ones


def pieces_of_parts(Session session not None, kept, counts, long_ones, *, uint64_t min_count):
    """The Pieces of the whole text, from what part_pieces() gave of all parts, added up; long pieces with less than
    min_count may be left out."""
    cdef PieceCounts sums
    cdef vector[vector[uint8_t]] flags
    cdef vector[uint32_t] symbols
    sums.ngrams = to_vector[uint64_t](counts)
    for packed, count in long_ones:
        symbols = to_vector[uint32_t](np.frombuffer(packed, dtype=">u4"))
        sums.long_ones[symbols] = count
    with session._owner:
        flags = _to_kept(session._cpp().table(), kept)
        return _from_pieces(session._cpp()[0], cpp_pieces_of_parts(session._cpp()[0], flags, sums, min_count))


def part_neighbours(Session session not None, words, tick=None):
    """What stands beside words in the part of a text that a session holds: (places in `words`, sides (0 left, 1
    right), symbols, counts), four arrays."""
    cdef vector[string] strings = _to_strings(words)
    cdef FlatNeighbours found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = count_neighbours(session._cpp()[0], strings, watch)
    return (_array(shown(move(found.strings))), _array(shown(move(found.sides))),
            _array(shown(move(found.symbols))), _array(shown(move(found.counts))))


def found_in_parts(Session session not None, words, strings, sides, symbols, counts):
    """What Session.find() without samples gives, from the rows of part_neighbours() of all parts."""
    cdef FlatNeighbours flat
    cdef vector[CppOccurrences] found
    flat.strings = to_vector[uint32_t](strings)
    flat.sides = to_vector[uint8_t](sides)
    flat.symbols = to_vector[uint32_t](symbols)
    flat.counts = to_vector[uint64_t](counts)
    found = occurrences_of_parts(session._cpp()[0], len(words), flat)
    return [_from_occurrences(found[<size_t>i], word, [], []) for i, word in enumerate(words)]


def part_spread(Session session not None, words, counts, *, uint64_t places, uint64_t offset, tick=None):
    """(numbers of the words that occur, uint64 rows (count, documents, first, last, near_sum, far, gap)) of a part;
    `places` and `counts` are those of the whole text, `offset` the places before the part."""
    cdef vector[string] strings = _to_strings(words)
    cdef vector[uint64_t] expected = to_vector[uint64_t](counts)
    cdef PartPlace part
    cdef vector[SpreadTally] found
    cdef Watch watch = session._owner.watch(tick)
    part.places, part.offset = places, offset
    with session._owner, nogil:
        found = tally_spread(session._cpp()[0], strings, expected, part, watch)
    rows = _array(shown_tallies(move(found))).reshape(-1, 7)
    met = np.flatnonzero(rows[:, 0])
    return met.astype(np.uint32), rows[met]


def join_spread(words, rows):
    """Adds rows of part_spread() up: `words` = the word of each, those of one word in the order of the parts. Returns
    the words, ascending, and a row for each."""
    order = np.argsort(words, kind="stable")
    numbers = np.asarray(words, dtype=np.uint32)[order]
    cdef vector[uint32_t] words_of = to_vector[uint32_t](numbers)
    cdef vector[SpreadTally] tallies = to_tallies(np.asarray(rows)[order], 2)
    cdef vector[SpreadTally] sums = cpp_join_spread(words_of, tallies)
    return np.unique(numbers), _array(shown_tallies(move(sums))).reshape(-1, 7)


def finish_spread(rows, uint64_t places):
    """(documents, evenness) of words from their rows over the whole text of so many places."""
    cdef vector[SpreadTally] tallies = to_tallies(rows, 2)
    cdef size_t i
    evenness = np.array([tallies[i].finish(places).evenness for i in range(tallies.size())], dtype=np.float64)
    return np.asarray(rows)[:, 1].astype(np.uint64), evenness


def sample_of_runs(double share):
    """How many of 2^32 runs a sample of this share has."""
    return _of_2_32(share)


def spell_sample(Session session not None, uint64_t of_2_32, uint64_t runs_before):
    """The runs of a part that are in the sample of the whole text, each with a line feed behind it, as UTF-8."""
    cdef string utf8
    with session._owner:
        session._seal()
        with nogil:
            utf8 = cpp_spell_sample(session._cpp()[0], of_2_32, runs_before)
    return <bytes>utf8


def learn(Session session not None, bint is_sample, options, tick=None):
    """(probabilities by order, units) that the passes before the last learn from the text of a session, which is a
    sample of the whole or all of it. `options` as for Session.expectation(), a dict."""
    cdef ExpectationOptions asked = _to_expectation(options)
    cdef CppLearned found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = cpp_learn(session._cpp()[0], asked, is_sample, watch)
    return _from_columns(found.probability)[1:], found.units


def part_posteriors(Session session not None, options, probabilities, tick=None):
    """vector[uint64_t] of the last pass of expectation() over a part, uint64; those of all parts add up."""
    cdef ExpectationOptions asked = _to_expectation(options)
    cdef Columns chances = _to_columns(probabilities)
    cdef vector[uint64_t] found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = sum_posteriors(session._cpp()[0], asked, chances, watch)
    return _array(shown(move(found)))


def posteriors_of_parts(Session session not None, options, sums, uint64_t learned_units, tick=None):
    """(Posteriors of the whole text without pair edges, pair rows) from the sums of all parts; `session` has the table
    of the whole."""
    cdef ExpectationOptions asked = _to_expectation(options)
    cdef vector[uint64_t] added = to_vector[uint64_t](sums)
    cdef FinishedPosteriors found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = finish_posteriors(session._cpp()[0], asked, added, watch)
    return _from_posteriors(found.posteriors, learned_units, None), _array(shown(move(found.pair_rows)))


def part_pair_edges(Session session not None, options, probabilities, pair_rows, tick=None):
    """vector[uint64_t] of the posteriors of a part, smoothed by pairs, uint64; `pair_rows` as posteriors_of_parts() gives them."""
    cdef ExpectationOptions asked = _to_expectation(options)
    cdef Columns chances = _to_columns(probabilities)
    cdef vector[double] rows = to_vector[double](pair_rows)
    cdef vector[uint64_t] found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = sum_smoothed(session._cpp()[0], asked, chances, rows, watch)
    return _array(shown(move(found)))


def pair_edges_of_parts(Session session not None, sums, tick=None):
    """The pair edges of the whole text."""
    cdef vector[uint64_t] added = to_vector[uint64_t](sums)
    cdef CppEdges found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = finish_smoothed(session._cpp()[0], added, watch)
    return _from_edges(found)


def part_cuts(Session session not None, probabilities, double least_unit, tick=None):
    """vector[uint64_t] of the most probable cut of a part, uint64."""
    cdef Columns chances = _to_columns(probabilities)
    cdef vector[uint64_t] found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = sum_cuts(session._cpp()[0], chances, least_unit, watch)
    return _array(shown(move(found)))


def cuts_of_parts(Session session not None, sums, tick=None):
    """The Segmentation of the whole text."""
    cdef vector[uint64_t] added = to_vector[uint64_t](sums)
    cdef CppSegmentation found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = finish_cuts(session._cpp()[0], added, watch)
    return _from_segmentation(found, None)


def part_run_edges(Session session not None):
    """How often each symbol begins runs of a part, and behind that, ends them: uint64."""
    cdef RunEdges edges
    cdef JobControl control
    with session._owner:
        session._seal()
        edges = count_run_edges(session._cpp().text(), control)
    return np.concatenate([_array(shown(move(edges.begins))), _array(shown(move(edges.ends)))])


def part_tags(Session session not None, const double[:, ::1] weights not None, tick=None):
    """vector[uint64_t] of the cuts of a part by the language model of the whole text, uint64; see Session.tag_posteriors()."""
    cdef TagWeights rows = _to_weights(weights)
    cdef vector[uint64_t] found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = sum_tags(session._cpp()[0], rows, watch)
    return _array(shown(move(found)))


def tags_of_parts(Session session not None, sums, tick=None):
    """The TagPosteriors of the whole text."""
    cdef vector[uint64_t] added = to_vector[uint64_t](sums)
    cdef CppTagPosteriors found
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        found = finish_tags(session._cpp()[0], added, watch)
    return _from_tags(found)
