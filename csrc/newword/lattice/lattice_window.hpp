// Forward-backward over a stretch of text: the inner loops, on flat arrays.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "newword/lattice/lattice_rows.hpp"
#include "newword/lattice/positions.hpp"

namespace newword {

/// Weights of all paths into the next kLanes places (forward), or from them (backward).
using PathState = std::array<double, kLanes>;

/// The state before the first place of a chain, and the one after the last.
inline constexpr PathState kChainEnd{1};

/// Word weights are stored times this power of their length in units: all paths through a text are as
/// long as each other, so it changes no posterior, and being a power of two it changes no bit.
inline constexpr double kWeightPerUnit = 256;

/// A window of at most kSize places and the paths through it. A boundary is a word of weight 1, behind which
/// paths begin anew with weight 1: what is found in a run depends on that run and the weights, to the last bit,
/// and on nothing around it.
///
/// Path weights are brought back towards 1 by powers of two, at places that no word into this window
/// spans; the weights of the words across such a place take the factor in, and nothing else has to know.
class LatticeWindow {
 public:
  static constexpr std::size_t kSize = 2048;

  LatticeWindow() : memory_(std::make_unique<Memory>()) {}

  /// Fills the weights of the words that begin at each place from rows of weights.
  void load(const Place* places, std::size_t size, const double* rows);
  /// Runs forward from `state`, which becomes the state after the window.
  void forward(PathState& state);
  /// Runs backward from `state`, which becomes the state before the window.
  void backward(PathState& state);
  /// Turns the weights into posteriors: share[i * kLanes + k] of the word of k + 1 units at place i, and
  /// begins[i] that a word begins there. `total` = weight of all paths of the run that goes on behind the window,
  /// and then of the one that goes on into it.
  void take_posteriors(double& total);

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] const double* shares() const { return memory_->weight.data(); }
  [[nodiscard]] const double* begins() const { return memory_->before.data(); }
  [[nodiscard]] const double* weights() const { return memory_->weight.data(); }
  /// The boundaries of the window, ascending.
  [[nodiscard]] std::span<const std::uint16_t> boundaries() const { return {memory_->boundaries.data(), boundaries_}; }

 private:
  struct Memory {
    alignas(64) std::array<double, kSize * kLanes> weight;
    std::array<double, kSize> before;
    std::array<double, kSize + kLanes> after;
    std::array<std::uint16_t, kSize + 1> boundaries;
  };
  void forward(std::size_t begin, std::size_t end, PathState& state);
  void backward(std::size_t begin, std::size_t end, PathState& state);

  void rescale(std::size_t i, PathState& state);

  std::unique_ptr<Memory> memory_;
  std::size_t size_ = 0, boundaries_ = 0;
};

/// The power of two that brings the sum of a state near 1, or 1 while it is far from the limits of double.
[[nodiscard]] double rescue_factor(const PathState& state);

/// Visits the windows of one block with their posteriors in place: visit(window, begin). A block longer
/// than a window is run through forward once for the states between its windows, then backward.
template <class Visit>
void for_posteriors(const Place* places, Block block, const double* rows, LatticeWindow& window,
                    std::vector<PathState>& states, const JobControl& control, const Visit& visit) {
  const std::size_t size = block.end - block.begin;
  const std::size_t windows = (size + LatticeWindow::kSize - 1) / LatticeWindow::kSize;
  const auto load = [&](std::size_t w) {
    const std::size_t begin = w * LatticeWindow::kSize;
    const std::size_t left = size - begin;
    window.load(places + block.begin + begin, left < LatticeWindow::kSize ? left : LatticeWindow::kSize, rows);
  };
  states.assign(1, kChainEnd);
  for (std::size_t w = 0; w < windows; ++w) {
    control.check();
    load(w);
    PathState state = states.back();
    window.forward(state);
    states.push_back(state);
  }
  double total = states.back()[0];
  PathState back = kChainEnd;
  for (std::size_t w = windows; w-- > 0;) {
    if (w + 1 < windows) {
      control.check();
      load(w);
      PathState state = states[w];
      window.forward(state);
    }
    window.backward(back);
    window.take_posteriors(total);
    visit(window, block.begin + w * LatticeWindow::kSize);
  }
}

}  // namespace newword
