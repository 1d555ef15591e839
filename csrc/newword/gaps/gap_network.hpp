// A network that gives the probability of a cut at each gap between the units of a run, by integers alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "newword/base/fixed_point.hpp"
#include "newword/gaps/gap_characters.hpp"
#include "newword/gaps/gap_columns.hpp"
#include "newword/gaps/gap_kernel.hpp"
#include "newword/tagger/gap_evidence.hpp"

namespace newword {

/// What a network was trained to, as it lies in a file; T = tokens, I = inputs of a gap: the evidence, then the levels
/// of strings, then, of a network that knows a dictionary, those of its words.
///
/// An input is an integer, 32 to a standard deviation. A first layer sees five units and their gaps, a second three of
/// its outputs; an output is 0..255. Sums are in units of a weight times an input.
struct GapNetworkWeights {
  std::vector<std::uint32_t> characters;
  std::vector<double> mean, sd;             ///< of each evidence
  std::vector<std::int8_t> level_inputs;    ///< (I - kEvidences) x 256: what a level is as an input
  std::vector<std::int8_t> embeddings;      ///< T x kEmbedding
  std::vector<std::int8_t> first_of_units;  ///< 5 x kEmbedding x channels
  std::vector<float> unit_scales;           ///< by channel: from sums over embeddings to the other sums
  std::vector<std::int8_t> first_of_gaps;   ///< 5 x I x channels
  std::vector<std::int32_t> first_bias;
  std::vector<float> first_scales;  ///< from sums to outputs
  std::vector<std::int8_t> second;  ///< 3 x channels x channels
  std::vector<std::int32_t> second_bias;
  std::vector<float> second_scales;
  std::vector<std::int16_t> last;  ///< channels + I
  std::int32_t last_bias = 0;
  double last_scale = 0;  ///< from the last sum to log-odds of a cut
};

/// Immutable; thread-safe.
class GapNetwork {
 public:
  static constexpr std::size_t kEmbedding = 32, kFirstUnits = 5, kSecondUnits = 3;

  /// Throws std::invalid_argument when sizes do not go together. `written` and `simplified` as for GapCharacters.
  GapNetwork(const GapNetworkWeights& weights, std::span<const std::uint32_t> written,
             std::span<const std::uint32_t> simplified);

  [[nodiscard]] const GapCharacters& characters() const { return characters_; }
  /// Whether a dictionary is among its inputs.
  [[nodiscard]] bool knows_dictionary() const { return inputs_ > kEvidences + kGapColumns; }

 private:
  friend class GapRun;

  void tabulate(const GapNetworkWeights& weights);
  void take_levels(const GapNetworkWeights& weights);
  void prefetch_unit(std::size_t token) const;
  /// Where the sums of a first layer start that sees gaps inside the run at its units [first, end).
  [[nodiscard]] const std::int32_t* start(std::size_t first, std::size_t end) const {
    return &starts_[(first * (kFirstUnits + 1) + end) * kGapChannels];
  }

  GapCharacters characters_;
  std::size_t inputs_, padded_;  ///< I; the same, even
  std::vector<double> mean_, per_step_;
  /// (I - kEvidences) x 256: a level as an input, without the input of level 0. Most levels are 0, so most inputs are;
  /// the inputs that they lack are part of starts_ and last_bias_.
  std::vector<std::int16_t> level_inputs_;
  std::vector<std::int32_t> starts_;
  std::vector<std::int32_t> units_;           ///< by token and place of five, channels: sums over the embedding
  std::vector<std::int16_t> first_, second_;  ///< as run_place() wants them
  std::vector<std::int32_t> second_bias_;
  std::vector<float> first_scales_, second_scales_;
  std::vector<std::int16_t> last_;
  std::int32_t last_bias_;
  double last_scale_;
};

/// Room for the runs that one thread works on.
class GapRun {
 public:
  explicit GapRun(const GapNetwork& network) : network_(&network) {}

  /// Finds the probability of a cut before each unit of a run; 1 at its edges. `levels` and `known` have one more than
  /// there are units; `known` may be empty for a network that knows no dictionary.
  std::span<const BoundaryShare> find_cuts(std::span<const GapUnit> units, const GapEvidence* evidence,
                                           const GapColumns* levels, const GapColumns* known);
  /// The last sums before each unit of that run, for tests.
  [[nodiscard]] std::span<const std::int32_t> sums() const { return sums_; }

 private:
  void take_inputs(std::size_t size, const GapEvidence* evidence, const GapColumns* levels, const GapColumns* known);
  void run_first(std::span<const GapUnit> units);
  void run_second(std::size_t size);

  const GapNetwork* network_;
  std::vector<std::int16_t> inputs_, outputs_;   ///< with those of PADs around the run
  std::vector<GapOutputPairs> met_, met_after_;  ///< of each place of both, which pairs are not zero
  std::vector<std::int32_t> sums_;
  std::vector<BoundaryShare> cuts_;
};

}  // namespace newword
