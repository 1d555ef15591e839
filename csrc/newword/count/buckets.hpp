// Decides which n-grams are counted together: a bucket for every prefix whose records fit into a worker's memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "newword/jobs/workers.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/text/symbols.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// N-grams that are counted together: those that begin with a single unit; or, below a split, those that begin with its
/// prefix and continue with one of a range of followers.
struct Bucket {
  Symbol first;           ///< unit of the prefix
  unsigned depth;         ///< units of the prefix
  bool is_below_a_split;  ///< the prefix itself is counted by the split
  Count size;             ///< records
};

/// An n-gram whose records are too many for one bucket: its longer n-grams have buckets of their own.
struct Split {
  Symbol symbol;
  unsigned depth;
  Count count;
  Count left_variety = 0, right_variety = 0;
  double left_entropy = 0, right_entropy = 0;
};

/// One step of the order in which the trie's nodes come: a bucket, or the single node of a split.
struct Step {
  bool is_split;
  std::uint32_t index;  ///< of the bucket or the split
};

struct BucketLimits {
  unsigned max_order;
  Count min_count;
  unsigned threads;
  std::size_t bucket_numbers;  ///< numbers in the records of one bucket, see record_size()
  std::size_t tally_bytes;     ///< for the tallies of prefixes that are split
};

/// Numbers in a record of a prefix of `depth` units: its left neighbour and the max_order - depth + 1 symbols
/// that follow it.
[[nodiscard]] constexpr std::size_t record_size(unsigned max_order, unsigned depth) { return max_order - depth + 2; }

/// A number for some of the symbols. Dense where the alphabet is small, else sorted: many prefixes of a
/// text with millions of symbols may be split.
class FollowerCodes {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  FollowerCodes() = default;
  explicit FollowerCodes(std::size_t symbols) : codes_(symbols <= kDense ? symbols : 0, kNone), is_made_(true) {}

  /// False for one that was never given an alphabet.
  [[nodiscard]] bool is_made() const { return is_made_; }
  /// Gives the next symbol its number; symbols come in ascending order.
  void add(Symbol symbol, std::uint32_t code) {
    if (codes_.empty()) {
      sparse_.push_back({symbol, code});
    } else {
      codes_[symbol] = code;
    }
  }
  [[nodiscard]] std::uint32_t operator[](Symbol symbol) const {
    return codes_.empty() ? search(symbol) : codes_[symbol];
  }
  /// Replaces every number n but kNone by change(n).
  template <class Change>
  void change_all(const Change& change) {
    for (std::uint32_t& code : codes_) code = code == kNone ? kNone : change(code);
    for (Entry& entry : sparse_) entry.code = change(entry.code);
  }

 private:
  static constexpr std::size_t kDense = std::size_t{1} << 16;
  struct Entry {
    Symbol symbol;
    std::uint32_t code;
  };
  [[nodiscard]] std::uint32_t search(Symbol symbol) const;

  std::vector<std::uint32_t> codes_;
  std::vector<Entry> sparse_;
  bool is_made_ = false;
};

/// The buckets of a text in lexicographic order of their prefixes. Prefixes below min_count have none.
/// Every split costs a part of one more look at the text. Immutable once built; thread-safe.
class Buckets {
 public:
  Buckets(const Text& text, const BucketLimits& limits, JobControl& control);

  [[nodiscard]] const std::vector<Bucket>& all() const { return buckets_; }
  [[nodiscard]] const std::vector<Split>& splits() const { return splits_; }
  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  /// Records of a bucket from one worker's share of the text (share_begin()).
  [[nodiscard]] Count in_share(std::size_t bucket, unsigned worker) const {
    return in_shares_[bucket * limits_.threads + worker];
  }

  static constexpr std::uint32_t kNone = FollowerCodes::kNone;
  /// The bucket of the n-grams that begin at a place of the text, or kNone.
  template <class Number>
  [[nodiscard]] std::uint32_t bucket_at(const Number* at) const {
    std::uint32_t code = root_[*at];
    while ((code & kSplit) != 0 && code != kNone) code = codes_[code & ~kSplit][*++at];
    return code;
  }

 private:
  static constexpr std::uint32_t kSplit = std::uint32_t{1} << 31;

  /// The continuations of a split's prefix, in order: further splits, or followers that share a bucket.
  struct Part {
    std::uint32_t split;  ///< or kNone
    Count size;
    std::vector<Count> in_share;  ///< records by worker
  };
  struct Tally;

  [[nodiscard]] Count most_records(unsigned depth) const;
  std::uint32_t add_split(Symbol symbol, unsigned depth, Count count);
  void split(const Text& text, std::size_t first, std::size_t last, JobControl& control);
  void take(std::uint32_t split, std::vector<Tally>& tallies, const class EntropyTerms& terms);
  void number_units(const Text& text, const std::vector<std::vector<Count>>& shares);
  void number_below(std::uint32_t split, Symbol first);
  std::uint32_t add_bucket(const Bucket& bucket, const std::vector<Count>& in_share);

  BucketLimits limits_;
  std::size_t symbols_;  ///< and the boundary
  std::vector<std::uint32_t> root_;
  std::vector<FollowerCodes> codes_;      ///< of the next symbol, by split
  std::vector<std::vector<Part>> parts_;  ///< by split
  std::vector<Bucket> buckets_;
  std::vector<Count> in_shares_;
  std::vector<Split> splits_;
  std::vector<Step> steps_;
};

}  // namespace newword
