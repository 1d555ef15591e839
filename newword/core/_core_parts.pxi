# A text in parts: what each part tells, and what follows from all of them together.

cdef vector[pair[string, uint64_t]] _to_forms(bytes surfaces, counts) except *:
    """Forms joined by line feeds, and their counts."""
    cdef vector[pair[string, uint64_t]] forms
    cdef const uint64_t[::1] numbers = np.ascontiguousarray(counts, dtype=np.uint64)
    cdef Py_ssize_t i
    cdef list split = surfaces.split(b"\n") if surfaces else []
    if len(split) != numbers.shape[0]:
        raise ValueError("every form needs its count")
    for i in range(numbers.shape[0]):
        forms.push_back(pair[string, uint64_t](<string>(<bytes>split[i]), numbers[i]))
    return forms


cdef vector[uint64_t] _to_counts(numbers) except *:
    cdef vector[uint64_t] counts
    cdef const uint64_t[::1] values = np.ascontiguousarray(numbers, dtype=np.uint64)
    if values.shape[0] > 0:
        counts.assign(&values[0], &values[0] + values.shape[0])
    return counts


cdef vector[uint32_t] _to_symbols(numbers) except *:
    cdef vector[uint32_t] symbols
    cdef const uint32_t[::1] values = np.ascontiguousarray(numbers, dtype=np.uint32)
    if values.shape[0] > 0:
        symbols.assign(&values[0], &values[0] + values.shape[0])
    return symbols


def feed_documents(Session session not None, const unsigned char[::1] texts not None, ends):
    """Feeds documents that lie one behind the other; `ends` = where each ends, int64."""
    cdef const int64_t[::1] places = np.ascontiguousarray(ends, dtype=np.int64)
    cdef int64_t begin = 0, size = texts.shape[0]
    cdef Py_ssize_t i
    session._enter()
    try:
        with nogil:
            for i in range(places.shape[0]):
                if not begin <= places[i] <= size:
                    with gil:
                        raise ValueError("documents end in order and within the text")
                if places[i] > begin:
                    session._session.get().feed(&texts[begin], places[i] - begin)
                session._session.get().end_document()
                begin = places[i]
        PyErr_CheckSignals()
    finally:
        session._leave()


def unit_forms(Session session not None):
    """(forms, counts) of the units of a text: bytes joined by line feeds, uint64. Reading ends."""
    cdef vector[pair[string, uint64_t]] forms
    cdef list spelled = []
    cdef size_t i
    session._enter()
    try:
        session._seal()
        forms = session._session.get().surface_counts()
    finally:
        session._leave()
    counts = np.empty(forms.size(), dtype=np.uint64)
    cdef uint64_t[::1] values = counts
    for i in range(forms.size()):
        spelled.append(<bytes>forms[i].first)
        values[i] = forms[i].second
    return b"\n".join(spelled), counts


def unit_keys(Session session not None):
    """The folded forms of the units of a sealed text, in order of their numbers from 1: bytes joined by line feeds."""
    cdef const vector[string]* folded
    cdef list spelled = []
    cdef size_t i
    session._enter()
    try:
        session._seal()
        folded = &session._session.get().text().alphabet().folded
        for i in range(folded.size()):
            spelled.append(folded[0][i].data()[:folded[0][i].size()])
        return b"\n".join(spelled)
    finally:
        session._leave()


def text_sizes(Session session not None):
    """(units, places, runs, documents) of a sealed text; a place is a unit or the boundary behind a run."""
    session._enter()
    try:
        units = session._seal()
        places = session._session.get().text().size() - 1
        return units, places, session._session.get().text().histogram()[0] - 1, session._session.get().documents()
    finally:
        session._leave()


def seal_as(Session session not None, bytes surfaces not None, counts, tick=None):
    """Ends a text that is a part of a larger one, and numbers its units as that does; see unit_forms()."""
    session._enter()
    try:
        session._session.get().start_sealing_as(_to_forms(surfaces, counts))
        session._run(tick)
    finally:
        session._leave()


