# cython: language_level=3, boundscheck=False, wraparound=False, freethreading_compatible=True
# distutils: language = c++
"""The only door to the C++ core: convert, release the GIL, call, look for signals, return."""

import os
import tempfile
import threading
from typing import NamedTuple

import numpy as np

from cpython.buffer cimport PyBUF_FORMAT, PyBUF_ND, PyBUF_STRIDES, PyBUF_WRITABLE
from cpython.exc cimport PyErr_CheckSignals
from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy
from libcpp cimport bool as cbool
from libcpp.memory cimport make_unique, shared_ptr, unique_ptr
from libcpp.optional cimport optional
from libcpp.string cimport string
from libcpp.utility cimport move
from libcpp.vector cimport vector


cdef extern from "_core_errors.hpp" namespace "newword":
    void raise_newword()


cdef extern from "newword/char_ranges.hpp" namespace "newword":
    const char* kUnicodeVersion


cdef extern from "newword/score.hpp" namespace "newword":
    unsigned weakest_split(const CppTable& table, NgramRef ngram) except +raise_newword


cdef extern from "<array>" nogil:
    cdef cppclass DigestBytes "std::array<std::uint8_t, 16>":
        uint8_t* data()


cdef extern from "newword/blake2b.hpp" namespace "newword" nogil:
    cdef cppclass Digest:
        DigestBytes bytes


