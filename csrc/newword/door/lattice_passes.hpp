// The passes of the ranking models over the word lattice of a session, which the first of them builds.
//
// Each is there in two forms: over a whole text, and in steps for a text in parts. A step over a part gives sums, which
// add up to those of the whole; the last step makes of them, on a session with the table of the whole, what the whole
// text would have given.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "newword/door/session.hpp"
#include "newword/lattice/expectation.hpp"
#include "newword/lattice/viterbi.hpp"
#include "newword/tagger/tag_counts.hpp"
#include "newword/tagger/tag_posteriors.hpp"

namespace newword {

/// Of one part or of several, not folded; there may be zeros behind them.
using Sums = std::vector<std::uint64_t>;

void build_lattice(Session& session, const Watch& watch = {});

[[nodiscard]] Posteriors expect(Session& session, const ExpectationOptions& options, const Watch& watch = {});
/// The passes before the last, on a session that has the sample of the text, or all of it.
[[nodiscard]] Learned learn(Session& session, const ExpectationOptions& options, bool is_sample,
                            const Watch& watch = {});
[[nodiscard]] Sums sum_posteriors(Session& session, const ExpectationOptions& options, const Columns& probabilities,
                                  const Watch& watch = {});
/// The result without pair edges, and what the sums for those need.
struct FinishedPosteriors {
  Posteriors posteriors;
  std::vector<double> pair_rows;
};
[[nodiscard]] FinishedPosteriors finish_posteriors(Session& session, const ExpectationOptions& options,
                                                   const Sums& sums, const Watch& watch = {});
[[nodiscard]] Sums sum_smoothed(Session& session, const ExpectationOptions& options, const Columns& probabilities,
                                const std::vector<double>& pair_rows, const Watch& watch = {});
[[nodiscard]] EdgeMeans finish_smoothed(Session& session, const Sums& sums, const Watch& watch = {});

[[nodiscard]] Segmentation segment(Session& session, const Columns& probabilities, double least_unit, bool with_begins,
                                   const Watch& watch = {});
[[nodiscard]] Sums sum_cuts(Session& session, const Columns& probabilities, double least_unit, const Watch& watch = {});
[[nodiscard]] Segmentation finish_cuts(Session& session, const Sums& sums, const Watch& watch = {});

/// The cut of the text by its own language model (tag_posteriors.hpp).
[[nodiscard]] TagPosteriors find_tag_posteriors(Session& session, const TagWeights& weights, const Watch& watch = {});
[[nodiscard]] Sums sum_tags(Session& session, const TagWeights& weights, const Watch& watch = {});
[[nodiscard]] TagPosteriors finish_tags(Session& session, const Sums& sums, const Watch& watch = {});
[[nodiscard]] TextGaps find_text_gaps(Session& session, const Watch& watch = {});

/// Counts the words of the session's table in the cut of its text by a language model, by order from 1. Needs no
/// lattice; the counts of parts add up.
[[nodiscard]] std::vector<Sums> count_tagged(Session& session, const NgramModel& model, const TagWeights& weights,
                                             const Watch& watch = {});

/// The values of sums over a part; and sums of such values again, for a last step.
[[nodiscard]] Sums values_of(RowSums sums, unsigned threads, JobControl& control);
[[nodiscard]] RowSums sums_of(const Lattice& lattice, unsigned sets, const Sums& values);

}  // namespace newword
