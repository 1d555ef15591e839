# One corpus: read, count, look again.

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
    cdef readonly bint tokens
    cdef readonly object temp_dir
    cdef _Owner _owner
    cdef object _document_files

    def __cinit__(self, *, unsigned threads, bint join_lines=False, bint join_spaces=False, bint tokens=False,
                  memory=None, size_t outside=0, temp_dir=None):
        cdef Joining joining
        joining.lines, joining.spaces, joining.tokens = join_lines, join_spaces, tokens
        self._session.reset(new CppSession(threads, joining, _to_budget(memory, outside, temp_dir)))
        self.threads = max(1, threads)
        self.tokens = tokens
        self.temp_dir = temp_dir
        self._owner = _Owner("Session", "one Session")
        self._document_files = np.empty(0, dtype=np.int64)

    cdef CppSession* _cpp(self) noexcept nogil:
        return self._session.get()

    def feed(self, const unsigned char[::1] block not None):
        """Adds UTF-8 text to the open document; blocks may be cut anywhere."""
        cdef size_t size = block.shape[0]
        if size == 0:
            return
        with self._owner:
            with nogil:
                self._cpp().feed(&block[0], size)
            PyErr_CheckSignals()

    def end_document(self):
        """Closes the open document: no word crosses its end."""
        with self._owner:
            self._cpp().end_document()

    def feed_documents(self, list texts not None):
        """Feeds str, each a document of its own; none of them may hold lone surrogates."""
        cdef Py_ssize_t size
        cdef const char* utf8
        with self._owner:
            for text in texts:
                utf8 = PyUnicode_AsUTF8AndSize(text, &size)
                if size > 0:
                    self._cpp().feed(<const uint8_t*>utf8, size)
                self._cpp().end_document()
            PyErr_CheckSignals()

    def read_files(self, paths, explicit, tick=None):
        """Reads plain UTF-8 files (bytes paths) in order; returns what there is to report of them."""
        cdef vector[FileToRead] files
        cdef FileToRead file
        cdef FilesRead read
        cdef Watch watch = self._owner.watch(tick)
        for path, is_explicit in zip(paths, explicit, strict=True):
            if b"\0" in path:
                raise ValueError(f"embedded null byte in {path!r}")
            file.path = path
            file.is_explicit = is_explicit
            files.push_back(file)
        with self._owner:
            with nogil:
                read = self._cpp().read_files(files, watch)
            self._document_files = _array(shown(move(read.documents))).astype(np.int64)
            return _from_outcomes(read.outcomes)

    @property
    def units(self):
        """Units of the corpus. Reading ends with the first look at it."""
        with self._owner:
            return self._seal()

    cdef uint64_t _seal(self) except? 0:
        cdef uint64_t units
        with nogil:
            units = self._cpp().units()
        return units

    @property
    def lone_characters(self):
        """Script characters that stand alone before a space; nearly all in character-spaced text."""
        return self._cpp().lone_characters()

    @property
    def bytes_read(self):
        """Bytes of UTF-8 taken so far."""
        return self._cpp().bytes_read()

    @property
    def alphabet_size(self):
        """Distinct units of the corpus. Reading ends with the first look at it."""
        with self._owner:
            self._seal()
            return self._cpp().text().alphabet().size()

    @property
    def documents(self):
        """Documents so far that have a unit; they are numbered from 0."""
        return self._cpp().documents()

    def document_files(self):
        """Which files of the last read_files() were such documents, in the order of their numbers: int64."""
        return self._document_files

    def note_sources(self, known=()):
        """Notes the digest of every input from now on; files among `known`, (digest, bytes) each, are not read."""
        cdef vector[CppSource] sources
        for digest, size in known:
            sources.push_back(_to_source(digest, size))
        with self._owner:
            self._cpp().ledger().enable(move(sources))

    def noted_sources(self):
        """The inputs that were noted: (digest, bytes, times) each."""
        with self._owner:
            return _from_sources(self._cpp().ledger().sources())

    def knows_source(self, bytes digest not None, uint64_t size):
        """Whether the content of an input is among those known."""
        return self._cpp().ledger().knows(_to_source(digest, size).digest, size)

    def admit_source(self, bytes digest not None, uint64_t size):
        """Notes an input that is fed; False when it is known, and must not be."""
        cdef CppSource source = _to_source(digest, size)
        with self._owner:
            return self._cpp().ledger().admit(source.digest, size)

    def count(self, *, unsigned max_order, uint64_t min_count, size_t buffer_bytes=0, tick=None):
        """Counts all n-grams of 1..max_order units that occur min_count times or more."""
        cdef shared_ptr[CppTable] table
        cdef Watch watch = self._owner.watch(tick)
        with self._owner:
            with nogil:
                table = count_ngrams(self._cpp()[0], max_order, min_count, buffer_bytes, watch)
            return _from_table(table, self)

    def adopt_counts(self, bytes path not None, *, unsigned max_order, uint64_t min_count, size_t buffer_bytes=0,
                     bint keeps_text=False, bytes digest=None, tick=None):
        """The table that count() of the texts of a count file would have given; any other than of this digest is refused.

        With keeps_text it is for the text read so far, which ends here; without, the session must be a fresh
        one, and has the units of the file and no text."""
        cdef CountsToAdopt asked
        cdef shared_ptr[CppTable] table
        cdef Watch watch = self._owner.watch(tick)
        asked.path, asked.max_order, asked.min_count = path, max_order, min_count
        asked.buffer_bytes, asked.keeps_text = buffer_bytes, keeps_text
        if digest is not None:
            asked.expected = _to_source(digest, 0).digest
        with self._owner:
            with nogil:
                table = adopt_counts(self._cpp()[0], asked, watch)
            return _from_table(table, self)

    def write_counts(self, int descriptor, bytes path not None, *, unsigned order, uint64_t documents,
                     shard=None, size_t buffer_bytes=0, size_t block_bytes=0, tick=None):
        """Writes the count file of the text to an open descriptor; errors name `path`. Reading ends.

        `shard` is (digest of the plan, number from 1, how many there are), None for a whole corpus.
        """
        cdef CountsToWrite asked
        cdef Watch watch = self._owner.watch(tick)
        asked.descriptor, asked.path, asked.order, asked.documents = descriptor, path, order, documents
        asked.shards = _to_shards(shard)
        asked.buffer_bytes, asked.block_bytes = buffer_bytes, block_bytes
        with self._owner, nogil:
            write_counts(self._cpp()[0], asked, watch)

    def spell_text(self, size_t place):
        """(UTF-8, next place): the runs from a place on, 0 for the beginning, about a megabyte of them. A line
        feed ends a run, a form feed the last one of a document; b"" is the end."""
        cdef string utf8
        with self._owner:
            self._seal()
            with nogil:
                utf8 = cpp_spell_text(self._cpp()[0], place)
            return <bytes>utf8, place

    def name_passages(self, size_t around):
        """What stands around middle dots between Han or kana, `around` units to both sides, a line feed where the
        run begins or ends sooner; and the number of each passage's document."""
        cdef vector[uint32_t] documents
        with self._owner:
            self._seal()
            passages = _split(cpp_name_passages(self._cpp()[0], around, documents))
            return passages, list(documents)

    def connect(self, kept, *, uint64_t min_count, tick=None):
        """Longest connection over the last table; `kept` = one uint8 array per order from 2 upwards."""
        cdef vector[vector[uint8_t]] flags
        cdef vector[Piece] pieces
        cdef Watch watch = self._owner.watch(tick)
        with self._owner:
            flags = _to_kept(self._cpp().table(), kept)
            with nogil:
                pieces = connect(self._cpp()[0], flags, min_count, watch)
            return _from_pieces(self._cpp()[0], pieces)

    def find(self, words, *, size_t sample_size=0, size_t around=30, tick=None):
        """Exact occurrences of each word (two units or more), with up to `sample_size` contexts spread
        evenly over the corpus; a context reaches `around` units to both sides within its run."""
        cdef vector[string] strings = _to_strings(words)
        cdef FoundStrings found
        cdef Watch watch = self._owner.watch(tick)
        with self._owner:
            with nogil:
                found = find_strings(self._cpp()[0], strings, sample_size, watch)
            shown = _split(spell_strings(self._cpp()[0], found.strings))
            return [self._found(found.occurrences[<size_t>i], found.strings[<size_t>i].size(), form, around)
                    for i, form in enumerate(shown)]

    cdef _found(self, const CppOccurrences& found, size_t units, str shown, size_t around):
        cdef size_t k
        cdef list contexts = [], documents = []
        cdef Context context
        for k in range(found.sample.size()):
            context = context_of(self._cpp()[0], found.sample[k], units, around)
            contexts.append((context.utf8.decode("utf-8"), context.offset))
            documents.append(self._cpp().document_ends().number_of(found.sample[k]))
        return _from_occurrences(found, shown, contexts, documents)

    def unit_count(self, str word):
        """Units of a word as a user writes it; 0 when the corpus lacks one of them or it is no word."""
        return self._symbols_of(word).size()

    cdef vector[uint32_t] _symbols_of(self, str word) except *:
        cdef vector[string] strings = _to_strings((word,))
        with self._owner:
            self._seal()
            return self._cpp().symbols_of(strings)[0]

    def disperse(self, words, counts, *, times=None, tick=None):
        """How words of two units and more lie in the corpus; `counts` are those expected of them, `times` one
        int64 for each document (the least int64: none)."""
        cdef vector[uint64_t] expected = to_vector[uint64_t](counts)
        cdef vector[int64_t] when = to_vector[int64_t](() if times is None else times)
        cdef vector[string] strings = _to_strings(words)
        cdef vector[CppDispersion] found
        cdef Watch watch = self._owner.watch(tick)
        with self._owner, nogil:
            found = find_dispersion(self._cpp()[0], strings, expected, when, watch)
        return _from_dispersions(found, times is not None)

    def slice_counts(self, words, slices, size_t slice_count, *, tick=None):
        """How often words of two units and more occur by slice. `slices` has the slice of each document; those
        of slice_count and above are left out."""
        cdef vector[uint32_t] numbers = to_vector[uint32_t](slices)
        cdef vector[string] strings = _to_strings(words)
        cdef CppSliceCounts found
        cdef Watch watch = self._owner.watch(tick)
        with self._owner, nogil:
            found = find_slice_counts(self._cpp()[0], strings, numbers, slice_count, watch)
        shape = strings.size(), slice_count
        return SliceCounts(_array(shown(move(found.occurrences))).reshape(shape),
                           _array(shown(move(found.documents))).reshape(shape),
                           _array(shown(move(found.units))), _array(shown(move(found.slice_documents))))

    def look_up(self, bytes path not None, words, *, tick=None):
        """(counts, units) of words of two units and more in a count file, uint64 and uint32 by word; units are 0
        where the file lacks one of them, and the count is 0 for words longer than its order. No text is needed."""
        cdef vector[string] strings = _to_strings(words)
        cdef string file = path
        cdef LookedUp found
        cdef Watch watch = self._owner.watch(tick)
        with self._owner, nogil:
            found = look_up(self._cpp()[0], file, strings, watch)
        return _array(shown(move(found.counts))), _array(shown(move(found.units)))

    def links(self, unsigned order, tick=None):
        """(prefix, suffix) of every n-gram of an order >= 2 of the last table, one unit shorter: two uint32
        arrays of places in the order below."""
        cdef Watch watch = self._owner.watch(tick)
        with self._owner:
            with nogil:
                build_lattice(self._cpp()[0], watch)
            if order < 2 or order > self._cpp().lattice().max_order():
                raise IndexError(f"order {order} has no links")
            return (_array(shown(self._cpp().lattice().links[order].prefix)),
                    _array(shown(self._cpp().lattice().links[order].suffix)))

    def run_edges(self, tick=None):
        """(begins, ends, runs): how often each symbol (NgramTable.column(1, "symbol")) begins and ends a run."""
        cdef RunEdges edges
        cdef Watch watch = self._owner.watch(tick)
        with self._owner:
            with nogil:
                build_lattice(self._cpp()[0], watch)
            edges = self._cpp().lattice().run_edges
        return _array(shown(move(edges.begins))), _array(shown(move(edges.ends))), edges.runs

    def drop_lattice(self):
        """Gives back the memory that expectation(), segment() and links() share."""
        with self._owner:
            self._cpp().drop_lattice()

    def expectation(self, *, double sample=1.0, bint begins=False, tick=None, **options):
        """EM of a unigram word model over the n-grams (to order 7) of the last table.

        Words have probability proportional to (x + smoothing) * weight + prior, with x = count first, then
        the expected count of each of the `passes` forward-backward passes. Several units: none below
        least_word; one unit: at least least_unit (>= 1e-12). All passes but the last see the share `sample` of the
        runs. `weights` and `prior` (tokens): one float64 array or None per order from 1 upwards."""
        cdef ExpectationOptions asked = _to_expectation(options)
        cdef CppPosteriors found
        cdef Watch watch = self._owner.watch(tick)
        asked.with_begins = begins
        asked.sample_of_2_32 = _of_2_32(sample)
        with self._owner:
            with nogil:
                found = expect(self._cpp()[0], asked, watch)
            marks = self._of_units(found.begins) * 2.0**-30 if begins else None
        return _from_posteriors(found, found.sampled_units, marks)

    cdef _of_units(self, const Paged[uint32_t]& values):
        return _array(shown(self._cpp().lattice().of_units(values)))

    def segment(self, probabilities, *, double least_unit=1e-10, bint begins=False, tick=None):
        """The most probable cut of the text under word probabilities (one float64 array per order)."""
        cdef Columns chances = _to_columns(probabilities)
        cdef CppSegmentation found
        cdef Watch watch = self._owner.watch(tick)
        with self._owner:
            with nogil:
                found = segment(self._cpp()[0], chances, least_unit, begins, watch)
            marks = self._of_units(found.begins) > 0 if begins else None
        return _from_segmentation(found, marks)

    def count_tagged(self, NgramModel model not None, const double[:, ::1] weights not None, tick=None):
        """How often each n-gram of the last table is a word of the text as TagCutter cuts it: one uint64 array per
        order (index 0 is empty)."""
        cdef TagWeights rows = _to_weights(weights)
        cdef CppNgramModel* by = model._get()
        cdef vector[vector[uint64_t]] found
        cdef size_t k
        cdef Watch watch = self._owner.watch(tick)
        with self._owner, nogil:
            found = count_tagged(self._cpp()[0], by[0], rows, watch)
        return [np.empty(0, dtype=np.uint64), *[_array(shown(move(found[k]))) for k in range(found.size())]]

    def tag_posteriors(self, const double[:, ::1] weights not None, tick=None):
        """TagPosteriors of the n-grams (to order 7) of the last table: the cuts of the text by its own language model
        of order 4, made of that table. `weights` as for TagCutter."""
        cdef TagWeights rows = _to_weights(weights)
        cdef CppTagPosteriors found
        cdef Watch watch = self._owner.watch(tick)
        with self._owner, nogil:
            found = find_tag_posteriors(self._cpp()[0], rows, watch)
        return _from_tags(found)

    def gap_evidence(self, tick=None):
        """(evidence, are_first) of all units of the text by the same model: float64 rows of what TagCutter weighs on
        the gap before each unit, and bool whether it is the first of its run, which has none."""
        cdef TextGaps found
        cdef Watch watch = self._owner.watch(tick)
        with self._owner, nogil:
            found = find_text_gaps(self._cpp()[0], watch)
        return _from_evidence(found.gaps), _from_flags(found.are_first)

    def gap_posteriors(self, GapNetwork network not None, levels, GapStrings strings not None, tick=None):
        """The GapPosteriors of the n-grams (to order 7) of the last table. `levels`: one uint8 array per order from 2
        upwards, how sure it is that each n-gram is a word; `strings` = what is known of others."""
        cdef GapRequest request = _to_request(network, levels, strings)
        cdef CppGapPosteriors found
        cdef Watch watch = self._owner.watch(tick)
        with self._owner, nogil:
            found = find_gap_posteriors(self._cpp()[0], request, watch)
        return _from_gap_posteriors(found)
