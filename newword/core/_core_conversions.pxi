# Results of passes, and what passes are asked, whether over a whole text or its parts.

cdef CppSource _to_source(bytes digest, uint64_t size) except *:
    cdef CppSource source
    if len(digest) != 16:
        raise ValueError(f"a digest has 16 bytes, got {len(digest)}")
    memcpy(source.digest.bytes.data(), <const char*>digest, 16)
    source.bytes = size
    source.times = 1
    return source


cdef bytes _from_digest(Digest digest):
    return (<char*>digest.bytes.data())[:16]


cdef list _from_sources(const vector[CppSource]& sources):
    cdef size_t i
    return [(_from_digest(sources[i].digest), sources[i].bytes, sources[i].times) for i in range(sources.size())]


cdef CppShards _to_shards(shard) except *:
    """One shard of a plan, or none."""
    cdef CppShards shards
    cdef bytes plan
    if shard is not None:
        plan, number, of = shard
        if len(plan) != 16 or not 1 <= number <= of:
            raise ValueError("a shard is a digest of 16 bytes, a number from 1, and how many there are")
        memcpy(shards.plan.bytes.data(), <const char*>plan, 16)
        shards.of = of
        shards.numbers.push_back(number)
    return shards


cdef _from_shards(const CppShards& shards):
    return None if shards.of == 0 else (_from_digest(shards.plan), shards.of, tuple(shards.numbers))


cdef list _from_outcomes(const vector[CppOutcome]& outcomes):
    cdef size_t i
    return [FileOutcome(outcomes[i].index, _OUTCOMES[<int>outcomes[i].code], outcomes[i].offset, outcomes[i].total,
                        outcomes[i].error_number) for i in range(outcomes.size())]


cdef vector[vector[uint8_t]] _to_kept(shared_ptr[CppTable] table, kept) except *:
    """Flags by order; one uint8 array for each from 2 upwards."""
    cdef vector[vector[uint8_t]] flags
    cdef vector[uint8_t] row
    if table.get() == NULL or len(kept) + 1 != table.get().max_order():
        raise ValueError("connect() needs one array of flags for each order from 2 upwards")
    flags.resize(2)
    for order, array in enumerate(kept, start=2):
        row = to_vector[uint8_t](array)
        if row.size() != table.get().level(order).size():
            raise ValueError(f"order {order} has {table.get().level(order).size()} n-grams")
        flags.push_back(row)
    return flags


cdef _from_pieces(const CppSession& session, const vector[Piece]& pieces):
    cdef size_t size = pieces.size(), i
    units = np.empty(size, dtype=np.uint32)
    count = np.empty(size, dtype=np.uint64)
    order = np.empty(size, dtype=np.uint8)
    index = np.empty(size, dtype=np.uint32)
    cdef uint32_t[::1] lengths = units
    cdef uint64_t[::1] counts = count
    cdef uint8_t[::1] orders = order
    cdef uint32_t[::1] indices = index
    for i in range(size):
        lengths[i] = <uint32_t>pieces[i].symbols.size()
        counts[i] = pieces[i].count
        orders[i] = <uint8_t>pieces[i].ngram.order
        indices[i] = pieces[i].ngram.index
    return Pieces(_split(spell_pieces(session, pieces)), units, count, order, index)


cdef _from_occurrences(const CppOccurrences& found, str shown, list contexts, list documents):
    return Found(shown, found.count, found.left_variety, found.right_variety, found.left_entropy, found.right_entropy,
                 found.after_number, contexts, documents)


cdef _from_dispersions(const vector[CppDispersion]& found, bint with_times):
    cdef size_t size = found.size(), i
    count = np.empty(size, dtype=np.uint64)
    documents = np.empty(size, dtype=np.uint64)
    evenness = np.empty(size)
    first = np.empty(size, dtype=np.int64)
    last = np.empty(size, dtype=np.int64)
    cdef uint64_t[::1] counts = count
    cdef uint64_t[::1] document_counts = documents
    cdef double[::1] evens = evenness
    cdef int64_t[::1] firsts = first
    cdef int64_t[::1] lasts = last
    for i in range(size):
        counts[i] = found[i].count
        document_counts[i] = found[i].documents
        evens[i] = found[i].evenness
        firsts[i] = found[i].first_time
        lasts[i] = found[i].last_time
    return Dispersion(count, documents, evenness, first if with_times else None, last if with_times else None)


cdef uint64_t _of_2_32(double share) except? 0:
    """How many of 2^32 runs a sample of this share has."""
    if not 0 < share <= 1:
        raise ValueError(f"sample must be above 0 and at most 1, got {share}")
    return <uint64_t>(share * 4294967296.0)


_EXPECTATION = {"weights", "prior", "smoothing", "least_word", "least_unit", "passes", "significance", "edges",
                "pair_edges"}


cdef ExpectationOptions _to_expectation(dict given) except *:
    """Options by the names that Session.expectation() has for them, and with its defaults."""
    cdef ExpectationOptions options
    unknown = given.keys() - _EXPECTATION
    if unknown:
        raise TypeError(f"expectation() got an unexpected keyword argument {min(unknown)!r}")
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


cdef _from_posteriors(CppPosteriors& found, uint64_t learned_units, begins):
    return Posteriors(
        _from_columns(found.probability), _from_columns(found.expected),
        _from_columns(found.significance) if found.significance.size() > 0 else None,
        _from_edges(found.edges) if found.edges.left.size() > 0 else None,
        _from_edges(found.pair_edges) if found.pair_edges.left.size() > 0 else None,
        (found.unit_edges.left, found.unit_edges.right, found.unit_edges.both), learned_units, begins)


cdef _from_segmentation(CppSegmentation& found, begins):
    return Segmentation(_from_columns(found.count), _from_edges(found.edges), found.words, begins)


cdef TagWeights _to_weights(const double[:, ::1] weights) except *:
    cdef TagWeights rows
    cdef size_t row, k
    if weights.shape[0] != <Py_ssize_t>rows.size() or weights.shape[1] != <Py_ssize_t>kEvidences + 1:
        raise ValueError(f"weights must be {rows.size()} rows of {kEvidences + 1}")
    for row in range(rows.size()):
        for k in range(kEvidences + 1):
            rows[row].data()[k] = weights[row, k]
    return rows


cdef _from_tags(CppTagPosteriors& found):
    return TagPosteriors(_from_columns(found.words), _from_columns(found.expected), _from_columns(found.left),
                         _from_columns(found.right), _from_columns(found.joined))


cdef _from_evidence(vector[GapEvidence]& gaps):
    """A float64 row of evidence for each gap."""
    return _array(shown_rows(move(gaps))).reshape(-1, kEvidences)
