# One corpus: read, count, look again.

cdef CppSource _to_source(bytes digest, uint64_t size) except *:
    cdef CppSource source
    if len(digest) != 16:
        raise ValueError(f"a digest has 16 bytes, got {len(digest)}")
    memcpy(source.digest.bytes.data(), <const char*>digest, 16)
    source.bytes = size
    source.times = 1
    return source


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
    if shards.of == 0:
        return None
    return (<bytes>(<const char*>shards.plan.bytes.data())[:16], shards.of, tuple(shards.numbers))


cdef class NgramModel
cdef class GapNetwork
cdef class GapStrings


cdef class Session:
    """One corpus, read, counted and searched. One thread at a time; a fork may not go on with it.

    `memory` bounds, in bytes, the process, `outside` of which are taken by others already (None: no bound).
    What is larger and read in order goes to unnamed files in `temp_dir`; what does not fit raises
    MemoryBudgetError."""
    cdef ProcessOwned[CppSession] _session
    cdef readonly unsigned threads
    cdef object _pid
    cdef object _lock
    cdef readonly object temp_dir

    def __cinit__(self, *, unsigned threads, bint join_lines=False, bint join_spaces=False, memory=None,
                  size_t outside=0, temp_dir=None):
        cdef MemoryBudget budget
        if memory is not None:
            budget.bytes = max(0, memory - outside)
            budget.outside_bytes = outside
        budget.temp_dir = os.fsencode(temp_dir or tempfile.gettempdir())
        cdef Joining joining
        joining.lines, joining.spaces = join_lines, join_spaces
        cdef CppSession* session = new CppSession(threads, joining, budget)
        self.threads = max(1, threads)
        self._session.reset(session)
        self.temp_dir = temp_dir
        self._pid = os.getpid()
        self._lock = threading.Lock()

    cdef _check_process(self):
        if self._pid != os.getpid():
            raise RuntimeError("this Session belongs to the parent process; make a new one after a fork")

    cdef _enter(self):
        self._check_process()
        if not self._lock.acquire(blocking=False):
            raise RuntimeError("this Session is busy in another thread; use one Session per thread")

    cdef _leave(self):
        self._lock.release()

    cdef _run(self, tick):
        """Waits for the job in slices of 50 ms; Ctrl-C stops it within one slice."""
        cdef CppSession* session = self._session.get()
        cdef bint done = False
        cdef uint64_t now, total
        try:
            while not done:
                with nogil:
                    done = session.wait(50)
                PyErr_CheckSignals()
                self._check_process()
                if tick is not None and not done:
                    now = session.progress_done()
                    total = session.progress_total()
                    tick(now, total)
        except BaseException:
            with nogil:
                session.cancel()
            raise

    def feed(self, const unsigned char[::1] block not None):
        """Adds UTF-8 text to the open document; blocks may be cut anywhere."""
        cdef size_t size = block.shape[0]
        if size == 0:
            return
        self._enter()
        try:
            with nogil:
                self._session.get().feed(&block[0], size)
            PyErr_CheckSignals()
        finally:
            self._leave()

    def end_document(self):
        """Closes the open document: no word crosses its end."""
        self._enter()
        try:
            self._session.get().end_document()
        finally:
            self._leave()

    def feed_documents(self, list texts not None):
        """Feeds str, each a document of its own; none of them may hold lone surrogates."""
        cdef Py_ssize_t size
        cdef const char* utf8
        self._enter()
        try:
            for text in texts:
                utf8 = PyUnicode_AsUTF8AndSize(text, &size)
                if size > 0:
                    self._session.get().feed(<const uint8_t*>utf8, size)
                self._session.get().end_document()
            PyErr_CheckSignals()
        finally:
            self._leave()

    def read_files(self, paths, explicit, tick=None):
        """Reads plain UTF-8 files (bytes paths) in order; returns what there is to report of them."""
        cdef vector[FileToRead] files
        cdef FileToRead file
        for path, is_explicit in zip(paths, explicit, strict=True):
            if b"\0" in path:
                raise ValueError(f"embedded null byte in {path!r}")
            file.path = path
            file.is_explicit = is_explicit
            files.push_back(file)
        self._enter()
        try:
            self._session.get().start_reading(move(files))
            self._run(tick)
            return self._outcomes()
        finally:
            self._leave()

    cdef _outcomes(self):
        cdef const vector[CppOutcome]* outcomes = &self._session.get().outcomes()
        cdef CppOutcome one
        cdef size_t i
        cdef list result = []
        for i in range(outcomes.size()):
            one = outcomes[0][i]
            result.append(FileOutcome(one.index, _OUTCOMES[<int>one.code], one.offset, one.total,
                                      one.error_number))
        return result

    @property
    def units(self):
        """Units of the corpus. Reading ends with the first look at it."""
        self._enter()
        try:
            return self._seal()
        finally:
            self._leave()

    cdef uint64_t _seal(self) except? 0:
        cdef uint64_t units
        with nogil:
            units = self._session.get().units()
        return units

    @property
    def lone_characters(self):
        """Script characters that stand alone before a space; nearly all in character-spaced text."""
        return self._session.get().lone_characters()

    @property
    def bytes_read(self):
        """Bytes of UTF-8 taken so far."""
        return self._session.get().bytes_read()

    @property
    def alphabet_size(self):
        """Distinct units of the corpus. Reading ends with the first look at it."""
        self._enter()
        try:
            self._seal()
            return self._session.get().alphabet_size()
        finally:
            self._leave()

    def count(self, *, unsigned max_order, uint64_t min_count, size_t buffer_bytes=0, tick=None):
        """Counts all n-grams of 1..max_order units that occur min_count times or more."""
        cdef NgramTable table = NgramTable.__new__(NgramTable)
        self._enter()
        try:
            self._session.get().start_counting(max_order, min_count, buffer_bytes)
            self._run(tick)
            table._table = self._session.get().table()
            table._session = self
            return table
        finally:
            self._leave()

    def adopt_counts(self, bytes path not None, *, unsigned max_order, uint64_t min_count, size_t buffer_bytes=0,
                     bint keeps_text=False, bytes digest=None, tick=None):
        """The table that count() of the texts of a count file would have given; any other than of this digest is refused.

        With keeps_text it is for the text read so far, which ends here; without, the session must be a fresh
        one, and has the units of the file and no text."""
        cdef NgramTable table = NgramTable.__new__(NgramTable)
        cdef optional[Digest] expected
        if digest is not None:
            expected = _to_source(digest, 0).digest
        self._enter()
        try:
            self._session.get().start_adopting(path, max_order, min_count, buffer_bytes, keeps_text, expected)
            self._run(tick)
            table._table = self._session.get().table()
            table._session = self
            return table
        finally:
            self._leave()

    def note_sources(self, known=()):
        """Notes the digest of every input from now on; files among `known`, (digest, bytes) each, are not read."""
        cdef vector[CppSource] sources
        for digest, size in known:
            sources.push_back(_to_source(digest, size))
        self._enter()
        try:
            self._session.get().note_sources(move(sources))
        finally:
            self._leave()

    def noted_sources(self):
        """The inputs that were noted: (digest, bytes, times) each."""
        cdef vector[CppSource] sources
        cdef CppSource source
        cdef size_t i
        self._enter()
        try:
            sources = self._session.get().noted_sources()
        finally:
            self._leave()
        noted = []
        for i in range(sources.size()):
            source = sources[i]
            noted.append((<bytes>(<char*>source.digest.bytes.data())[:16], source.bytes, source.times))
        return noted

    def knows_source(self, bytes digest not None, uint64_t size):
        """Whether the content of an input is among those known."""
        cdef CppSource source = _to_source(digest, size)
        return self._session.get().knows_source(source.digest, size)

    def admit_source(self, bytes digest not None, uint64_t size):
        """Notes an input that is fed; False when it is known, and must not be."""
        cdef CppSource source = _to_source(digest, size)
        self._enter()
        try:
            return self._session.get().admit_source(source.digest, size)
        finally:
            self._leave()

    def write_counts(self, int descriptor, bytes path not None, *, unsigned order, uint64_t documents,
                     shard=None, size_t buffer_bytes=0, size_t block_bytes=0, tick=None):
        """Writes the count file of the text to an open descriptor; errors name `path`. Reading ends.

        `shard` is (digest of the plan, number from 1, how many there are), None for a whole corpus.
        """
        cdef CppShards shards = _to_shards(shard)
        self._enter()
        try:
            self._session.get().start_writing_counts(descriptor, path, order, documents, shards, buffer_bytes,
                                                     block_bytes)
            self._run(tick)
        finally:
            self._leave()

    def connect(self, kept, *, uint64_t min_count, tick=None):
        """Longest connection over the last table; `kept` = one uint8 array per order from 2 upwards."""
        cdef vector[vector[uint8_t]] flags
        cdef vector[uint8_t] row
        cdef const uint8_t[::1] column
        cdef CppTable* table
        self._enter()
        try:
            table = self._session.get().table().get()
            if table == NULL or len(kept) + 1 != table.max_order():
                raise ValueError("connect() needs one array of flags for each order from 2 upwards")
            flags.resize(2)
            for order, array in enumerate(kept, start=2):
                column = np.ascontiguousarray(array, dtype=np.uint8)
                if <size_t>column.shape[0] != table.level(order).size():
                    raise ValueError(f"order {order} has {table.level(order).size()} n-grams")
                row.clear()
                if column.shape[0] > 0:
                    row.assign(&column[0], &column[0] + column.shape[0])
                flags.push_back(row)
            self._session.get().start_connecting(move(flags), min_count)
            self._run(tick)
            return self._pieces()
        finally:
            self._leave()

    cdef _pieces(self):
        cdef const vector[Piece]* pieces = &self._session.get().pieces()
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
            lengths[i] = <uint32_t>pieces[0][i].symbols.size()
            counts[i] = pieces[0][i].count
            orders[i] = <uint8_t>pieces[0][i].ngram.order
            indices[i] = pieces[0][i].ngram.index
        return Pieces(_split(self._session.get().spell_pieces()), units, count, order, index)

    def spell_text(self, size_t place):
        """(UTF-8, next place): the runs from a place on, 0 for the beginning, about a megabyte of them. A line
        feed ends a run, a form feed the last one of a document; b"" is the end."""
        cdef string utf8
        self._enter()
        try:
            self._seal()
            with nogil:
                utf8 = self._session.get().spell_text(place)
            return <bytes>utf8.data()[:utf8.size()], place
        finally:
            self._leave()

    def name_passages(self, size_t around):
        """What stands around middle dots between Han or kana, `around` units to both sides, a line feed where the
        run begins or ends sooner; and the number of each passage's document."""
        cdef vector[uint32_t] documents
        self._enter()
        try:
            self._seal()
            passages = _split(self._session.get().name_passages(around, documents))
            return passages, list(documents)
        finally:
            self._leave()

    def find(self, words, *, size_t sample_size=0, size_t around=30, tick=None):
        """Exact occurrences of each word (two units or more), with up to `sample_size` contexts spread
        evenly over the corpus; a context reaches `around` units to both sides within its run."""
        self._enter()
        try:
            self._session.get().start_finding(_to_strings(words), sample_size)
            self._run(tick)
            shown = _split(self._session.get().spell_found())
            return [self._found(i, form, around) for i, form in enumerate(shown)]
        finally:
            self._leave()

    def disperse(self, words, counts, *, times=None, tick=None):
        """How words of two units and more lie in the corpus; `counts` are those expected of them, `times` one
        int64 for each document (the least int64: none)."""
        cdef vector[uint64_t] expected
        cdef vector[int64_t] when
        cdef const uint64_t[::1] column = np.ascontiguousarray(counts, dtype=np.uint64)
        cdef const int64_t[::1] stamps
        cdef vector[string] strings = _to_strings(words)
        if column.shape[0] > 0:
            expected.assign(&column[0], &column[0] + column.shape[0])
        if times is not None:
            stamps = np.ascontiguousarray(times, dtype=np.int64)
            if stamps.shape[0] > 0:
                when.assign(&stamps[0], &stamps[0] + stamps.shape[0])
        self._enter()
        try:
            self._session.get().start_dispersing(move(strings), move(expected), move(when))
            self._run(tick)
            return self._dispersion(times is not None)
        finally:
            self._leave()

    cdef _dispersion(self, bint with_times):
        cdef const vector[CppDispersion]* found = &self._session.get().dispersions()
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
            counts[i] = found[0][i].count
            document_counts[i] = found[0][i].documents
            evens[i] = found[0][i].evenness
            firsts[i] = found[0][i].first_time
            lasts[i] = found[0][i].last_time
        return Dispersion(count, documents, evenness, first if with_times else None, last if with_times else None)

    def slice_counts(self, words, slices, size_t slice_count, *, tick=None):
        """How often words of two units and more occur by slice. `slices` has the slice of each document; those
        of slice_count and above are left out."""
        cdef const CppSliceCounts* found
        cdef vector[uint32_t] numbers
        cdef const uint32_t[::1] column = np.ascontiguousarray(slices, dtype=np.uint32)
        cdef vector[string] strings = _to_strings(words)
        cdef size_t size = strings.size()
        if column.shape[0] > 0:
            numbers.assign(&column[0], &column[0] + column.shape[0])
        self._enter()
        try:
            self._session.get().start_slicing(move(strings), move(numbers), slice_count)
            self._run(tick)
            found = &self._session.get().slice_counts()
            return SliceCounts(_from_counts(found.occurrences).reshape(size, slice_count),
                               _from_counts(found.documents).reshape(size, slice_count),
                               _from_counts(found.units), _from_counts(found.slice_documents))
        finally:
            self._leave()

    def look_up(self, bytes path not None, words, *, tick=None):
        """(counts, units) of words of two units and more in a count file, uint64 and uint32 by word; units are 0
        where the file lacks one of them, and the count is 0 for words longer than its order. No text is needed."""
        cdef vector[string] strings = _to_strings(words)
        self._enter()
        try:
            self._session.get().start_looking_up(path, move(strings))
            self._run(tick)
            return _from_counts(self._session.get().looked_up()), _from_numbers(self._session.get().looked_up_units())
        finally:
            self._leave()

    @property
    def documents(self):
        """Documents so far that have a unit; they are numbered from 0."""
        return self._session.get().documents()

    def document_files(self):
        """Which files of the last read_files() were such documents, in the order of their numbers: int64."""
        cdef const vector[size_t]* files = &self._session.get().document_files()
        cdef size_t i
        array = np.empty(files.size(), dtype=np.int64)
        cdef int64_t[::1] values = array
        for i in range(files.size()):
            values[i] = <int64_t>files[0][i]
        return array

    def links(self, unsigned order, tick=None):
        """(prefix, suffix) of every n-gram of an order >= 2 of the last table, one unit shorter: two uint32
        arrays of places in the order below."""
        self._enter()
        try:
            self._build_lattice(tick)
            if order < 2 or order > self._session.get().lattice().max_order():
                raise IndexError(f"order {order} has no links")
            return (_from_numbers(self._session.get().lattice().links[order].prefix),
                    _from_numbers(self._session.get().lattice().links[order].suffix))
        finally:
            self._leave()

    def run_edges(self, tick=None):
        """(begins, ends, runs): how often each symbol (NgramTable.column(1, "symbol")) begins and ends a run."""
        self._enter()
        try:
            self._build_lattice(tick)
            return (_from_counts(self._session.get().lattice().run_edges.begins),
                    _from_counts(self._session.get().lattice().run_edges.ends),
                    self._session.get().lattice().run_edges.runs)
        finally:
            self._leave()

    def expectation(self, *, weights=None, prior=None, unsigned passes=3, double smoothing=0.0,
                    double least_word=1e-8, double least_unit=1e-9, bint significance=True,
                    bint edges=True, bint pair_edges=False, double sample=1.0, bint begins=False, tick=None):
        """EM of a unigram word model over the n-grams (to order 7) of the last table.

        Words have probability proportional to (x + smoothing) * weight + prior, with x = count first, then
        the expected count of each of the `passes` forward-backward passes. Several units: none below
        least_word; one unit: at least least_unit (>= 1e-12). All passes but the last see the share `sample` of the
        runs. `weights` and `prior` (tokens): one float64 array or None per order from 1 upwards."""
        cdef ExpectationOptions options
        if not 0 < sample <= 1:
            raise ValueError(f"sample must be above 0 and at most 1, got {sample}")
        options.model.weights = _to_columns(weights)
        options.model.prior = _to_columns(prior)
        options.model.smoothing = smoothing
        options.model.least_word = least_word
        options.model.least_unit = least_unit
        options.passes = passes
        options.with_significance = significance
        options.with_edges = edges
        options.with_pair_edges = pair_edges
        options.with_begins = begins
        options.sample_of_2_32 = <uint64_t>(sample * 4294967296.0)
        self._enter()
        try:
            self._session.get().start_expecting(options)
            self._run(tick)
            return self._posteriors(begins)
        finally:
            self._leave()

    cdef _posteriors(self, bint with_begins):
        cdef CppPosteriors found = move(self._session.get().take_posteriors())
        return Posteriors(
            _from_columns(found.probability), _from_columns(found.expected),
            _from_columns(found.significance) if found.significance.size() > 0 else None,
            _from_edges(found.edges) if found.edges.left.size() > 0 else None,
            _from_edges(found.pair_edges) if found.pair_edges.left.size() > 0 else None,
            (found.unit_edges.left, found.unit_edges.right, found.unit_edges.both), found.sampled_units,
            _from_numbers(self._session.get().lattice().of_units(found.begins)) * 2.0**-30 if with_begins else None)

    def segment(self, probabilities, *, double least_unit=1e-10, bint begins=False, tick=None):
        """The most probable cut of the text under word probabilities (one float64 array per order)."""
        cdef CppSegmentation found
        self._enter()
        try:
            self._session.get().start_segmenting(_to_columns(probabilities), least_unit, begins)
            self._run(tick)
            found = move(self._session.get().take_segmentation())
            return Segmentation(_from_columns(found.count), _from_edges(found.edges), found.words,
                                _from_numbers(self._session.get().lattice().of_units(found.begins)) > 0 if begins else None)
        finally:
            self._leave()

    def count_tagged(self, NgramModel model not None, const double[:, ::1] weights not None, tick=None):
        """How often each n-gram of the last table is a word of the text as TagCutter cuts it: one uint64 array per
        order (index 0 is empty)."""
        cdef list counts = [np.empty(0, dtype=np.uint64)]
        cdef size_t k
        model._get()
        self._enter()
        try:
            self._session.get().start_counting_tagged(model._model, _to_weights(weights))
            self._run(tick)
            for k in range(self._session.get().tagged().size()):
                counts.append(_from_counts(self._session.get().tagged()[k]))
            return counts
        finally:
            self._leave()

    def tag_posteriors(self, const double[:, ::1] weights not None, tick=None):
        """TagPosteriors of the n-grams (to order 7) of the last table: the cuts of the text by its own language model
        of order 4, made of that table. `weights` as for TagCutter."""
        cdef CppTagPosteriors found
        self._enter()
        try:
            self._session.get().start_tagging(_to_weights(weights))
            self._run(tick)
            found = move(self._session.get().take_tag_posteriors())
            return TagPosteriors(_from_columns(found.words), _from_columns(found.expected), _from_columns(found.left),
                                 _from_columns(found.right), _from_columns(found.joined))
        finally:
            self._leave()

    def gap_evidence(self, tick=None):
        """(evidence, are_first) of all units of the text by the same model: float64 rows of what TagCutter weighs on
        the gap before each unit, and bool whether it is the first of its run, which has none."""
        cdef TextGaps found
        cdef const uint8_t[::1] flags
        self._enter()
        try:
            self._session.get().start_finding_gaps()
            self._run(tick)
            found = move(self._session.get().take_gaps())
            return _from_gaps(found.gaps), _from_flags(found.are_first)
        finally:
            self._leave()

    def gap_posteriors(self, GapNetwork network not None, levels, GapStrings strings not None, tick=None):
        """The GapPosteriors of the n-grams (to order 7) of the last table. `levels`: one uint8 array per order from 2
        upwards, how sure it is that each n-gram is a word; `strings` = what is known of others."""
        return _find_gap_posteriors(self, network, levels, strings, tick)

    def drop_lattice(self):
        """Gives back the memory that expectation(), segment() and links() share."""
        self._enter()
        try:
            self._session.get().drop_lattice()
        finally:
            self._leave()

    cdef _build_lattice(self, tick):
        if self._session.get().lattice() == NULL:
            self._session.get().start_building_lattice()
            self._run(tick)

    cdef _found(self, size_t i, str shown, size_t around):
        cdef const CppOccurrences* found = &self._session.get().occurrences()[i]
        cdef size_t k
        cdef uint32_t offset = 0
        cdef list contexts = [], documents = []
        cdef string text
        for k in range(found.sample.size()):
            text = self._session.get().context(found.sample[k], i, around, offset)
            contexts.append((text.decode("utf-8"), offset))
            documents.append(self._session.get().document_of(found.sample[k]))
        return Found(shown, found.count, found.left_variety, found.right_variety, found.left_entropy,
                     found.right_entropy, found.after_number, contexts, documents)

    def unit_count(self, str word):
        """Units of a word as a user writes it; 0 when the corpus lacks one of them or it is no word."""
        return self._symbols_of(word).size()

    cdef vector[uint32_t] _symbols_of(self, str word) except *:
        self._enter()
        try:
            self._seal()
            return self._session.get().symbols_of(<string>word.encode("utf-8", "replace"))
        finally:
            self._leave()
