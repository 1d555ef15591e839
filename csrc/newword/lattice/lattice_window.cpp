#include "newword/lattice/lattice_window.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "newword/system/prefetch.hpp"

namespace newword {

namespace {

/// Lanes of an n-gram's own depth; a boundary has one, its weight of 1.
constexpr std::array<std::array<std::uint64_t, kLanes>, kLanes> kOwnLanes = [] {
  std::array<std::array<std::uint64_t, kLanes>, kLanes> masks{};
  for (std::size_t depth = 0; depth < kLanes; ++depth) {
    for (std::size_t k = 0; k < kLanes; ++k) masks[depth][k] = k < depth || k == 0 ? ~std::uint64_t{0} : 0;
  }
  return masks;
}();

constexpr std::size_t kRescueEvery = 16;
/// Beyond the reach of words from the window before.
constexpr std::size_t kRescueAt = 8;
static_assert(kRescueAt > kMaxLatticeOrder - 1);

}  // namespace

double rescue_factor(const PathState& state) {
  double sum = 0;
  for (const double x : state) sum += x;
  int exponent = 0;
  std::frexp(sum, &exponent);
  return exponent > -100 && exponent < 100 ? 1 : std::ldexp(1.0, -exponent);
}

void LatticeWindow::load(const Place* places, std::size_t size, const double* rows) {
  constexpr std::size_t kAhead = 24;
  size_ = size;
  boundaries_ = 0;
  double* to = memory_->weight.data();
  for (std::size_t i = 0; i < std::min(kAhead, size); ++i) prefetch(rows + row_of(places[i]));
  for (std::size_t i = 0; i < size; ++i, to += kLanes) {
    if (i + kAhead < size) prefetch(rows + row_of(places[i + kAhead]));
    const double* const row = rows + row_of(places[i]);
    const unsigned depth = depth_of(places[i]);
    const auto& own = kOwnLanes[depth];
    memory_->boundaries[boundaries_] = static_cast<std::uint16_t>(i);
    boundaries_ += depth == 0;
    const auto take = [&](std::size_t k) {
      return std::bit_cast<double>(std::bit_cast<std::uint64_t>(row[k]) & own[k]);
    };
    // Most rows are short, and reading past one may cost the next cache line.
    for (std::size_t k = 0; k < kLanes / 2; ++k) to[k] = take(k);
    if (depth <= kLanes / 2) {
      std::fill_n(to + kLanes / 2, kLanes / 2, 0.0);
    } else {
      for (std::size_t k = kLanes / 2; k < kLanes; ++k) to[k] = take(k);
    }
  }
}

void LatticeWindow::rescale(std::size_t i, PathState& state) {
  const double factor = rescue_factor(state);
  if (factor == 1) return;
  for (double& x : state) x *= factor;
  for (std::size_t j = i - kMaxLatticeOrder; j < i; ++j) {
    for (std::size_t k = i - j - 1; k < kLanes; ++k) memory_->weight[j * kLanes + k] *= factor;
  }
}

void LatticeWindow::forward(PathState& state) {
  std::size_t begin = 0;
  for (const std::size_t boundary : boundaries()) {
    forward(begin, boundary, state);
    if (boundary % kRescueEvery == kRescueAt) rescale(boundary, state);
    memory_->before[boundary] = state[0];  // the weight of all paths of the run that ends here
    state = kChainEnd;
    begin = boundary + 1;
  }
  forward(begin, size_, state);
}

void LatticeWindow::forward(std::size_t begin, std::size_t end, PathState& state) {
  PathState pending = state;
  for (std::size_t i = begin; i < end; ++i) {
    if (i % kRescueEvery == kRescueAt) rescale(i, pending);
    const double* const w = &memory_->weight[i * kLanes];
    const double here = pending[0];
    memory_->before[i] = here;
    for (std::size_t k = 0; k + 1 < kLanes; ++k) pending[k] = pending[k + 1] + here * w[k];
    pending[kLanes - 1] = 0;  // no word has kLanes units
  }
  state = pending;
}

void LatticeWindow::backward(PathState& state) {
  std::copy(state.begin(), state.end(), &memory_->after[size_]);
  std::size_t end = size_;
  for (std::size_t b = boundaries_; b-- > 0;) {
    const std::size_t boundary = memory_->boundaries[b];
    backward(boundary + 1, end, state);
    state = kChainEnd;
    memory_->after[boundary] = 1;
    end = boundary;
  }
  backward(0, end, state);
}

void LatticeWindow::backward(std::size_t begin, std::size_t end, PathState& state) {
  PathState coming = state;
  for (std::size_t i = end; i-- > begin;) {
    const double* const w = &memory_->weight[i * kLanes];
    double sum = 0;
    for (std::size_t k = kLanes - 1; k-- > 0;) sum += w[k] * coming[k];
    for (std::size_t k = kLanes - 1; k > 0; --k) coming[k] = coming[k - 1];
    coming[0] = sum;
    memory_->after[i] = sum;
  }
  state = coming;
}

void LatticeWindow::take_posteriors(double& total) {
  const auto take = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      double* const w = &memory_->weight[i * kLanes];
      const double* const after = &memory_->after[i];
      const double here = memory_->before[i] / total;
      memory_->before[i] = here * after[0];
      for (std::size_t k = 0; k + 1 < kLanes; ++k) w[k] = here * w[k] * after[k + 1];
    }
  };
  std::size_t end = size_;
  for (std::size_t b = boundaries_; b-- > 0;) {
    const std::size_t boundary = memory_->boundaries[b];
    take(boundary + 1, end);
    total = memory_->before[boundary];
    memory_->before[boundary] = 1;
    end = boundary;
  }
  take(0, end);
}

}  // namespace newword