cdef extern from "newword/session.hpp" namespace "newword" nogil:
    cdef struct CppSource "newword::Source":
        Digest digest
        uint64_t bytes
        uint64_t times

    cdef enum Outcome "newword::Outcome":
        pass

    cdef struct BadBytes:
        uint64_t total
        uint64_t first

    cdef struct CppOutcome "newword::FileOutcome":
        size_t index
        Outcome code
        uint64_t offset
        uint64_t total
        int error_number

    cdef struct FileToRead:
        string path
        cbool is_explicit

    cdef cppclass Paged[T]:
        T* data()
        size_t size()

    cdef cppclass Level:
        Paged[uint32_t] symbol
        Paged[uint32_t] first_child
        Paged[uint64_t] count
        Paged[uint64_t] left_variety
        Paged[uint64_t] right_variety
        Paged[double] left_entropy
        Paged[double] right_entropy
        Paged[double] cohesion
        size_t size()

    cdef cppclass NgramRef:
        unsigned order
        uint32_t index

    cdef cppclass CppTable "newword::NgramTable":
        unsigned max_order()
        Level& level(unsigned order)
        uint64_t units()
        void release()
        optional[NgramRef] find(const vector[uint32_t]& symbols) except +raise_newword

    cdef cppclass Piece:
        vector[uint32_t] symbols
        NgramRef ngram
        uint64_t count

    cdef cppclass CppOccurrences "newword::Occurrences":
        uint64_t count
        uint64_t left_variety
        uint64_t right_variety
        double left_entropy
        double right_entropy
        vector[size_t] sample

    cdef cppclass Spelled:
        string utf8
        vector[uint64_t] ends

    ctypedef vector[vector[double]] Columns

    cdef cppclass WordModelOptions:
        Columns weights
        Columns prior
        double smoothing
        double least_word
        double least_unit

    cdef cppclass ExpectationOptions:
        WordModelOptions model
        unsigned passes
        cbool with_significance
        cbool with_pair_edges
        uint64_t sample_of_2_32

    cdef cppclass CppEdges "newword::EdgeMeans":
        Columns left
        Columns right
        Columns both
        Columns inner

    cdef cppclass UnitMeans:
        double left
        double right
        double both

    cdef cppclass CppPosteriors "newword::Posteriors":
        Columns probability
        Columns expected
        Columns significance
        CppEdges edges
        CppEdges pair_edges
        UnitMeans unit_edges
        uint64_t sampled_units
        Paged[uint32_t] begins

    cdef cppclass CppSegmentation "newword::Segmentation":
        Columns count
        CppEdges edges
        uint64_t words
        Paged[uint32_t] begins

    cdef cppclass Links:
        vector[uint32_t] prefix
        vector[uint32_t] suffix

    cdef cppclass MemoryBudget:
        size_t bytes
        size_t outside_bytes
        string temp_dir

    cdef cppclass RunEdges:
        vector[uint64_t] begins
        vector[uint64_t] ends
        uint64_t runs

    cdef cppclass Lattice:
        unsigned max_order()
        vector[Links] links
        RunEdges run_edges
        vector[uint32_t] of_units(const Paged[uint32_t]& values)

    cdef cppclass CppSession "newword::Session":
        CppSession(unsigned threads, cbool join_lines, MemoryBudget budget) except +raise_newword
        void feed(const uint8_t* bytes, size_t size) except +raise_newword
        void end_document() except +raise_newword
        BadBytes bad_bytes()
        void start_reading(vector[FileToRead] files) except +raise_newword
        void note_sources(vector[CppSource] known) except +raise_newword
        cbool knows_source(const Digest& digest, uint64_t bytes)
        cbool admit_source(const Digest& digest, uint64_t bytes) except +raise_newword
        void start_writing_counts(int descriptor, string path, unsigned order, uint64_t documents, size_t buffer_bytes,
                                  size_t block_bytes) except +raise_newword
        void start_counting(unsigned max_order, uint64_t min_count, size_t buffer_bytes) except +raise_newword
        void start_adopting(string path, unsigned max_order, uint64_t min_count, size_t buffer_bytes,
                            cbool keeps_text) except +raise_newword
        void start_connecting(vector[vector[uint8_t]] kept, uint64_t min_count) except +raise_newword
        void start_finding(vector[string] strings, size_t sample_size) except +raise_newword
        void start_building_lattice() except +raise_newword
        void start_expecting(ExpectationOptions options) except +raise_newword
        void start_segmenting(Columns probabilities, double least_unit) except +raise_newword
        const Lattice* lattice()
        void drop_lattice()
        CppPosteriors take_posteriors()
        CppSegmentation take_segmentation()
        cbool wait(int milliseconds) except +raise_newword
        void cancel()
        uint64_t progress_done()
        uint64_t progress_total()
        const vector[CppOutcome]& outcomes()
        shared_ptr[CppTable] table()
        const vector[Piece]& pieces()
        const vector[CppOccurrences]& occurrences()
        uint64_t units() except +raise_newword
        size_t alphabet_size()
        uint64_t bytes_read()
        vector[uint32_t] symbols_of(const string& utf8) except +raise_newword
        Spelled spell_found() except +raise_newword
        vector[uint8_t] holds_script(const CppTable& table, unsigned order) except +raise_newword
        Spelled spell_ngrams(const CppTable& table, unsigned order, const vector[uint32_t]& indices) except +raise_newword
        Spelled spell_pieces() except +raise_newword
        string context(size_t begin, size_t string, size_t around, uint32_t& offset) except +raise_newword


cdef extern from "<string_view>" namespace "std" nogil:
    cdef cppclass string_view:
        string_view(const char* data, size_t size)

cdef extern from "<span>" namespace "std" nogil:
    cdef cppclass DoublesIn "std::span<const double>":
        DoublesIn(const double* data, size_t size)
    cdef cppclass DoublesOut "std::span<double>":
        DoublesOut(double* data, size_t size)

cdef extern from "newword/word_cutter.hpp" namespace "newword" nogil:
    cdef enum PieceKind "newword::CutPiece::Kind":
        pass

    cdef struct CutPiece:
        uint32_t end
        PieceKind kind

    cdef cppclass CppCutter "newword::WordCutter":
        CppCutter(const vector[string]& words) except +raise_newword
        void add_units(string_view text) except +raise_newword
        size_t size()
        void count(string_view text, DoublesOut counts) except +raise_newword
        void expect(string_view text, DoublesIn logarithms, DoublesOut expected) except +raise_newword
        void cut(string_view text, DoublesIn logarithms, vector[CutPiece]& pieces) except +raise_newword
        void write_cut(string_view text, DoublesIn logarithms, string_view separator, string& to) except +raise_newword
        size_t safe_end(string_view text) except +raise_newword


