# A text in parts: the units and the n-grams of each, and of all of them together.

cdef CppForms _to_forms(bytes surfaces, counts) except *:
    """Forms joined by line feeds, and their counts."""
    cdef CppForms forms
    cdef vector[uint64_t] numbers = to_vector[uint64_t](counts)
    cdef size_t i
    cdef list split = surfaces.split(b"\n") if surfaces else []
    if len(split) != numbers.size():
        raise ValueError("every form needs its count")
    for i in range(numbers.size()):
        forms.push_back(pair[string, uint64_t](<string>(<bytes>split[i]), numbers[i]))
    return forms


def feed_documents(Session session not None, const unsigned char[::1] texts not None, ends):
    """Feeds documents that lie one behind the other; `ends` = where each ends, int64."""
    cdef const int64_t[::1] places = np.ascontiguousarray(ends, dtype=np.int64)
    cdef int64_t begin = 0, size = texts.shape[0]
    cdef Py_ssize_t i
    with session._owner:
        with nogil:
            for i in range(places.shape[0]):
                if not begin <= places[i] <= size:
                    with gil:
                        raise ValueError("documents end in order and within the text")
                if places[i] > begin:
                    session._cpp().feed(&texts[begin], places[i] - begin)
                session._cpp().end_document()
                begin = places[i]
        PyErr_CheckSignals()


def unit_forms(Session session not None):
    """(forms, counts) of the units of a text: bytes joined by line feeds, uint64. Reading ends."""
    cdef CppForms forms
    cdef size_t i
    with session._owner:
        session._seal()
        forms = surface_counts(session._cpp()[0])
    counts = np.array([forms[i].second for i in range(forms.size())], dtype=np.uint64)
    return b"\n".join([<bytes>forms[i].first for i in range(forms.size())]), counts


def unit_keys(Session session not None):
    """The folded forms of the units of a sealed text, in order of their numbers from 1: bytes joined by line feeds."""
    cdef const vector[string]* folded
    cdef size_t i
    with session._owner:
        session._seal()
        folded = &session._cpp().text().alphabet().folded
        return b"\n".join([folded[0][i].data()[:folded[0][i].size()] for i in range(folded.size())])


def text_sizes(Session session not None):
    """(units, places, runs, documents) of a sealed text; a place is a unit or the boundary behind a run."""
    with session._owner:
        units = session._seal()
        places = session._cpp().text().size() - 1
        return units, places, session._cpp().text().histogram()[0] - 1, session._cpp().documents()


def seal_as(Session session not None, bytes surfaces not None, counts, tick=None):
    """Ends a text that is a part of a larger one, and numbers its units as that does; see unit_forms()."""
    cdef CppForms forms = _to_forms(surfaces, counts)
    cdef Watch watch = session._owner.watch(tick)
    with session._owner, nogil:
        cpp_seal_as(session._cpp()[0], forms, watch)


def window_parts(histogram, uint64_t min_count, uint64_t most):
    """How many parts the n-grams of a text are counted in; `histogram` = occurrences by symbol, from the boundary on."""
    cdef unique_ptr[WindowParts] parts = make_unique[WindowParts](to_vector[uint64_t](histogram), min_count, most)
    return parts.get().all().size()


cdef class WindowSender:
    """Codes the windows of a count file for the parts that count them; window_sender.hpp."""
    cdef unique_ptr[CppWindowSender] _sender

    def __cinit__(self, bytes path not None, symbols, histogram, *, uint64_t min_count, uint64_t most):
        cdef vector[uint32_t] symbol_of = to_vector[uint32_t](symbols)
        cdef vector[uint64_t] counts = to_vector[uint64_t](histogram)
        self._sender.reset(new CppWindowSender(path, symbol_of, counts, min_count, most))

    def next(self, size_t most_bytes):
        """(part, bytes) of each part that there is something for; nothing is the end."""
        cdef vector[pair[uint32_t, string]] blobs
        cdef size_t i
        with nogil:
            blobs = self._sender.get().next(most_bytes)
        PyErr_CheckSignals()
        return [(blobs[i].first, <bytes>blobs[i].second) for i in range(blobs.size())]


def count_part(blobs, uint32_t part, histogram, *, unsigned max_order, uint64_t min_count, uint64_t most):
    """Counts one part from what all senders have for it: (nodes of each order, left, right) as bytes; part_counter.hpp."""
    cdef vector[string] strings
    cdef vector[uint64_t] counts = to_vector[uint64_t](histogram)
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
    return ([_array(shown_nodes(move(counted.nodes[d]))).tobytes() for d in range(counted.nodes.size())],
            _from_neighbours(counted.left), _from_neighbours(counted.right))


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
    cdef PartPlan plan
    cdef vector[CppCountedPart] parts
    cdef CppCountedPart* one
    cdef size_t d
    cdef shared_ptr[CppTable] table
    cdef Watch watch = session._owner.watch(tick)
    plan.histogram = to_vector[uint64_t](histogram)
    plan.max_order, plan.min_count, plan.most = max_order, min_count, most
    parts.resize(len(counted))
    for p, (nodes, left, right) in enumerate(counted):
        one = &parts[<size_t>p]
        one.nodes.resize(max_order)
        for d in range(max_order):
            one.nodes[d] = to_nodes(np.frombuffer(nodes[d], np.uint8), 1)
        one.left = _to_neighbours(left)
        one.right = _to_neighbours(right)
    with session._owner, nogil:
        table = cpp_join_parts(session._cpp()[0], plan, move(parts), units, watch)
    return _from_table(table, session)


def adopt_table(Session session not None, levels, uint64_t units):
    """Makes (symbol, first_child, count, left_variety) of each order of a table of the whole text the table of a part,
    without its other columns."""
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
    with session._owner:
        session._cpp().adopt_table(made)
    return _from_table(made, session)


def unit_histogram(Session session not None, bytes surfaces not None, counts, uint64_t runs):
    """Occurrences by symbol of a session that is sealed as the whole text with these forms; index 0 = runs."""
    return _array(shown(cpp_unit_histogram(session._cpp()[0], _to_forms(surfaces, counts), runs)))
