// Counts all n-grams of one bucket: the recursion at the heart of the counter.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "newword/base/paged.hpp"
#include "newword/base/raw_buffer.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/ngrams/entropy.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/text/symbols.hpp"

namespace newword {

/// A node as it is found, before the levels are assembled.
struct FoundNode {
  Symbol symbol;
  NodeIndex first_child;  ///< into the finder's own next level
  Count count, left_variety, right_variety;
  double left_entropy, right_entropy;
};

/// One worker's counter. `Number` is the width of the text's symbols.
///
/// A record of a node of depth d is {left neighbour, next 1, ..., next (order - d + 1)}: `kStride` numbers. Numbers
/// after a boundary within a record are meaningless and never looked at.
template <class Number>
class BucketCounter {
 public:
  /// Found nodes beyond `found_bytes` in memory go to `temp_dir`.
  BucketCounter(std::size_t alphabet_size, unsigned max_order, Count min_count, const EntropyTerms& terms,
                std::size_t found_bytes, const std::string& temp_dir, const JobControl& control)
      : max_order_(max_order),
        min_count_(min_count),
        terms_(&terms),
        control_(&control),
        left_(alphabet_size + 1),
        right_(alphabet_size + 1),
        touched_left_(alphabet_size + 2),
        touched_right_(alphabet_size + 2),
        kids_(max_order + 1),
        records_(max_order + 1) {
    for (unsigned d = 0; d <= max_order; ++d) found_.emplace_back(found_bytes / (max_order + 1), temp_dir);
  }

  /// Counts the n-grams that begin with `unit`, which has `size` >= min_count records of `kStride` = record_size()
  /// numbers. The records are overwritten.
  template <unsigned kStride>
  void count(Symbol unit, Number* records, std::size_t size) {
    node<kStride>(1, unit, records, size);
  }

  /// Counts the n-grams that go on from a prefix of `depth` units, itself left out, from a part of its records.
  template <unsigned kStride>
  void count_longer(unsigned depth, Number* records, std::size_t size) {
    if constexpr (kStride > 2) {
      std::size_t lefts = 0, rights = 0;
      for_chunks(size, [&](std::size_t i, std::size_t end) { tally<kStride>(records, i, end, lefts, rights); });
      for (std::size_t i = 0; i < lefts; ++i) left_[touched_left_[i]] = 0;
      extend<kStride>(depth, records, size, rights);
    }
  }

  /// Releases the memory for records if it is more than `bytes`.
  void trim(std::size_t bytes) {
    std::size_t held = 0;
    for (const auto& records : records_) held += records.size() * sizeof(Number);
    if (held <= bytes) return;
    for (auto& records : records_) records = {};
  }

  /// Nodes of depth 1..max_order in the order in which they were found.
  [[nodiscard]] Spool<FoundNode>& found(unsigned depth) { return found_[depth]; }

 private:
  struct Kid {
    Symbol symbol;
    std::size_t begin, size;
  };

  template <unsigned kStride>
  void node(unsigned depth, Symbol symbol, Number* records, std::size_t size) {
    std::size_t lefts = 0, rights = 0;
    for_chunks(size, [&](std::size_t i, std::size_t end) { tally<kStride>(records, i, end, lefts, rights); });
    const NodeIndex first_child = depth < max_order_ ? static_cast<NodeIndex>(found_[depth + 1].size()) : 0;
    FoundNode found{symbol, first_child, size, 0, 0, 0, 0};
    summarize(left_.data(), touched_left_.data(), lefts, size, found.left_variety, found.left_entropy);
    summarize(right_.data(), touched_right_.data(), rights, size, found.right_variety, found.right_entropy);
    found_[depth].push_back(found);
    for (std::size_t i = 0; i < lefts; ++i) left_[touched_left_[i]] = 0;
    if constexpr (kStride > 2) {
      extend<kStride>(depth, records, size, rights);
    } else {
      for (std::size_t i = 0; i < rights; ++i) right_[touched_right_[i]] = 0;
    }
  }

  /// Calls `work(first, last)` for pieces of 0..size that take a millisecond or so.
  template <class Work>
  void for_chunks(std::size_t size, const Work& work) const {
    constexpr std::size_t kChunk = 1 << 18;
    for (std::size_t i = 0; i < size; i += kChunk) {
      control_->check();
      work(i, std::min(size, i + kChunk));
    }
  }

  /// Counts both neighbours of records i..end; the touched lists grow without a branch.
  template <unsigned kStride>
  void tally(const Number* records, std::size_t i, std::size_t end, std::size_t& lefts, std::size_t& rights) {
    std::uint32_t* const left = left_.data();
    std::uint32_t* const right = right_.data();
    Symbol* const touched_left = touched_left_.data();
    Symbol* const touched_right = touched_right_.data();
    std::size_t l = lefts, r = rights;
    for (; i < end; ++i) {
      const Number a = records[i * kStride], b = records[i * kStride + 1];
      touched_left[l] = a;
      touched_right[r] = b;
      l += left[a]++ == 0;
      r += right[b]++ == 0;
    }
    lefts = l;
    rights = r;
  }