cdef extern from "newword/count_session.hpp" namespace "newword" nogil:
    cdef cppclass CppCountFileHeader "newword::CountFileHeader":
        unsigned order
        cbool join_lines
        uint64_t units
        uint64_t runs
        uint64_t documents
        vector[CppSource] sources
        size_t symbols_size "symbols.size" ()

    cdef cppclass CountFileReader:
        const CppCountFileHeader& header()
        uint64_t size()
        uint64_t entries()
        size_t blocks()

    cdef cppclass CppCountFileSession "newword::CountFileSession":
        CppCountFileSession(unsigned threads) except +raise_newword
        void start_checking(const string& path, cbool reads_all) except +raise_newword
        void start_merging(vector[string] paths, int descriptor, string output_path,
                           size_t block_bytes) except +raise_newword
        cbool wait(int milliseconds) except +raise_newword
        void cancel()
        uint64_t progress_done()
        uint64_t progress_total()
        const CountFileReader& file()


UNICODE_VERSION = kUnicodeVersion.decode()
MAX_ORDER = 16

# In the order of newword::Outcome.
_OUTCOMES = ("invalid-bytes", "wrong-encoding", "binary", "utf-16", "utf-32", "unreadable", "vanished",
             "not-a-file", "packed", "changed", "counted")


class FileOutcome(NamedTuple):
    """One thing to report of one file; `index` counts from the first path given."""

    index: int
    code: str
    offset: int
    total: int
    errno: int


class Pieces(NamedTuple):
    """Pieces of a longest connection in no order that means anything; `ngram_order` is 0 for pieces longer than the table."""

    words: list
    units: np.ndarray
    count: np.ndarray
    ngram_order: np.ndarray
    ngram_index: np.ndarray


class Found(NamedTuple):
    """What the corpus says of one string; `contexts` holds (text of the run around it, offset)."""

    shown: str
    count: int
    left_variety: int
    right_variety: int
    left_entropy: float
    right_entropy: float
    contexts: list


class EdgeMeans(NamedTuple):
    """Mean boundary posteriors over the occurrences of n-grams, as float64 arrays by order (index 0 unused):
    at the left edge, at the right edge, of the product of both, and of the places inside."""

    left: list
    right: list
    both: list
    inner: list


class Posteriors(NamedTuple):
    """What the last pass of expectation() found; lists hold one float64 array per order (index 0 unused).

    `probability` of each word after the pass, `expected` number of its tokens, `significance` = sum of
    -ln(1 - q) over the occurrences (None when not asked for), `edges`, `pair_edges` (None when not asked
    for), `unit_means` = (left, right, both) over all units, `sampled_units` = units that the earlier passes saw,
    `begins` = posterior that a word begins at each unit of the text (None when not asked for)."""

    probability: list
    expected: list
    significance: object
    edges: EdgeMeans
    pair_edges: object
    unit_means: tuple
    sampled_units: int
    begins: object


class Segmentation(NamedTuple):
    """The most probable cut of the text: how often each n-gram is a word (float64 by order), the edges of
    the cut, the number of words, and where words begin (bool by unit; None when not asked for)."""

    count: list
    edges: EdgeMeans
    words: int
    begins: object


cdef Columns _to_columns(arrays):
    """None or one float64 array (or None) per order from 1 upwards."""
    cdef Columns columns
    cdef vector[double] column
    cdef const double[::1] values
    if arrays is None:
        return columns
    columns.push_back(column)
    for array in arrays:
        column.clear()
        if array is not None:
            values = np.ascontiguousarray(array, dtype=np.float64)
            if values.shape[0] > 0:
                column.assign(&values[0], &values[0] + values.shape[0])
        columns.push_back(column)
    return columns


cdef list _from_columns(const Columns& columns):
    cdef list arrays = []
    cdef double[::1] values
    cdef size_t i
    for i in range(columns.size()):
        array = np.empty(columns[i].size())
        if columns[i].size() > 0:
            values = array
            memcpy(&values[0], columns[i].data(), columns[i].size() * sizeof(double))
        array.flags.writeable = False
        arrays.append(array)
    return arrays


cdef _from_edges(const CppEdges& edges):
    return EdgeMeans(_from_columns(edges.left), _from_columns(edges.right), _from_columns(edges.both),
                     _from_columns(edges.inner))


