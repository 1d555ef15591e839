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

/// The nearest integer, of two the even one; |x| < 2^51.
double nearest(double x) {
  constexpr double kToInteger = 6755399441055744.0;  // 1.5 2^52: what is added to it is rounded to an integer
  return (x + kToInteger) - kToInteger;
}

/// Of several places side by side, which have `size` <= 32 pairs each.
GapPairs join_pairs(const GapOutputPairs* places, std::size_t count, std::size_t size) {
  GapPairs joined{};
  for (std::size_t place = 0, at = 0; place < count; ++place, at += size) {
    const std::uint64_t pairs = places[place];
    joined[at / 64] |= pairs << at % 64;
    if (at % 64 + size > 64) joined[at / 64 + 1] |= pairs >> (64 - at % 64);
  }
  return joined;
}

}  // namespace

GapNetwork::GapNetwork(const GapNetworkWeights& weights, std::span<const std::uint32_t> written,
                       std::span<const std::uint32_t> simplified)
    : characters_(weights.characters, written, simplified),
      inputs_(kEvidences + weights.level_inputs.size() / kLevels),
      padded_((inputs_ + 1) / 2 * 2),
      mean_(weights.mean),
      second_bias_(weights.second_bias),
      first_scales_(weights.first_scales),
      second_scales_(weights.second_scales),
      last_(weights.last),
      last_bias_(weights.last_bias),
      last_scale_(weights.last_scale) {
  require_whole(inputs_ == kEvidences + kGapColumns || inputs_ == kEvidences + 2 * kGapColumns);
  require_whole(weights.level_inputs.size() == (inputs_ - kEvidences) * kLevels);
  require_whole(mean_.size() == kEvidences && weights.sd.size() == kEvidences);
  require_whole(weights.embeddings.size() == characters_.tokens() * kEmbedding);
  require_whole(weights.first_of_units.size() == kFirstUnits * kEmbedding * kGapChannels);
  require_whole(weights.unit_scales.size() == kGapChannels);
  require_whole(weights.first_of_gaps.size() == kFirstUnits * inputs_ * kGapChannels);
  require_whole(weights.first_bias.size() == kGapChannels && first_scales_.size() == kGapChannels);
  require_whole(weights.second.size() == kSecondUnits * kGapChannels * kGapChannels);
  require_whole(second_bias_.size() == kGapChannels && second_scales_.size() == kGapChannels);
  require_whole(last_.size() == kGapChannels + inputs_);
  for (const std::vector<float>* scales : {&first_scales_, &second_scales_}) {
    require_whole(std::ranges::all_of(*scales, [](float scale) { return scale >= 0 && scale <= kMostScale; }));
  }
  for (const double sd : weights.sd) per_step_.push_back(kStepsOfSd / sd);
  tabulate(weights);
  take_levels(weights);
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

void GapNetwork::take_levels(const GapNetworkWeights& weights) {
  std::vector<std::int32_t> without;  // what level 0 adds to the first sums, by unit and channel
  for (std::size_t u = 0; u < kFirstUnits; ++u) {
    for (std::size_t c = 0; c < kGapChannels; ++c) {
      std::int32_t sum = 0;
      for (std::size_t k = kEvidences; k < inputs_; ++k) {
        const std::int32_t weight = weights.first_of_gaps[(u * inputs_ + k) * kGapChannels + c];
        sum += weight * weights.level_inputs[(k - kEvidences) * kLevels];
      }
      without.push_back(sum);
    }
  }
  for (std::size_t first = 0; first <= kFirstUnits; ++first) {
    for (std::size_t end = 0; end <= kFirstUnits; ++end) {
      for (std::size_t c = 0; c < kGapChannels; ++c) {
        std::int32_t sum = weights.first_bias[c];
        for (std::size_t u = first; u < end; ++u) sum += without[u * kGapChannels + c];
        starts_.push_back(sum);
      }
    }
  }
  for (std::size_t i = 0; i < weights.level_inputs.size(); ++i) {
    const std::int8_t of_none = weights.level_inputs[i / kLevels * kLevels];
    level_inputs_.push_back(static_cast<std::int16_t>(weights.level_inputs[i] - of_none));
    if (i % kLevels == 0) last_bias_ += of_none * last_[kGapChannels + kEvidences + i / kLevels];
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
  const std::size_t padded = network.padded_;
  // The first unit has no gap before it, as little as the PADs have.
  constexpr std::size_t kBefore = kFirstSide + 1;
  inputs_.resize((size + 2 * kFirstSide) * padded);
  met_.assign(size + 2 * kFirstSide, 0);
  std::fill_n(inputs_.begin(), kBefore * padded, std::int16_t{0});
  std::fill_n(inputs_.end() - static_cast<std::ptrdiff_t>(kFirstSide * padded), kFirstSide * padded, std::int16_t{0});
  for (std::size_t i = 1; i < size; ++i) {
    std::int16_t* const inputs = &inputs_[(i + kFirstSide) * padded];
    std::int16_t* to = inputs;
    for (std::size_t k = 0; k < kEvidences; ++k) {
      const double steps = (evidence[i][k] - network.mean_[k]) * network.per_step_[k];
      *to++ = static_cast<std::int16_t>(nearest(std::clamp<double>(steps, -kMostInput, kMostInput)));
    }
    const std::int16_t* of_levels = network.level_inputs_.data();
    for (std::size_t k = 0; k < kGapColumns; ++k, of_levels += kLevels) *to++ = of_levels[levels[i][k]];
    if (network.knows_dictionary()) {
      for (std::size_t k = 0; k < kGapColumns; ++k, of_levels += kLevels) *to++ = of_levels[known[i][k]];
    }
    if (network.inputs_ < padded) *to = 0;
    GapOutputPairs met = 0;
    for (std::size_t p = 0; p < padded / 2; ++p) {
      met |= static_cast<GapOutputPairs>((inputs[2 * p] | inputs[2 * p + 1]) != 0) << p;
    }
    met_[i + kFirstSide] = met;
  }
}

void GapRun::run_first(std::span<const GapUnit> units) {
  const GapNetwork& network = *network_;
  const std::size_t size = units.size();
  const GapLayer layer{network.first_.data(), network.first_scales_.data()};
  const auto token_at = [&](std::size_t place) {  // of the run with its PADs
    const bool is_inside = place >= kFirstSide && place < size + kFirstSide;
    return is_inside ? units[place - kFirstSide].token : GapCharacters::kPad;
  };
  outputs_.resize((size + 2 * kSecondSide) * kGapChannels);
  std::fill_n(outputs_.begin(), kGapChannels, std::int16_t{0});
  std::fill_n(outputs_.end() - static_cast<std::ptrdiff_t>(kGapChannels), kGapChannels, std::int16_t{0});
  met_after_.assign(size + 2 * kSecondSide, 0);
  for (std::size_t i = 0; i < size; ++i) {
    // Of the units from i - kFirstSide on, the gaps before 1 ... size - 1 are inside the run.
    const std::size_t first = i > kFirstSide ? 0 : kFirstSide + 1 - i;
    const std::size_t end = std::min(GapNetwork::kFirstUnits, size + kFirstSide - i);
    std::array<const std::int32_t*, GapNetwork::kFirstUnits + 1> starts{network.start(first, end)};
    for (std::size_t u = 0; u < GapNetwork::kFirstUnits; ++u) {
      const std::size_t row = token_at(i + u) * GapNetwork::kFirstUnits + u;
      starts[u + 1] = &network.units_[row * kGapChannels];
    }
    const GapPairs pairs = join_pairs(&met_[i], GapNetwork::kFirstUnits, network.padded_ / 2);
    const GapPlace place{starts, &inputs_[i * network.padded_], pairs};
    met_after_[i + kSecondSide] = run_place(layer, place, &outputs_[(i + kSecondSide) * kGapChannels]);
  }
}

void GapRun::run_second(std::size_t size) {
  const GapNetwork& network = *network_;
  const GapLayer layer{network.second_.data(), network.second_scales_.data()};
  const std::array<const std::int32_t*, 1> starts{network.second_bias_.data()};
  std::array<std::int16_t, kGapChannels> outputs;
  for (std::size_t i = 1; i < size; ++i) {
    const GapPairs pairs = join_pairs(&met_after_[i], GapNetwork::kSecondUnits, kGapChannels / 2);
    run_place(layer, {starts, &outputs_[i * kGapChannels], pairs}, outputs.data());
    std::int32_t last = network.last_bias_;
    for (std::size_t c = 0; c < kGapChannels; ++c) last += outputs[c] * network.last_[c];
    const std::int16_t* const inputs = &inputs_[(i + kFirstSide) * network.padded_];
    for (std::size_t k = 0; k < network.inputs_; ++k) last += inputs[k] * network.last_[kGapChannels + k];
    sums_[i] = last;
  }
}

}  // namespace newword