def window_parts(histogram, uint64_t min_count, uint64_t most):
    """How many parts the n-grams of a text are counted in; `histogram` = occurrences by symbol, from the boundary on."""
    cdef unique_ptr[WindowParts] parts = make_unique[WindowParts](_to_counts(histogram), min_count, most)
    return parts.get().all().size()


cdef class WindowSender:
    """Codes the windows of a count file for the parts that count them; window_sender.hpp."""
    cdef unique_ptr[CppWindowSender] _sender

    def __cinit__(self, bytes path not None, symbols, histogram, *, uint64_t min_count, uint64_t most):
        self._sender.reset(new CppWindowSender(path, _to_symbols(symbols), _to_counts(histogram), min_count, most))

    def next(self, size_t most_bytes):
        """(part, bytes) of each part that there is something for; nothing is the end."""
        cdef vector[pair[uint32_t, string]] blobs
        cdef size_t i
        with nogil:
            blobs = self._sender.get().next(most_bytes)
        PyErr_CheckSignals()
        return [(blobs[i].first, <bytes>blobs[i].second) for i in range(blobs.size())]


_NODE = np.dtype([("symbol", np.uint32), ("first_child", np.uint32), ("count", np.uint64), ("left_variety", np.uint64),
                  ("right_variety", np.uint64), ("left_entropy", np.float64), ("right_entropy", np.float64)])


def count_part(blobs, uint32_t part, histogram, *, unsigned max_order, uint64_t min_count, uint64_t most):
    """Counts one part from what all senders have for it: (nodes of each order, left, right) as bytes; part_counter.hpp."""
    cdef vector[string] strings
    cdef vector[uint64_t] counts = _to_counts(histogram)
    cdef CppCountedPart counted
    cdef JobControl control
    cdef unique_ptr[WindowParts] parts = make_unique[WindowParts](counts, min_count, most)
    cdef size_t d
    for blob in blobs:
        strings.push_back(<string>(<bytes?>blob))
    if part >= parts.get().all().size():
        raise ValueError(f"there is no part {part}")
    with nogil:
        counted = cpp_count_part(strings, parts.get().all()[part], counts, max_order, min_count, control)
    PyErr_CheckSignals()
    if sizeof(FoundNode) != _NODE.itemsize:
        raise SystemError("nodes of another layout")
    return ([(<bytes>(<const char*>counted.nodes[d].data())[:counted.nodes[d].size() * sizeof(FoundNode)])
             for d in range(counted.nodes.size())], _from_neighbours(counted.left), _from_neighbours(counted.right))


cdef bytes _from_neighbours(const vector[pair[uint32_t, uint64_t]]& neighbours):
    array = np.empty((neighbours.size(), 2), dtype=np.uint64)
    cdef uint64_t[:, ::1] values = array
    cdef size_t i
    for i in range(neighbours.size()):
        values[i, 0] = neighbours[i].first
        values[i, 1] = neighbours[i].second
    return array.tobytes()


cdef vector[pair[uint32_t, uint64_t]] _to_neighbours(bytes packed) except *:
    cdef vector[pair[uint32_t, uint64_t]] neighbours
    cdef const uint64_t[:, ::1] values = np.frombuffer(packed, dtype=np.uint64).reshape(-1, 2)
    cdef Py_ssize_t i
    for i in range(values.shape[0]):
        neighbours.push_back(pair[uint32_t, uint64_t](<uint32_t>values[i, 0], values[i, 1]))
    return neighbours