cdef _from_numbers(const vector[uint32_t]& numbers):
    array = np.empty(numbers.size(), dtype=np.uint32)
    cdef uint32_t[::1] values = array
    if numbers.size() > 0:
        memcpy(&values[0], numbers.data(), numbers.size() * sizeof(uint32_t))
    return array


cdef _from_counts(const vector[uint64_t]& numbers):
    array = np.empty(numbers.size(), dtype=np.uint64)
    cdef uint64_t[::1] values = array
    if numbers.size() > 0:
        memcpy(&values[0], numbers.data(), numbers.size() * sizeof(uint64_t))
    return array


cdef class _Column:
    """A read-only view of one column of a table; keeps the table alive."""
    cdef shared_ptr[CppTable] _owner
    cdef void* _data
    cdef Py_ssize_t _shape[1]
    cdef Py_ssize_t _strides[1]
    cdef bytes _format

    def __getbuffer__(self, Py_buffer* buffer, int flags):
        if flags & PyBUF_WRITABLE:
            raise BufferError("n-gram tables are read-only")
        buffer.buf = self._data
        buffer.obj = self
        buffer.len = self._shape[0] * self._strides[0]
        buffer.readonly = 1
        buffer.itemsize = self._strides[0]
        buffer.format = <char*>self._format if flags & PyBUF_FORMAT else NULL
        buffer.ndim = 1
        buffer.shape = &self._shape[0] if flags & PyBUF_ND else <Py_ssize_t*>NULL
        buffer.strides = &self._strides[0] if (flags & PyBUF_STRIDES) == PyBUF_STRIDES else <Py_ssize_t*>NULL
        buffer.suboffsets = NULL
        buffer.internal = NULL

    def __releasebuffer__(self, Py_buffer* buffer):
        pass


cdef _column(shared_ptr[CppTable] owner, void* data, size_t size, size_t width, bytes kind):
    cdef _Column column = _Column.__new__(_Column)
    if size == 0:
        return np.empty(0, dtype=kind.decode())
    column._owner = owner
    column._data = data
    column._shape[0] = <Py_ssize_t>size
    column._strides[0] = <Py_ssize_t>width
    column._format = kind
    return np.asarray(column)


cdef list _split(const Spelled& spelled):
    cdef str text = spelled.utf8.decode("utf-8")
    cdef list words = []
    cdef uint64_t begin = 0
    cdef size_t i
    for i in range(spelled.ends.size()):
        words.append(text[begin:spelled.ends[i]])
        begin = spelled.ends[i]
    return words


