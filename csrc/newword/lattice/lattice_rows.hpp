// Where the values of n-grams lie in the passes over the text: one row an n-gram, its prefixes' values first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "newword/base/raw_buffer.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/errors.hpp"
#include "newword/system/memory_pages.hpp"

namespace newword {

/// Longest word of a lattice, in units.
inline constexpr unsigned kMaxLatticeOrder = 7;
/// Values a pass reads or adds at once; what lies beyond an n-gram's own depth is masked.
inline constexpr std::size_t kLanes = 8;

/// The n-gram that begins at a place of the text and is the longest one there: its row and its depth in
/// one number. Depth 0 is the boundary.
using Place = std::uint32_t;
inline constexpr Place kBoundaryPlace = 0;
inline constexpr Place kRarePlace = 1 << 3 | 1;  ///< a single unit that is not in the table
[[nodiscard]] constexpr unsigned depth_of(Place place) { return place & 7; }
[[nodiscard]] constexpr std::size_t row_of(Place place) { return std::size_t{place >> 3} * 2; }

/// Lays out rows: the row of an n-gram of d units holds d + 1 values (one for each of its prefixes and
/// itself, and one more), so that a pass needs neither a search nor a way up the trie. Immutable.
class RowLayout {
 public:
  /// The first `max_order` levels of a table. Throws OverflowError when a place cannot hold all rows.
  RowLayout(const NgramTable& table, unsigned max_order) : max_order_(max_order) {
    std::size_t next = row_of(kRarePlace) + stride(1);
    for (unsigned order = 1; order <= max_order; ++order) {
      next = (next + kLanes - 1) / kLanes * kLanes;  // rows of four values share no cache line with two others
      base_[order] = next;
      next += table.level(order).size() * stride(order);
    }
    if (next / 2 >= std::size_t{1} << 29) throw OverflowError("more n-grams than a word lattice can hold");
    size_ = next + kLanes;
  }

  [[nodiscard]] unsigned max_order() const { return max_order_; }
  /// Values in all rows, and room to read beyond the last.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t row(unsigned order, std::size_t index) const {
    return base_[order] + index * stride(order);
  }
  [[nodiscard]] Place place(unsigned order, std::size_t index) const {
    return static_cast<Place>(row(order, index) / 2 << 3 | order);
  }
  [[nodiscard]] static constexpr std::size_t stride(unsigned order) { return (order + 2) / 2 * 2; }

 private:
  unsigned max_order_;
  std::array<std::size_t, kMaxLatticeOrder + 1> base_{};
  std::size_t size_ = 0;
};

/// Elements a worker takes at once. Fixed, so that what is summed by stride never depends on the number of
/// threads.
inline constexpr std::size_t kStride = 1 << 15;

/// Calls work(worker, begin, end) for every stride of 0..size.
template <class Work>
void for_strides(std::size_t size, unsigned threads, JobControl& control, const Work& work) {
  const std::size_t strides = (size + kStride - 1) / kStride;
  Tickets tickets(strides);
  run_workers(threads, control, [&](unsigned worker) {
    for (std::size_t t; (t = tickets.take()) < strides;) {
      control.check();
      work(worker, t * kStride, size - t * kStride < kStride ? size : (t + 1) * kStride);
    }
  });
}

/// Calls visit(parent, child) for each n-gram of `order` >= 2 and its prefix; the children of one parent
/// in one thread.
template <class Visit>
void for_children(const NgramTable& table, unsigned order, unsigned threads, JobControl& control, const Visit& visit) {
  const Level& parents = table.level(order - 1);
  for_strides(parents.size(), threads, control, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t p = begin; p < end; ++p) {
      for (NodeIndex c = parents.first_child[p]; c < parents.first_child[p + 1]; ++c) visit(p, c);
    }
  });
}

/// One real number for each n-gram: by order (index 0 unused), then by index. Empty: none given.
using Columns = std::vector<std::vector<double>>;

/// Sums of integers by row, one copy a worker: integers add up to the same whatever the order. With several
/// sets of sums, the rows of a place follow each other, so that all are met in one look.
class RowSums {
 public:
  static constexpr std::size_t kMaxSets = 5;

  /// All zero. The layout must outlive it.
  RowSums(const RowLayout& layout, unsigned sets, unsigned copies);

  /// One worker's copy. The row of a place begins at sets() * row_of(place), that of each next set
  /// RowLayout::stride(depth) further on.
  [[nodiscard]] std::uint64_t* copy(unsigned worker) { return copies_[worker].as<std::uint64_t>(); }
  [[nodiscard]] unsigned sets() const { return sets_; }
  /// Values in a copy.
  [[nodiscard]] std::size_t size() const { return layout_->size() * sets_; }
  /// Adds all copies to the first, whose values it returns. Before fold() those of parts of a text, which have the
  /// same table, add up to those of the whole.
  [[nodiscard]] std::span<const std::uint64_t> unite(unsigned threads, JobControl& control);

  /// Adds the copies up, and the row of every n-gram to that of its prefix: afterwards value k of a row
  /// is a sum over all occurrences. A row of n units has n values, and one more in sets with `has_one_more`.
  void fold(const NgramTable& table, std::array<bool, kMaxSets> has_one_more, unsigned threads, JobControl& control);

  /// A row after fold().
  [[nodiscard]] const std::uint64_t* row(unsigned set, unsigned order, std::size_t index) const {
    return total() + sets_ * layout_->row(order, index) + set * RowLayout::stride(order);
  }
  /// The row that all rare units share.
  [[nodiscard]] const std::uint64_t* rare_row(unsigned set) const {
    return total() + sets_ * row_of(kRarePlace) + set * RowLayout::stride(1);
  }

 private:
  [[nodiscard]] const std::uint64_t* total() const { return copies_.front().as<std::uint64_t>(); }

  const RowLayout* layout_;
  unsigned sets_;
  std::vector<PageBuffer> copies_;
};

}  // namespace newword