  void summarize(const std::uint32_t* counts, const Symbol* touched, std::size_t distinct, std::size_t size,
                 Count& variety, double& entropy) const {
    EntropySum sum;
    const Count edges = counts[kBoundary];
    if (size < EntropyTerms::kSmall) {
      for (std::size_t i = 0; i < distinct; ++i) terms_->add_small(sum, counts[touched[i]]);
      if (edges > 0) {
        EntropySum of_edges;
        terms_->add_small(of_edges, edges);
        sum.fraction -= of_edges.fraction;
      }
    } else {
      for (std::size_t i = 0; i < distinct; ++i) {
        if (touched[i] != kBoundary) terms_->add_large(sum, counts[touched[i]]);
      }
    }
    variety = distinct - (edges > 0) + edges;
    entropy = terms_->entropy(size, sum);
  }

  /// Distributes the records by their next symbol and visits the frequent extensions in order.
  template <unsigned kStride>
  void extend(unsigned depth, Number* records, std::size_t size, std::size_t rights) {
    std::vector<Kid>& kids = kids_[depth];
    kids.clear();
    const Symbol heavy = heavy_extension(size, rights);
    std::uint32_t begin = 0;
    for (std::size_t i = 0; i < rights; ++i) {
      const Symbol c = touched_right_[i];
      const std::uint32_t n = right_[c];
      const bool stays = c == heavy && c != kBoundary;
      if (n >= min_count_ && c != kBoundary) kids.push_back({c, stays ? kInPlace : begin, n});
      right_[c] = begin;
      if (!stays) begin += n;
    }
    if (!kids.empty()) {
      Number* const shorter = room(depth, std::size_t{begin} * (kStride - 1));
      if (heavy == kBoundary) {
        scatter<kStride>(records, size, shorter);
      } else {
        scatter_around<kStride>(records, size, shorter, heavy);
      }
    }
    for (std::size_t i = 0; i < rights; ++i) right_[touched_right_[i]] = 0;
    std::sort(kids.begin(), kids.end(), [](const Kid& a, const Kid& b) { return a.symbol < b.symbol; });
    for (const Kid& kid : kids) {
      Number* const own = kid.begin == kInPlace ? records : records_[depth].data() + kid.begin * (kStride - 1);
      node<kStride - 1>(depth + 1, kid.symbol, own, kid.size);
    }
  }

  /// The next symbol of more than half of a large node's records, whose copies would be as large as the node at every
  /// depth; kBoundary if there is none.
  [[nodiscard]] Symbol heavy_extension(std::size_t size, std::size_t rights) const {
    if (size < kLargeNode) return kBoundary;
    for (std::size_t i = 0; i < rights; ++i) {
      const Symbol c = touched_right_[i];
      if (right_[c] > size / 2) return right_[c] >= min_count_ ? c : kBoundary;
    }
    return kBoundary;
  }

  /// Copies the records, without their next symbol, to where `right_` says by that symbol.
  template <unsigned kStride>
  void scatter(const Number* records, std::size_t size, Number* shorter) {
    for_chunks(size, [&](std::size_t i, std::size_t end) {
      for (; i < end; ++i) {
        const Number* const from = records + i * kStride;
        Number* const to = shorter + std::size_t{right_[from[1]]++} * (kStride - 1);
        to[0] = from[0];
        std::memcpy(to + 1, from + 2, (kStride - 2) * sizeof(Number));
      }
    });
  }

  /// The same, but those of the heavy extension move together at the beginning of the records.
  template <unsigned kStride>
  void scatter_around(Number* records, std::size_t size, Number* shorter, Symbol heavy) {
    Number* kept = records;
    for_chunks(size, [&](std::size_t i, std::size_t end) {
      for (; i < end; ++i) {
        const Number* const from = records + i * kStride;
        Number* to = kept;
        if (from[1] == heavy) {
          kept += kStride - 1;
        } else {
          to = shorter + std::size_t{right_[from[1]]++} * (kStride - 1);
        }
        to[0] = from[0];
        std::memmove(to + 1, from + 2, (kStride - 2) * sizeof(Number));
      }
    });
  }

  Number* room(unsigned depth, std::size_t numbers) {
    if (records_[depth].size() < numbers) records_[depth] = RawBuffer<Number>(numbers);
    return records_[depth].data();
  }

  static constexpr std::size_t kLargeNode = 1 << 16;
  static constexpr std::size_t kInPlace = SIZE_MAX;

  unsigned max_order_;
  Count min_count_;
  const EntropyTerms* terms_;
  const JobControl* control_;
  std::vector<std::uint32_t> left_, right_;           ///< tallies by symbol, all zero between nodes
  std::vector<Symbol> touched_left_, touched_right_;  ///< the symbols whose tally is not zero
  std::vector<std::vector<Kid>> kids_;                ///< by depth
  std::vector<RawBuffer<Number>> records_;            ///< records of a node's extensions, by its depth
  std::vector<Spool<FoundNode>> found_;
};

}  // namespace newword