cdef class NgramTable:
    """All frequent n-grams of one corpus: read-only columns by order, in order of code points."""
    cdef shared_ptr[CppTable] _table
    cdef Session _session

    def __init__(self):
        raise TypeError("an NgramTable comes from Session.count()")

    @property
    def max_order(self):
        return self._cpp().max_order()

    @property
    def units(self):
        return self._cpp().units()

    def size(self, unsigned order):
        return self._level(order).size()

    def column(self, unsigned order, str name):
        """One column of one order as a read-only array: uint64 counts, float64 nats, uint32 last symbols."""
        cdef Level* level = self._level(order)
        cdef size_t size = level.size()
        if name == "symbol":
            return _column(self._table, level.symbol.data(), size, 4, b"I")
        if name == "count":
            return _column(self._table, level.count.data(), size, 8, b"Q")
        if name == "left_variety":
            return _column(self._table, level.left_variety.data(), size, 8, b"Q")
        if name == "right_variety":
            return _column(self._table, level.right_variety.data(), size, 8, b"Q")
        if name == "left_entropy":
            return _column(self._table, level.left_entropy.data(), size, 8, b"d")
        if name == "right_entropy":
            return _column(self._table, level.right_entropy.data(), size, 8, b"d")
        if name == "cohesion":
            return _column(self._table, level.cohesion.data(), size, 8, b"d")
        raise KeyError(name)

    def release(self):
        """Lets go of the memory of a table that lies in temporary files; the next look is only slower."""
        self._cpp().release()

    def holds_script(self, unsigned order):
        """Which n-grams hold a unit of an unsegmented script: bool array."""
        self._level(order)
        self._session._enter()
        try:
            return np.array(self._session._session.get().holds_script(self._cpp()[0], order), dtype=np.uint8).astype(bool)
        finally:
            self._session._leave()

    def words(self, unsigned order, indices):
        """The n-grams at `indices` as they are shown: list of str."""
        cdef const int64_t[::1] wanted = np.ascontiguousarray(indices, dtype=np.int64)
        cdef vector[uint32_t] copy
        cdef int64_t limit = <int64_t>self._level(order).size()
        cdef Py_ssize_t i
        copy.reserve(wanted.shape[0])
        for i in range(wanted.shape[0]):
            if not 0 <= wanted[i] < limit:
                raise IndexError(f"no n-gram {wanted[i]} of order {order}")
            copy.push_back(<uint32_t>wanted[i])
        self._session._enter()
        try:
            return _split(self._session._session.get().spell_ngrams(self._cpp()[0], order, copy))
        finally:
            self._session._leave()

    def find(self, str word):
        """(order, index) of a word as a user writes it, or None when it is not in the table."""
        cdef CppTable* table = self._cpp()
        cdef vector[uint32_t] symbols = self._session._symbols_of(word)
        cdef optional[NgramRef] found = table.find(symbols)
        return (found.value().order, found.value().index) if found.has_value() else None

    def weakest_split(self, unsigned order, uint32_t index):
        """Units in the first part of the split of least mutual information."""
        cdef NgramRef ngram
        if order < 2 or index >= self._level(order).size():
            raise IndexError(f"no n-gram {index} of order {order} with two parts")
        ngram.order = order
        ngram.index = index
        return weakest_split(self._cpp()[0], ngram)

    cdef Level* _level(self, unsigned order) except NULL:
        cdef CppTable* table = self._cpp()
        if order < 1 or order > table.max_order():
            raise IndexError(f"order {order} was not counted")
        return &table.level(order)

    cdef CppTable* _cpp(self) except NULL:
        if self._table.get() == NULL:
            raise TypeError("an NgramTable comes from Session.count()")
        return self._table.get()


cdef CppSource _to_source(bytes digest, uint64_t size) except *:
    cdef CppSource source
    if len(digest) != 16:
        raise ValueError(f"a digest has 16 bytes, got {len(digest)}")
    memcpy(source.digest.bytes.data(), <const char*>digest, 16)
    source.bytes = size
    source.times = 1
    return source


