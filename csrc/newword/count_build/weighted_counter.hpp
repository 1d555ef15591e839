// Counts n-grams from windows with counts, as bucket_counter.hpp does from the places of a text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "newword/base/paged.hpp"
#include "newword/base/raw_buffer.hpp"
#include "newword/count/bucket_counter.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/ngrams/entropy.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/text/symbols.hpp"

namespace newword {

/// Counts of both neighbours of one n-gram. All zero between n-grams.
struct NeighbourTally {
  std::vector<Count> counts;    ///< by symbol
  std::vector<Symbol> touched;  ///< whose count is not zero
  std::size_t distinct = 0;

  explicit NeighbourTally(std::size_t alphabet_size) : counts(alphabet_size + 1), touched(alphabet_size + 2) {}
  void add(Symbol symbol, Count count) {
    touched[distinct] = symbol;
    distinct += counts[symbol] == 0;
    counts[symbol] += count;
  }
  void clear() {
    for (std::size_t i = 0; i < distinct; ++i) counts[touched[i]] = 0;
    distinct = 0;
  }
  /// Variety and entropy of `size` neighbours: to the last bit as BucketCounter computes them.
  void summarize(const EntropyTerms& terms, Count size, Count& variety, double& entropy) const;
};

/// The windows of a bucket: for each the symbol left of the n-gram, the `nexts` symbols behind its
/// first, and how often it occurs.
///
/// One worker's counter. `Number` is the width of the symbols.
template <class Number>
class WeightedCounter {
 public:
  /// Numbers that a weight takes at the end of a record.
  static constexpr unsigned kWeightNumbers = sizeof(std::uint32_t) / sizeof(Number);

  /// `large` holds the weights that do not fit a record. Found nodes beyond `found_bytes` go to `temp_dir`.
  WeightedCounter(std::size_t alphabet_size, unsigned max_order, Count min_count, const EntropyTerms& terms,
                  const std::vector<Count>& large, std::size_t found_bytes, const std::string& temp_dir,
                  const JobControl& control)
      : max_order_(max_order),
        min_count_(min_count),
        terms_(&terms),
        large_(&large),
        control_(&control),
        left_(alphabet_size),
        right_(alphabet_size),
        kids_(max_order + 2),
        records_(max_order + 2) {
    for (unsigned d = 0; d <= max_order; ++d) found_.emplace_back(found_bytes / (max_order + 1), temp_dir);
  }

  /// Counts the n-grams of `depth` units and more that end, at that depth, in `symbol`, from `size`
  /// records of 1 + `nexts` numbers and a weight.
  void count(unsigned depth, Symbol symbol, const Number* records, std::size_t size, unsigned nexts) {
    const unsigned stride = 1 + nexts + kWeightNumbers;
    for (std::size_t i = 0; i < size; ++i) {
      if ((i & 0x3FFFF) == 0) control_->check();
      const Number* const record = records + i * stride;
      const Count weight = weight_of(record + 1 + nexts);
      left_.add(record[0], weight);
      if (nexts > 0) right_.add(record[1], weight);
    }
    emit(depth, symbol);
    left_.clear();
    if (nexts > 0 && depth < max_order_) {
      extend(depth, records, size, nexts);
    } else {
      right_.clear();
    }
  }

  /// Emits an n-gram whose neighbours were tallied elsewhere.
  void emit(unsigned depth, Symbol symbol, const NeighbourTally& left, const NeighbourTally& right) {
    Count size = 0;
    for (std::size_t i = 0; i < left.distinct; ++i) size += left.counts[left.touched[i]];
    const NodeIndex first_child = depth < max_order_ ? narrow<NodeIndex>(found_[depth + 1].size()) : 0;
    FoundNode node{symbol, first_child, size, 0, 0, 0, 0};
    left.summarize(*terms_, size, node.left_variety, node.left_entropy);
    right.summarize(*terms_, size, node.right_variety, node.right_entropy);
    found_[depth].push_back(node);
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

  [[nodiscard]] Count weight_of(const Number* at) const {
    std::uint32_t weight = 0;
    std::memcpy(&weight, at, sizeof weight);
    return (weight & 0x80000000u) == 0 ? weight : (*large_)[weight & 0x7FFFFFFFu];
  }

  void emit(unsigned depth, Symbol symbol) { emit(depth, symbol, left_, right_); }

  /// Distributes the records by their next symbol and visits the frequent extensions in order.
  void extend(unsigned depth, const Number* records, std::size_t size, unsigned nexts) {
    std::vector<Kid>& kids = kids_[depth];
    kids.clear();
    for (std::size_t i = 0; i < right_.distinct; ++i) {
      const Symbol c = right_.touched[i];
      if (c != kBoundary && right_.counts[c] >= min_count_) kids.push_back({c, 0, 0});
    }
    right_.clear();
    if (kids.empty()) return;
    std::sort(kids.begin(), kids.end(), [](const Kid& a, const Kid& b) { return a.symbol < b.symbol; });
    // The tally is free now and finds a kid's place by its symbol.
    std::vector<Count>& place = right_.counts;
    for (std::size_t k = 0; k < kids.size(); ++k) place[kids[k].symbol] = k + 1;
    const unsigned stride = 1 + nexts + kWeightNumbers, shorter = stride - 1;
    for (std::size_t i = 0; i < size; ++i) {
      if (const Count k = place[records[i * stride + 1]]; k > 0) ++kids[k - 1].size;
    }
    std::size_t total = 0;
    for (Kid& kid : kids) {
      kid.begin = total;
      total += kid.size;
      kid.size = 0;
    }
    RawBuffer<Number>& room = records_[depth];
    if (room.size() < total * shorter) room = RawBuffer<Number>(total * shorter);
    for (std::size_t i = 0; i < size; ++i) {
      const Number* const from = records + i * stride;
      const Count k = place[from[1]];
      if (k == 0) continue;
      Kid& kid = kids[k - 1];
      Number* const to = room.data() + (kid.begin + kid.size++) * shorter;
      to[0] = from[0];
      std::memcpy(to + 1, from + 2, (shorter - 1) * sizeof(Number));
    }
    for (const Kid& kid : kids) place[kid.symbol] = 0;
    for (const Kid& kid : kids) count(depth + 1, kid.symbol, room.data() + kid.begin * shorter, kid.size, nexts - 1);
  }

  unsigned max_order_;
  Count min_count_;
  const EntropyTerms* terms_;
  const std::vector<Count>* large_;
  const JobControl* control_;
  NeighbourTally left_, right_;
  std::vector<std::vector<Kid>> kids_;      ///< by depth
  std::vector<RawBuffer<Number>> records_;  ///< records of an n-gram's extensions, by its depth
  std::vector<Spool<FoundNode>> found_;
};

}  // namespace newword
