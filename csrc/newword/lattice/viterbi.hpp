// The most probable segmentation of a text under a unigram word model.
#pragma once

#include <cstdint>

#include "newword/base/paged.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/lattice/edges.hpp"
#include "newword/lattice/lattice.hpp"

namespace newword {

struct Segmentation {
  Columns count;    ///< times each n-gram of the table is a word of the text
  EdgeMeans edges;  ///< of the cuts
  std::uint64_t words = 0;
  Paged<BoundaryShare> begins;  ///< kCertain where a word begins, else 0; kLanes more; empty unless asked for
};

/// Cuts every run into the words of largest product of probabilities; of equal ones the cut that comes last is
/// the earliest. Single units have at least `least_unit` >= 1e-12. The same for every number of threads.
[[nodiscard]] Segmentation segment(const Lattice& lattice, const Columns& probabilities, double least_unit,
                                   bool with_begins, unsigned threads, JobControl& control);

/// The same in steps, for a text in parts whose lattices have one table: the sums of a part, which add up, not
/// folded; and what follows from those of the whole, on a lattice that may be without text.
inline constexpr unsigned kCutSets = 3;
[[nodiscard]] RowSums sum_cuts(const Lattice& lattice, const Columns& probabilities, double least_unit,
                               Paged<BoundaryShare>* begins, unsigned threads, JobControl& control);
[[nodiscard]] Segmentation finish_cuts(const Lattice& lattice, RowSums& sums, unsigned threads, JobControl& control);

}  // namespace newword