cdef class Session:
    """One corpus, read, counted and searched. One thread at a time; a fork may not go on with it.

    `memory` bounds, in bytes, the process, `outside` of which are taken by others already (None: no bound).
    What is larger and read in order goes to unnamed files in `temp_dir`; what does not fit raises
    MemoryBudgetError."""
    cdef unique_ptr[CppSession] _session
    cdef object _pid
    cdef object _lock

    def __cinit__(self, *, unsigned threads, bint join_lines=False, memory=None, size_t outside=0, temp_dir=None):
        cdef MemoryBudget budget
        if memory is not None:
            budget.bytes = max(0, memory - outside)
            budget.outside_bytes = outside
            budget.temp_dir = os.fsencode(temp_dir or tempfile.gettempdir())
        cdef CppSession* session = new CppSession(threads, join_lines, budget)
        self._session.reset(session)
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
                     bint keeps_text=False, tick=None):
        """The table that count() of the texts of a count file would have given.

        With keeps_text it is for the text read so far, which ends here; without, the session must be a fresh
        one, and has the units of the file and no text."""
        cdef NgramTable table = NgramTable.__new__(NgramTable)
        self._enter()
        try:
            self._session.get().start_adopting(path, max_order, min_count, buffer_bytes, keeps_text)
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
                     size_t buffer_bytes=0, size_t block_bytes=0, tick=None):
        """Writes the count file of the text to an open descriptor; errors name `path`. Reading ends."""
        self._enter()
        try:
            self._session.get().start_writing_counts(descriptor, path, order, documents, buffer_bytes, block_bytes)
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

    def find(self, words, *, size_t sample_size=0, size_t around=30, tick=None):
        """Exact occurrences of each word (two units or more), with up to `sample_size` contexts spread
        evenly over the corpus; a context reaches `around` units to both sides within its run."""
        cdef vector[string] strings
        cdef size_t i
        for word in words:
            strings.push_back(<string>(<str>word).encode("utf-8", "replace"))
        self._enter()
        try:
            self._session.get().start_finding(strings, sample_size)
            self._run(tick)
            shown = _split(self._session.get().spell_found())
            return [self._found(i, form, around) for i, form in enumerate(shown)]
        finally:
            self._leave()

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
                    bint pair_edges=False, double sample=1.0, bint begins=False, tick=None):
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
        options.with_pair_edges = pair_edges
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
            _from_edges(found.edges), _from_edges(found.pair_edges) if found.pair_edges.left.size() > 0 else None,
            (found.unit_edges.left, found.unit_edges.right, found.unit_edges.both), found.sampled_units,
            _from_numbers(self._session.get().lattice().of_units(found.begins)) * 2.0**-30 if with_begins else None)

    def segment(self, probabilities, *, double least_unit=1e-10, bint begins=False, tick=None):
        """The most probable cut of the text under word probabilities (one float64 array per order)."""
        cdef CppSegmentation found
        self._enter()
        try:
            self._session.get().start_segmenting(_to_columns(probabilities), least_unit)
            self._run(tick)
            found = move(self._session.get().take_segmentation())
            return Segmentation(_from_columns(found.count), _from_edges(found.edges), found.words,
                                _from_numbers(self._session.get().lattice().of_units(found.begins)) > 0 if begins else None)
        finally:
            self._leave()

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
        cdef list contexts = []
        cdef string text
        for k in range(found.sample.size()):
            text = self._session.get().context(found.sample[k], i, around, offset)
            contexts.append((text.decode("utf-8"), offset))
        return Found(shown, found.count, found.left_variety, found.right_variety, found.left_entropy,
                     found.right_entropy, contexts)

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


cdef class WordCutter:
    """Cuts UTF-8 texts into given words under probabilities (natural logarithms, one for each word).

    Words are numbered as given, then single units as add_units() met them. After the last add_units() any
    thread may use it. Texts are whole documents, or parts of them that end at boundaries."""
    cdef unique_ptr[CppCutter] _cutter

    def __cinit__(self, words):
        cdef vector[string] strings
        for word in words:
            strings.push_back(<string>(<str>word).encode("utf-8", "replace"))
        self._cutter = make_unique[CppCutter](strings)

    def __len__(self):
        return self._cutter.get().size()

    def add_units(self, const unsigned char[::1] text not None):
        """Makes words of the single units of a text."""
        if text.shape[0] > 0:
            with nogil:
                self._cutter.get().add_units(string_view(<const char*>&text[0], text.shape[0]))

    def count(self, const unsigned char[::1] text not None, double[::1] counts not None):
        """Adds to `counts` how often each word stands in the text, overlaps included."""
        if text.shape[0] > 0:
            with nogil:
                self._cutter.get().count(string_view(<const char*>&text[0], text.shape[0]),
                                         DoublesOut(&counts[0], counts.shape[0]))

    def expect(self, const unsigned char[::1] text not None, const double[::1] logarithms not None,
               double[::1] expected not None):
        """Adds to `expected` the expected number of tokens of each word; -inf is a word that never occurs."""
        if text.shape[0] > 0:
            with nogil:
                self._cutter.get().expect(string_view(<const char*>&text[0], text.shape[0]),
                                          DoublesIn(&logarithms[0], logarithms.shape[0]),
                                          DoublesOut(&expected[0], expected.shape[0]))

    def cut(self, const unsigned char[::1] text not None, const double[::1] logarithms not None):
        """(ends, kinds) of the pieces of the most probable cut: uint32 bytes, uint8 (0 word, 1 other, 2 space)."""
        cdef vector[CutPiece] pieces
        cdef size_t i
        if text.shape[0] > 0:
            with nogil:
                self._cutter.get().cut(string_view(<const char*>&text[0], text.shape[0]),
                                       DoublesIn(&logarithms[0], logarithms.shape[0]), pieces)
        ends = np.empty(pieces.size(), dtype=np.uint32)
        kinds = np.empty(pieces.size(), dtype=np.uint8)
        cdef uint32_t[::1] end_of = ends
        cdef uint8_t[::1] kind_of = kinds
        for i in range(pieces.size()):
            end_of[i] = pieces[i].end
            kind_of[i] = <uint8_t>pieces[i].kind
        return ends, kinds

    def write_cut(self, const unsigned char[::1] text not None, const double[::1] logarithms not None,
                  bytes separator):
        """The text with the separator between any two pieces neither of which is white space, as bytes."""
        cdef string written
        cdef const char* between = separator
        cdef size_t size = len(separator)
        if text.shape[0] > 0:
            with nogil:
                self._cutter.get().write_cut(string_view(<const char*>&text[0], text.shape[0]),
                                             DoublesIn(&logarithms[0], logarithms.shape[0]),
                                             string_view(between, size), written)
        return <bytes>written.data()[:written.size()]

    def safe_end(self, const unsigned char[::1] text not None):
        """The last place of a text that goes on where it may be cut in two; 0 if there is none."""
        cdef size_t end = 0
        if text.shape[0] > 0:
            with nogil:
                end = self._cutter.get().safe_end(string_view(<const char*>&text[0], text.shape[0]))
        return end


