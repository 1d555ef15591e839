# What passes over a text return.

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
    """What the corpus says of one string; `contexts` holds (text of the run around it, offset), `documents`
    the numbers of the documents that those are in."""

    shown: str
    count: int
    left_variety: int
    right_variety: int
    left_entropy: float
    right_entropy: float
    after_number: int
    contexts: list
    documents: list


class Dispersion(NamedTuple):
    """How words lie in the corpus, one array each, by word: uint64 counts and documents, float64 evenness,
    int64 first and last time (None without times; the least int64 for a word in no document with one)."""

    count: np.ndarray
    documents: np.ndarray
    evenness: np.ndarray
    first_time: object
    last_time: object


class SliceCounts(NamedTuple):
    """How often words occur by slice: uint64 (words, slices) occurrences and documents that hold them, and
    (slices,) units and documents of the slices."""

    occurrences: np.ndarray
    documents: np.ndarray
    units: np.ndarray
    slice_documents: np.ndarray


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
    -ln(1 - q) over the occurrences (None when not asked for), `edges` and `pair_edges` (None when not asked
    for), `unit_means` = (left, right, both) over all units (0 without edges), `sampled_units` = units that the
    earlier passes saw,
    `begins` = posterior that a word begins at each unit of the text (None when not asked for)."""

    probability: list
    expected: list
    significance: object
    edges: object
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


class TagPosteriors(NamedTuple):
    """What cuts of the text by its own language model say of n-grams; lists hold one float64 array per order (index 0
    unused).

    `words` = times that each is a word of the best cut; by the probabilities of all cuts: `expected` number of times that
    it is a word, mean of a cut at its `left` and at its `right` edge, and of the places inside the least mean of being
    `joined` (1 for single units)."""

    words: list
    expected: list
    left: list
    right: list
    joined: list


class GapPosteriors(NamedTuple):
    """What a network that judges gaps says of n-grams; lists hold one float64 array per order (index 0 unused).

    With g the probability of a cut at a gap, e = g at both edges of an occurrence times 1 - g at each gap inside. Over the
    occurrences: `words` = times that g > 1/2 at both edges and nowhere inside, `expected` and `squares` = sums of e and e^2;
    means of g at the `left` and the `right` edge and of their product (`both`); of the places inside, the least mean of 1 - g
    (`joined`, 1 for single units)."""

    words: list
    expected: list
    squares: list
    left: list
    right: list
    both: list
    joined: list
