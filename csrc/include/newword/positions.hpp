// The text as a word lattice sees it: at every place, the longest n-gram of the table that begins there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "newword/lattice_rows.hpp"
#include "newword/ngram_table.hpp"
#include "newword/raw_buffer.hpp"
#include "newword/text.hpp"
#include "newword/workers.hpp"

namespace newword {

/// A stretch of a text that begins at a boundary and ends before another: no word leaves it.
struct Block {
  std::size_t begin, end;
};

/// Places of all symbols of a text, cut into blocks. Immutable; thread-safe.
class Positions {
 public:
  /// Takes places, the first and the last of which are boundaries.
  explicit Positions(RawBuffer<Place> places);

  [[nodiscard]] std::size_t size() const { return size_; }
  /// kLanes more boundaries may be read after the end.
  [[nodiscard]] const Place* data() const { return places_.data(); }
  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }

  /// The runs j with floor((j + 1) share) > floor(j share), in order; share = `of_2_32` / 2^32 <= 1.
  [[nodiscard]] Positions sample(std::uint64_t of_2_32, const JobControl& control) const;

 private:
  static constexpr std::size_t kBlock = 1536;  ///< a block with the run that ends it mostly fits a window

  RawBuffer<Place> places_;
  std::size_t size_;
  std::vector<Block> blocks_;
};

/// What one look at the text tells beside the places.
struct RunEdges {
  std::vector<std::uint64_t> begins, ends;  ///< by symbol: times it begins or ends a run
  std::uint64_t runs = 0;
};

/// Finds the places of a text. One pass: the table's n-grams are hashed by (prefix, last symbol), and
/// the places of a window look for one more symbol together, so that the memory answers many at once.
[[nodiscard]] Positions find_positions(const Text& text, const NgramTable& table, const RowLayout& layout,
                                       unsigned threads, JobControl& control);

/// Counts run edges by symbol.
[[nodiscard]] RunEdges count_run_edges(const Text& text, const JobControl& control);

}  // namespace newword