class CountFileFacts(NamedTuple):
    """What a count file says of itself; `sources` holds (digest, bytes, times counted)."""

    order: int
    join_lines: bool
    units: int
    runs: int
    documents: int
    sources: list
    symbols: int
    windows: int
    blocks: int
    bytes: int


cdef class CountFiles:
    """Work on count files. One thread at a time; a fork may not go on with it."""
    cdef unique_ptr[CppCountFileSession] _session
    cdef object _pid
    cdef object _lock

    def __cinit__(self, *, unsigned threads):
        self._session = make_unique[CppCountFileSession](threads)
        self._pid = os.getpid()
        self._lock = threading.Lock()

    cdef _enter(self):
        if self._pid != os.getpid():
            raise RuntimeError("this object belongs to the parent process; make a new one after a fork")
        if not self._lock.acquire(blocking=False):
            raise RuntimeError("this object is busy in another thread; use one per thread")

    cdef _run(self, tick):
        """Waits for the job in slices of 50 ms; Ctrl-C stops it within one slice."""
        cdef CppCountFileSession* session = self._session.get()
        cdef bint done = False
        try:
            while not done:
                with nogil:
                    done = session.wait(50)
                PyErr_CheckSignals()
                if tick is not None and not done:
                    tick(session.progress_done(), session.progress_total())
        except BaseException:
            with nogil:
                session.cancel()
            raise

    def check(self, bytes path not None, *, bint everything, tick=None):
        """Reads what a count file says of itself, and checks that or, if asked, everything that is in it."""
        self._enter()
        try:
            self._session.get().start_checking(path, everything)
            self._run(tick)
            return self._facts()
        finally:
            self._lock.release()

    def merge(self, paths, int descriptor, bytes output_path not None, *, size_t block_bytes=0, tick=None):
        """Writes the sum of count files (bytes paths) to an open descriptor; errors name `output_path`."""
        cdef vector[string] inputs
        for path in paths:
            inputs.push_back(<string>(<bytes?>path))
        self._enter()
        try:
            self._session.get().start_merging(move(inputs), descriptor, output_path, block_bytes)
            self._run(tick)
        finally:
            self._lock.release()

    cdef _facts(self):
        cdef const CountFileReader* file = &self._session.get().file()
        cdef const CppCountFileHeader* header = &file.header()
        cdef list sources = []
        cdef size_t i
        cdef CppSource source
        for i in range(header.sources.size()):
            source = header.sources[i]
            sources.append((<bytes>(<char*>source.digest.bytes.data())[:16], source.bytes, source.times))
        return CountFileFacts(header.order, header.join_lines, header.units, header.runs, header.documents, sources,
                              header.symbols_size(), file.entries(), file.blocks(), file.size())