def join_parts(Session session not None, counted, histogram, *, unsigned max_order, uint64_t min_count, uint64_t most,
               uint64_t units, tick=None):
    """The table of all parts, as count_part() gave them by part, with its cohesion; it is that of the session,
    which is sealed as the whole text."""
    cdef vector[uint64_t] counts = _to_counts(histogram)
    cdef vector[CppCountedPart] parts
    cdef CppCountedPart* one
    cdef bytes packed
    cdef size_t d
    cdef const char* data
    cdef NgramTable table = NgramTable.__new__(NgramTable)
    parts.resize(len(counted))
    for p, (nodes, left, right) in enumerate(counted):
        one = &parts[<size_t>p]
        one.nodes.resize(max_order)
        for d in range(max_order):
            packed = nodes[d]
            data = packed
            one.nodes[d].resize(len(packed) // sizeof(FoundNode))
            if len(packed) > 0:
                memcpy(one.nodes[d].data(), data, one.nodes[d].size() * sizeof(FoundNode))
        one.left = _to_neighbours(left)
        one.right = _to_neighbours(right)
    session._enter()
    try:
        start_joining(session._session.get()[0], move(counts), min_count, most, move(parts), max_order, units)
        session._run(tick)
        table._table = session._session.get().table()
        table._session = session
        return table
    finally:
        session._leave()


def adopt_table(Session session not None, levels, uint64_t units):
    """Makes (symbol, first_child, count, left_variety) of each order of a table of the whole text the table of a part,
    without its other columns."""
    cdef NgramTable table = NgramTable.__new__(NgramTable)
    cdef shared_ptr[CppTable] made = empty_table([len(level[0]) for level in levels], units)
    cdef Level* columns
    cdef const uint32_t[::1] symbols
    cdef const uint32_t[::1] children
    cdef const uint64_t[::1] counts
    for order, (symbol, first_child, count, left_variety) in enumerate(levels, start=1):
        columns = &made.get().level(order)
        symbols = np.ascontiguousarray(symbol, dtype=np.uint32)
        children = np.ascontiguousarray(first_child, dtype=np.uint32)
        counts = np.ascontiguousarray(count, dtype=np.uint64)
        if <size_t>counts.shape[0] != columns.size() or <size_t>children.shape[0] != columns.size() + 1 \
                or len(left_variety) != counts.shape[0]:
            raise ValueError(f"the columns of order {order} have different lengths")
        memcpy(columns.first_child.data(), &children[0], children.shape[0] * sizeof(uint32_t))
        if columns.size() > 0:
            memcpy(columns.symbol.data(), &symbols[0], columns.size() * sizeof(uint32_t))
            memcpy(columns.count.data(), &counts[0], columns.size() * sizeof(uint64_t))
            counts = np.ascontiguousarray(left_variety, dtype=np.uint64)
            memcpy(columns.left_variety.data(), &counts[0], columns.size() * sizeof(uint64_t))
    session._enter()
    try:
        session._session.get().adopt_table(made)
    finally:
        session._leave()
    table._table = made
    table._session = session
    return table


def unit_histogram(Session session not None, bytes surfaces not None, counts, uint64_t runs):
    """Occurrences by symbol of a session that is sealed as the whole text with these forms; index 0 = runs."""
    return _from_counts(cpp_unit_histogram(session._session.get()[0], _to_forms(surfaces, counts), runs))


cdef vector[vector[uint8_t]] _to_kept(Session session, kept) except *:
    cdef vector[vector[uint8_t]] flags
    cdef vector[uint8_t] row
    cdef const uint8_t[::1] column
    cdef CppTable* table = session._session.get().table().get()
    if table == NULL or len(kept) + 1 != table.max_order():
        raise ValueError("one array of flags is needed for each order from 2 upwards")
    flags.resize(2)
    for order, array in enumerate(kept, start=2):
        column = np.ascontiguousarray(array, dtype=np.uint8)
        if <size_t>column.shape[0] != table.level(order).size():
            raise ValueError(f"order {order} has {table.level(order).size()} n-grams")
        row.clear()
        if column.shape[0] > 0:
            row.assign(&column[0], &column[0] + column.shape[0])
        flags.push_back(row)
    return flags


def part_pieces(Session session not None, kept, tick=None):
    """Pieces of the part of a text that a session holds: (uint64 counts by number, bytes and counts of the long
    ones). A long piece is its symbols as big-endian uint32."""
    cdef PartResults results
    session._enter()
    try:
        start_counting_pieces(session._session.get()[0], _to_kept(session, kept), results)
        session._run(tick)
    finally:
        session._leave()
    long_ones = [(np.array(one.first, dtype=">u4").tobytes(), one.second) for one in results.pieces.long_ones]
    return _from_counts(results.pieces.ngrams), long_ones


def pieces_of_parts(Session session not None, kept, counts, long_ones, *, uint64_t min_count):
    """The Pieces of the whole text, from what part_pieces() gave of all parts, added up; long pieces with less than
    min_count may be left out."""
    cdef PieceCounts sums
    cdef vector[vector[uint8_t]] flags = _to_kept(session, kept)
    sums.ngrams = _to_counts(counts)
    for packed, count in long_ones:
        sums.long_ones[_to_symbols(np.frombuffer(packed, dtype=">u4"))] = count
    session._enter()
    try:
        session._session.get().set_pieces(cpp_pieces_of_parts(session._session.get()[0], flags, sums, min_count))
        return session._pieces()
    finally:
        session._leave()


def part_neighbours(Session session not None, words, tick=None):
    """What stands beside words in the part of a text that a session holds: (places in `words`, sides (0 left, 1
    right), symbols, counts), four arrays."""
    cdef PartResults results
    session._enter()
    try:
        start_counting_neighbours(session._session.get()[0], _to_strings(words), results)
        session._run(tick)
    finally:
        session._leave()
    sides = np.array(results.neighbours.sides, dtype=np.uint8)
    return (_from_numbers(results.neighbours.strings), sides, _from_numbers(results.neighbours.symbols),
            _from_counts(results.neighbours.counts))


def found_in_parts(Session session not None, words, strings, sides, symbols, counts):
    """What Session.find() without samples gives, from the rows of part_neighbours() of all parts."""
    cdef FlatNeighbours flat
    cdef vector[CppOccurrences] found
    cdef vector[uint8_t] which
    cdef size_t i
    flat.strings = _to_symbols(strings)
    flat.symbols = _to_symbols(symbols)
    flat.counts = _to_counts(counts)
    for side in sides:
        which.push_back(side)
    flat.sides = which
    found = occurrences_of_parts(session._session.get()[0], len(words), flat)
    return [Found(word, found[i].count, found[i].left_variety, found[i].right_variety, found[i].left_entropy,
                  found[i].right_entropy, found[i].after_number, [], []) for i, word in enumerate(words)]


def part_spread(Session session not None, words, counts, *, uint64_t places, uint64_t offset, tick=None):
    """(numbers of the words that occur, uint64 rows (count, documents, first, last, near_sum, far, gap)) of a part;
    `places` and `counts` are those of the whole text, `offset` the places before the part."""
    cdef PartResults results
    cdef size_t i
    session._enter()
    try:
        start_tallying_spread(session._session.get()[0], _to_strings(words), _to_counts(counts), places, offset, results)
        session._run(tick)
    finally:
        session._leave()
    rows = np.empty((results.spread.size(), 7), dtype=np.uint64)
    if results.spread.size() > 0:
        _copy_spread(results.spread, rows)
    met = np.flatnonzero(rows[:, 0])
    return met.astype(np.uint32), rows[met]


cdef _copy_spread(const vector[SpreadTally]& tallies, rows):
    cdef uint64_t[:, ::1] values = rows
    cdef size_t i
    for i in range(tallies.size()):
        values[i, 0] = tallies[i].count
        values[i, 1] = tallies[i].documents
        values[i, 2] = tallies[i].first
        values[i, 3] = tallies[i].last
        values[i, 4] = tallies[i].near_sum
        values[i, 5] = tallies[i].far
        values[i, 6] = tallies[i].gap


def join_spread(words, rows):
    """Adds rows of part_spread() up: `words` = the word of each, those of one word in the order of the parts. Returns
    the words, ascending, and a row for each."""
    cdef const uint32_t[::1] numbers
    cdef const uint64_t[:, ::1] values
    cdef vector[SpreadTally] sums
    cdef SpreadTally one
    cdef Py_ssize_t i
    order = np.argsort(words, kind="stable")
    sorted_words = np.ascontiguousarray(np.asarray(words, dtype=np.uint32)[order])
    numbers = sorted_words
    values = np.ascontiguousarray(np.asarray(rows, dtype=np.uint64)[order])
    for i in range(numbers.shape[0]):
        one.count, one.documents, one.first, one.last = values[i, 0], values[i, 1], values[i, 2], values[i, 3]
        one.near_sum, one.far, one.gap = values[i, 4], values[i, 5], values[i, 6]
        if i > 0 and numbers[i] == numbers[i - 1]:
            sums.back().append(one, False)
        else:
            sums.push_back(one)
    joined = np.empty((sums.size(), 7), dtype=np.uint64)
    if sums.size() > 0:
        _copy_spread(sums, joined)
    return np.unique(sorted_words), joined


def finish_spread(rows, uint64_t places):
    """(documents, evenness) of words from their rows over the whole text of so many places."""
    cdef const uint64_t[:, ::1] values = np.ascontiguousarray(rows, dtype=np.uint64)
    cdef SpreadTally one
    cdef Py_ssize_t i
    evenness = np.empty(len(rows))
    cdef double[::1] evens = evenness
    for i in range(values.shape[0]):
        one.count, one.documents, one.first, one.last = values[i, 0], values[i, 1], values[i, 2], values[i, 3]
        one.near_sum, one.far, one.gap = values[i, 4], values[i, 5], values[i, 6]
        evens[i] = one.finish(places).evenness
    return np.asarray(rows)[:, 1].astype(np.uint64), evenness


cdef ExpectationOptions _to_expectation(dict given) except *:
    """Options by the names that Session.expectation() has for them."""
    cdef ExpectationOptions options
    options.model.weights = _to_columns(given.get("weights"))
    options.model.prior = _to_columns(given.get("prior"))
    options.model.smoothing = given.get("smoothing", 0.0)
    options.model.least_word = given.get("least_word", 1e-8)
    options.model.least_unit = given.get("least_unit", 1e-9)
    options.passes = given.get("passes", 3)
    options.with_significance = given.get("significance", True)
    options.with_edges = given.get("edges", True)
    options.with_pair_edges = given.get("pair_edges", False)
    return options


def sample_of_runs(double share):
    """How many of 2^32 runs a sample of this share has."""
    if not 0 < share <= 1:
        raise ValueError(f"sample must be above 0 and at most 1, got {share}")
    return <uint64_t>(share * 4294967296.0)


def spell_sample(Session session not None, uint64_t of_2_32, uint64_t runs_before):
    """The runs of a part that are in the sample of the whole text, each with a line feed behind it, as UTF-8."""
    cdef string utf8
    session._enter()
    try:
        session._seal()
        with nogil:
            utf8 = cpp_spell_sample(session._session.get()[0], of_2_32, runs_before)
        return <bytes>utf8.data()[:utf8.size()]
    finally:
        session._leave()


def learn(Session session not None, bint is_sample, options, tick=None):
    """(probabilities by order, units) that the passes before the last learn from the text of a session, which is a
    sample of the whole or all of it. `options` as for Session.expectation(), a dict."""
    cdef PartResults results
    session._enter()
    try:
        start_learning(session._session.get()[0], _to_expectation(options), is_sample, results)
        session._run(tick)
    finally:
        session._leave()
    return _from_columns(results.learned.probability)[1:], results.learned.units


def part_posteriors(Session session not None, options, probabilities, tick=None):
    """Sums of the last pass of expectation() over a part, uint64; those of all parts add up."""
    cdef PartResults results
    session._enter()
    try:
        start_summing_posteriors(session._session.get()[0], _to_expectation(options), _to_columns(probabilities), results)
        session._run(tick)
    finally:
        session._leave()
    return _from_counts(results.sums)


def part_pair_edges(Session session not None, options, probabilities, pair_rows, tick=None):
    """Sums of the posteriors of a part, smoothed by pairs, uint64; `pair_rows` as posteriors_of_parts() gives them."""
    cdef PartResults results
    session._enter()
    try:
        start_summing_smoothed(session._session.get()[0], _to_expectation(options), _to_columns(probabilities),
                               _to_doubles(pair_rows), results)
        session._run(tick)
    finally:
        session._leave()
    return _from_counts(results.sums)


def part_cuts(Session session not None, probabilities, double least_unit, tick=None):
    """Sums of the most probable cut of a part, uint64."""
    cdef PartResults results
    session._enter()
    try:
        start_summing_cuts(session._session.get()[0], _to_columns(probabilities), least_unit, results)
        session._run(tick)
    finally:
        session._leave()
    return _from_counts(results.sums)


def part_run_edges(Session session not None):
    """How often each symbol begins runs of a part, and behind that, ends them: uint64."""
    cdef RunEdges edges
    cdef JobControl control
    session._enter()
    try:
        session._seal()
        edges = count_run_edges(session._session.get().text(), control)
    finally:
        session._leave()
    return np.concatenate([_from_counts(edges.begins), _from_counts(edges.ends)])


def posteriors_of_parts(Session session not None, options, sums, uint64_t learned_units, tick=None):
    """(Posteriors of the whole text without pair edges, pair rows) from the sums of all parts; `session` has the table
    of the whole."""
    cdef PartResults results
    cdef CppPosteriors* found
    session._enter()
    try:
        start_finishing_posteriors(session._session.get()[0], _to_expectation(options), _to_counts(sums), results)
        session._run(tick)
    finally:
        session._leave()
    found = &results.posteriors
    posteriors = Posteriors(
        _from_columns(found.probability), _from_columns(found.expected),
        _from_columns(found.significance) if found.significance.size() > 0 else None,
        _from_edges(found.edges) if found.edges.left.size() > 0 else None, None,
        (found.unit_edges.left, found.unit_edges.right, found.unit_edges.both), learned_units, None)
    rows = np.empty(results.pair_rows.size())
    cdef double[::1] values = rows
    if results.pair_rows.size() > 0:
        memcpy(&values[0], results.pair_rows.data(), results.pair_rows.size() * sizeof(double))
    return posteriors, rows


def pair_edges_of_parts(Session session not None, sums, tick=None):
    """The pair edges of the whole text."""
    cdef PartResults results
    session._enter()
    try:
        start_finishing_smoothed(session._session.get()[0], _to_counts(sums), results)
        session._run(tick)
    finally:
        session._leave()
    return _from_edges(results.edges)


def cuts_of_parts(Session session not None, sums, tick=None):
    """The Segmentation of the whole text."""
    cdef PartResults results
    session._enter()
    try:
        start_finishing_cuts(session._session.get()[0], _to_counts(sums), results)
        session._run(tick)
    finally:
        session._leave()
    return Segmentation(_from_columns(results.segmentation.count), _from_edges(results.segmentation.edges),
                        results.segmentation.words, None)


cdef vector[double] _to_doubles(numbers) except *:
    cdef vector[double] doubles
    cdef const double[::1] values = np.ascontiguousarray(numbers, dtype=np.float64)
    if values.shape[0] > 0:
        doubles.assign(&values[0], &values[0] + values.shape[0])
    return doubles


def part_tags(Session session not None, const double[:, ::1] weights not None, tick=None):
    """Sums of the cuts of a part by the language model of the whole text, uint64; see Session.tag_posteriors()."""
    cdef PartResults results
    session._enter()
    try:
        start_summing_tags(session._session.get()[0], _to_weights(weights), results)
        session._run(tick)
    finally:
        session._leave()
    return _from_counts(results.sums)


def tags_of_parts(Session session not None, sums, tick=None):
    """The TagPosteriors of the whole text."""
    cdef PartResults results
    session._enter()
    try:
        start_finishing_tags(session._session.get()[0], _to_counts(sums), results)
        session._run(tick)
    finally:
        session._leave()
    return TagPosteriors(_from_columns(results.tags.words), _from_columns(results.tags.expected),
                         _from_columns(results.tags.left), _from_columns(results.tags.right),
                         _from_columns(results.tags.joined))
