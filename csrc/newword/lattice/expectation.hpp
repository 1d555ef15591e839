// Expectation-maximisation of a unigram word model over a text, by forward-backward passes.
#pragma once

#include <cstdint>
#include <span>

#include "newword/base/paged.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/lattice/edges.hpp"
#include "newword/lattice/lattice.hpp"
#include "newword/lattice/word_model.hpp"

namespace newword {

struct ExpectationOptions {
  WordModelOptions model;
  unsigned passes = 3;  ///< at least 1; the last one sees all the text
  bool with_significance = true;
  bool with_edges = true;
  bool with_pair_edges = false;                           ///< and edges
  bool with_begins = false;                               ///< and edges
  std::uint64_t sample_of_2_32 = std::uint64_t{1} << 32;  ///< share of the runs that the other passes see
};

/// What the last pass found. Columns by order, then by index in the table.
struct Posteriors {
  Columns probability;   ///< of each word, after the last pass
  Columns expected;      ///< expected number of times the n-gram is a word of the text
  Columns significance;  ///< sum over the occurrences of -ln(1 - min(q, 1 - 1e-6)), q = posterior of the word
  EdgeMeans edges;       ///< empty unless asked for, as what follows
  EdgeMeans pair_edges;  ///< of the posteriors smoothed by pairs (edges.hpp)
  UnitMeans unit_edges;
  std::uint64_t sampled_units = 0;  ///< units that the passes before the last saw
  Paged<BoundaryShare> begins;      ///< for each place of the text, and kLanes more; kept for pair edges, too
};

/// Starts from probabilities that follow from the counts, then alternates a forward-backward pass and an
/// update. After a pass over a sample, the expected counts of an n-gram of k units are estimated as f r, with f its
/// exact count and r = (x + c m) / (f' + c): x and f' its expected and exact counts in the sample, c = 1 - f' / f,
/// m = the mean of x / f' over the order. The same bits for every number of threads.
[[nodiscard]] Posteriors expect(const Lattice& lattice, const ExpectationOptions& options, unsigned threads,
                                JobControl& control);

/// The same in steps, for a text in parts whose lattices have one table. First, on a lattice that has the sample of
/// the text, or all of it: what the passes before the last make of it.
struct Learned {
  Columns probability;
  std::uint64_t units;  ///< of the lattice's text
};
[[nodiscard]] Learned learn(const Lattice& lattice, const ExpectationOptions& options, bool is_sample, unsigned threads,
                            JobControl& control);
/// Second, on the lattice of every part: the sums of the last pass, which add up, not folded; and, unless `begins` is
/// null, the posteriors of a beginning at every place and kLanes more.
[[nodiscard]] RowSums sum_posteriors(const Lattice& lattice, const ExpectationOptions& options,
                                     const Columns& probabilities, Paged<BoundaryShare>* begins, unsigned threads,
                                     JobControl& control);
[[nodiscard]] unsigned posterior_sets(const Lattice& lattice, const ExpectationOptions& options, JobControl& control);
/// Third, on a lattice without text: the result without pair edges and begins. With pair edges `pair_rows_of_sums` is
/// what sum_smoothed() needs on every part, the last step.
[[nodiscard]] Posteriors finish_posteriors(const Lattice& lattice, const ExpectationOptions& options, RowSums& sums,
                                           RawBuffer<double>& pair_rows_of_sums, unsigned threads, JobControl& control);

}  // namespace newword
