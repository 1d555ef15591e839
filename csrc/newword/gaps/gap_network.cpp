#include "newword/gaps/gap_network.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "newword/base/logistic.hpp"
#include "newword/system/prefetch.hpp"

namespace newword {

namespace {

constexpr double kStepsOfSd = 32;
constexpr std::int16_t kMostInput = 127;
constexpr std::size_t kLevels = 256;

/// Halves of the units that a layer sees beside the one in the middle.
constexpr std::size_t kFirstSide = GapNetwork::kFirstUnits / 2, kSecondSide = GapNetwork::kSecondUnits / 2;

void require_whole(bool is_right) {
  if (!is_right) throw std::invalid_argument("the weights of a gap network do not go together");
}

/// From `rows` x channels to pairs of rows: the two weights of a channel side by side. A last row may be missing.
void add_pairs(const std::int8_t* weights, std::size_t rows, std::vector<std::int16_t>& to) {
  for (std::size_t r = 0; r < rows; r += 2) {
    for (std::size_t c = 0; c < kGapChannels; ++c) {
      to.push_back(weights[r * kGapChannels + c]);
      to.push_back(r + 1 < rows ? weights[(r + 1) * kGapChannels + c] : std::int8_t{0});
    }
  }
}

}  // namespace

GapNetwork::GapNetwork(const GapNetworkWeights& weights, std::span<const std::uint32_t> written,
                       std::span<const std::uint32_t> simplified)
    : characters_(weights.characters, written, simplified),
      inputs_(kEvidences + weights.level_inputs.size() / kLevels),
      padded_((inputs_ + 1) / 2 * 2),
      mean_(weights.mean),
      level_inputs_(weights.level_inputs),
      first_bias_(weights.first_bias),
      second_bias_(weights.second_bias),
      first_scales_(weights.first_scales),
      second_scales_(weights.second_scales),
      last_(weights.last),
      last_bias_(weights.last_bias),
      last_scale_(weights.last_scale) {
  require_whole(inputs_ == kEvidences + kGapColumns || inputs_ == kEvidences + 2 * kGapColumns);
  require_whole(level_inputs_.size() == (inputs_ - kEvidences) * kLevels);
  require_whole(mean_.size() == kEvidences && weights.sd.size() == kEvidences);
  require_whole(weights.embeddings.size() == characters_.tokens() * kEmbedding);
  require_whole(weights.first_of_units.size() == kFirstUnits * kEmbedding * kGapChannels);
  require_whole(weights.unit_scales.size() == kGapChannels);
  require_whole(weights.first_of_gaps.size() == kFirstUnits * inputs_ * kGapChannels);
  require_whole(first_bias_.size() == kGapChannels && first_scales_.size() == kGapChannels);
  require_whole(weights.second.size() == kSecondUnits * kGapChannels * kGapChannels);
  require_whole(second_bias_.size() == kGapChannels && second_scales_.size() == kGapChannels);
  require_whole(last_.size() == kGapChannels + inputs_);
  for (const std::vector<float>* scales : {&first_scales_, &second_scales_}) {
    require_whole(std::ranges::all_of(*scales, [](float scale) { return scale >= 0 && scale <= kMostScale; }));
  }
  for (const double sd : weights.sd) per_step_.push_back(kStepsOfSd / sd);
  tabulate(weights);
  for (std::size_t u = 0; u < kFirstUnits; ++u) {
    add_pairs(&weights.first_of_gaps[u * inputs_ * kGapChannels], inputs_, first_);
  }
  add_pairs(weights.second.data(), kSecondUnits * kGapChannels, second_);
}

void GapNetwork::tabulate(const GapNetworkWeights& weights) {
  units_.resize(characters_.tokens() * kFirstUnits * kGapChannels);
  std::int32_t* to = units_.data();
  for (std::size_t token = 0; token < characters_.tokens(); ++token) {
    const std::int8_t* const embedding = &weights.embeddings[token * kEmbedding];
    for (std::size_t u = 0; u < kFirstUnits; ++u, to += kGapChannels) {
      std::array<std::int32_t, kGapChannels> sums{};
      for (std::size_t d = 0; d < kEmbedding; ++d) {
        const std::int8_t* const row = &weights.first_of_units[(u * kEmbedding + d) * kGapChannels];
        for (std::size_t c = 0; c < kGapChannels; ++c) sums[c] += embedding[d] * row[c];
      }
      for (std::size_t c = 0; c < kGapChannels; ++c) {
        to[c] = static_cast<std::int32_t>(std::nearbyint(static_cast<float>(sums[c]) * weights.unit_scales[c]));
      }
    }
  }
}

void GapNetwork::prefetch_unit(std::size_t token) const {
  constexpr std::size_t kLine = 64 / sizeof(std::int32_t), kRow = kFirstUnits * kGapChannels;
  for (std::size_t c = 0; c < kRow; c += kLine) prefetch(&units_[token * kRow + c]);
}

std::span<const BoundaryShare> GapRun::find_cuts(std::span<const GapUnit> units, const GapEvidence* evidence,
                                                 const GapColumns* levels, const GapColumns* known) {
  cuts_.assign(units.size() + 1, kCertain);
  sums_.assign(units.size(), 0);
  if (units.size() > 1) {
    for (const GapUnit unit : units) network_->prefetch_unit(unit.token);
    take_inputs(units.size(), evidence, levels, known);
    run_first(units);
    run_second(units.size());
    const FixedPoint fixed(kBoundaryBits);
    for (std::size_t i = 1; i < units.size(); ++i) {
      const double odds = static_cast<double>(sums_[i]) * network_->last_scale_;
      cuts_[i] = static_cast<BoundaryShare>(fixed.from(logistic(odds)));
    }
  }
  return cuts_;
}

void GapRun::take_inputs(std::size_t size, const GapEvidence* evidence, const GapColumns* levels,
                         const GapColumns* known) {
  const GapNetwork& network = *network_;
  inputs_.assign((size + 2 * kFirstSide) * network.padded_, 0);
  for (std::size_t i = 1; i < size; ++i) {
    std::int16_t* to = &inputs_[(i + kFirstSide) * network.padded_];
    for (std::size_t k = 0; k < kEvidences; ++k) {
      const double steps = std::nearbyint((evidence[i][k] - network.mean_[k]) * network.per_step_[k]);
      *to++ = static_cast<std::int16_t>(std::clamp<double>(steps, -kMostInput, kMostInput));
    }
    const std::int8_t* inputs = network.level_inputs_.data();
    for (std::size_t k = 0; k < kGapColumns; ++k, inputs += kLevels) *to++ = inputs[levels[i][k]];
    if (!network.knows_dictionary()) continue;
    for (std::size_t k = 0; k < kGapColumns; ++k, inputs += kLevels) *to++ = inputs[known[i][k]];
  }
}

void GapRun::run_first(std::span<const GapUnit> units) {
  const GapNetwork& network = *network_;
  const auto token_at = [&](std::size_t place) {  // of the run with its PADs
    const bool is_inside = place >= kFirstSide && place < units.size() + kFirstSide;
    return is_inside ? units[place - kFirstSide].token : GapCharacters::kPad;
  };
  outputs_.assign((units.size() + 2 * kSecondSide) * kGapChannels, 0);
  std::array<std::int32_t, kGapChannels> sums;
  for (std::size_t i = 0; i < units.size(); ++i) {
    std::copy_n(network.first_bias_.data(), kGapChannels, sums.data());
    for (std::size_t u = 0; u < GapNetwork::kFirstUnits; ++u) {
      const std::size_t row = token_at(i + u) * GapNetwork::kFirstUnits + u;
      const std::int32_t* const of_unit = &network.units_[row * kGapChannels];
      for (std::size_t c = 0; c < kGapChannels; ++c) sums[c] += of_unit[c];
    }
    add_products(&inputs_[i * network.padded_], GapNetwork::kFirstUnits * network.padded_ / 2, network.first_.data(),
                 sums.data());
    take_outputs(sums.data(), network.first_scales_.data(), &outputs_[(i + kSecondSide) * kGapChannels]);
  }
}

void GapRun::run_second(std::size_t size) {
  const GapNetwork& network = *network_;
  std::array<std::int32_t, kGapChannels> sums;
  std::array<std::int16_t, kGapChannels> outputs;
  for (std::size_t i = 1; i < size; ++i) {
    std::copy_n(network.second_bias_.data(), kGapChannels, sums.data());
    add_products(&outputs_[i * kGapChannels], GapNetwork::kSecondUnits * kGapChannels / 2, network.second_.data(),
                 sums.data());
    take_outputs(sums.data(), network.second_scales_.data(), outputs.data());
    std::int32_t last = network.last_bias_;
    for (std::size_t c = 0; c < kGapChannels; ++c) last += outputs[c] * network.last_[c];
    const std::int16_t* const inputs = &inputs_[(i + kFirstSide) * network.padded_];
    for (std::size_t k = 0; k < network.inputs_; ++k) last += inputs[k] * network.last_[kGapChannels + k];
    sums_[i] = last;
  }
}

}  // namespace newword
