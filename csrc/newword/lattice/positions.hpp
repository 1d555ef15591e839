// The text as a word lattice sees it: at every place, the longest n-gram of the table that begins there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "newword/base/paged.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/lattice/lattice_rows.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/memory_budget.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// A stretch of a text that begins at a boundary and ends before another: no word leaves it.
struct Block {
  std::size_t begin, end;
};

/// Whether a run is in the sample of so many of 2^32 runs: every run, if that is 2^32. Runs are numbered from 0.
[[nodiscard]] constexpr bool is_in_sample(std::uint64_t run, std::uint64_t of_2_32) {
  return ((run + 1) * of_2_32) >> 32 > (run * of_2_32) >> 32;
}

/// Places of all symbols of a text, cut into blocks. Immutable; thread-safe.
class Positions {
 public:
  /// Takes places, the first and the last of which are boundaries, and kLanes boundaries more.
  explicit Positions(Paged<Place> places);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// kLanes more boundaries may be read after the end.
  [[nodiscard]] const Place* data() const { return places_.data(); }
  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

  /// The runs j with floor((j + 1) share) > floor(j share), in order; share = `of_2_32` / 2^32 <= 1.
  [[nodiscard]] Positions sample(std::uint64_t of_2_32, const MemoryBudget& budget, const JobControl& control) const;

  /// Lets go of places that a pass is done with (text.hpp).
  void release(std::size_t first, std::size_t last) const noexcept { places_.release(first, last); }
  /// The same for a pass over blocks, called after each: now and then calls release(first, last) with the
  /// places of the last few.
  template <class Release>
  void release_blocks(std::size_t done, const Release& release) const {
    if (!places_.is_mapped() || done % kReleased != kReleased - 1) return;
    release(blocks_[done + 1 - kReleased].begin, blocks_[done].end);
  }

 private:
  static constexpr std::size_t kBlock = 1536;  ///< a block with the run that ends it mostly fits a window

  static constexpr std::size_t kReleased = 64;

  Paged<Place> places_;
  std::size_t size_;
  std::vector<Block> blocks_;
};

/// What one look at the text tells beside the places.
struct RunEdges {
  std::vector<std::uint64_t> begins, ends;  ///< by symbol: times it begins or ends a run
  std::uint64_t runs = 0;
};

/// Finds the places of a text; those beyond a quarter of the budget lie in a file. One pass: the table's n-grams are
/// hashed by (prefix, last symbol), and the places of a window look for one more symbol together, so that the memory
/// answers many at once.
[[nodiscard]] Positions find_positions(const Text& text, const NgramTable& table, const RowLayout& layout,
                                       unsigned threads, const MemoryBudget& budget, JobControl& control);

/// Counts run edges by symbol.
[[nodiscard]] RunEdges count_run_edges(const Text& text, const JobControl& control);

}  // namespace newword
