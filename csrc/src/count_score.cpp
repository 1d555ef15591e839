#include "newword/count_score.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

#include "newword/errors.hpp"
#include "newword/memory_pages.hpp"
#include "newword/text.hpp"
#include "newword/weighted_counter.hpp"

namespace newword {

void NeighbourTally::summarize(const EntropyTerms& terms, Count size, Count& variety, double& entropy) const {
  EntropySum sum;
  const Count edges = counts[kBoundary];
  for (std::size_t i = 0; i < distinct; ++i) {
    if (touched[i] == kBoundary) continue;
    if (size < EntropyTerms::kSmall) {
      terms.add_small(sum, counts[touched[i]]);
    } else {
      terms.add_large(sum, counts[touched[i]]);
    }
  }
  variety = distinct - (edges > 0) + edges;
  entropy = size > 0 ? terms.entropy(size, sum) : 0;
}

namespace {

/// Windows and their occurrences, by a symbol.
struct Tally {
  std::vector<std::uint64_t> windows;
  std::vector<Count> occurrences;
  explicit Tally(std::size_t symbols) : windows(symbols), occurrences(symbols) {}
};

/// Weights too large for a record. Thread-safe to add; to read when nobody adds.
class LargeWeights {
 public:
  static constexpr Count kLimit = 0x80000000u;
  std::uint32_t code_of(Count count) {
    if (count < kLimit) return static_cast<std::uint32_t>(count);
    const std::lock_guard lock(mutex_);
    weights_.push_back(count);
    if (weights_.size() > kLimit) throw OverflowError("more large counts than can be told apart");
    return static_cast<std::uint32_t>(kLimit | (weights_.size() - 1));
  }
  [[nodiscard]] const std::vector<Count>& all() const { return weights_; }
  void clear() { weights_.clear(); }

 private:
  std::mutex mutex_;
  std::vector<Count> weights_;
};

template <class Number>
class Scorer {
 public:
  using Counter = WeightedCounter<Number>;

  Scorer(const CountFileReader& file, const ScoreOptions& options, JobControl& control)
      : file_(file), options_(options), control_(control), symbols_(file.header().symbols.size() + 1),
        order_(file.header().order), nexts_(std::min(options.max_order, order_ - 1)),
        stride_(1 + nexts_ + Counter::kWeightNumbers),
        capacity_(std::max<std::size_t>(1, options.buffer_bytes / (stride_ * sizeof(Number)))) {
    for (unsigned t = 0; t < options.threads; ++t) {
      counters_.push_back(std::make_unique<Counter>(symbols_ - 1, options.max_order, options.min_count, terms_,
                                                    large_.all(), control));
    }
  }

  NgramTable run() {
    control_.expect(file_.entries());
    const std::vector<Tally> shares = tally({});
    const Tally total = sum(shares);
    check_sums(total);
    std::uint64_t passes = options_.max_order == order_ ? 2 : 1;
    for (Symbol first = 1; first < symbols_; first = end_of_pass(total, first)) ++passes;
    control_.expect(passes * file_.entries());
    for (Symbol first = 1; first < symbols_;) {
      const Symbol last = end_of_pass(total, first);
      if (last == first + 1 && wanted(total, first) > capacity_) {
        buckets_.push_back({first, 0, spans(0), {}});
        split({first});
        buckets_.back().spans_end = spans(0);
      } else {
        collect({}, first, last, shares, total);
        count_buckets(first, last, total);
      }
      first = last;
    }
    buffer_ = PageBuffer();
    NgramTable table = assemble();
    if (options_.max_order == order_) fill_last_order(table);
    return table;
  }

 private:
  struct Bucket {
    Symbol symbol;
    unsigned worker;
    std::vector<NodeIndex> spans_begin, spans_end;  ///< of its nodes in the worker's arrays, by depth
  };

  /// Windows of a symbol that will be looked at.
  [[nodiscard]] std::uint64_t wanted(const Tally& total, Symbol s) const {
    return total.occurrences[s] >= options_.min_count ? total.windows[s] : 0;
  }

  Symbol end_of_pass(const Tally& total, Symbol first) const {
    std::uint64_t windows = 0;
    Symbol last = first;
    while (last < symbols_ && (last == first || windows + wanted(total, last) <= capacity_)) windows += wanted(total, last++);
    return last;
  }

  /// Calls `take(entry)` for the windows of a worker's share of the blocks.
  template <class Take>
  void for_share(unsigned worker, const Take& take) const {
    EntryReader entry = file_.entry_reader();
    std::vector<std::uint8_t> buffer;
    const std::size_t end = share_begin(file_.blocks(), worker + 1, options_.threads);
    for (std::size_t b = share_begin(file_.blocks(), worker, options_.threads); b < end; ++b) {
      control_.check();
      file_.for_entries(b, buffer, entry, take);
      control_.advance(file_.block(b).entries);
    }
  }

  [[nodiscard]] static bool continues(const Symbol* window, const std::vector<Symbol>& prefix) {
    return std::equal(prefix.begin(), prefix.end(), window + 1);
  }

  /// Windows by the symbol behind the first one and `prefix`, by worker.
  std::vector<Tally> tally(const std::vector<Symbol>& prefix) {
    std::vector<Tally> shares(options_.threads, Tally(0));
    run_workers(options_.threads, control_, [&](unsigned worker) {
      Tally mine(symbols_);
      for_share(worker, [&](const EntryReader& entry) {
        const Symbol* const s = entry.symbols();
        if (!continues(s, prefix)) return;
        const Symbol next = s[1 + prefix.size()];
        ++mine.windows[next];
        mine.occurrences[next] = checked_add(mine.occurrences[next], entry.count());
      });
      shares[worker] = std::move(mine);
    });
    return shares;
  }

  static Tally sum(const std::vector<Tally>& shares) {
    Tally total = shares.front();
    for (std::size_t t = 1; t < shares.size(); ++t) {
      for (std::size_t s = 0; s < total.windows.size(); ++s) {
        total.windows[s] += shares[t].windows[s];
        total.occurrences[s] = checked_add(total.occurrences[s], shares[t].occurrences[s]);
      }
    }
    return total;
  }

  void check_sums(const Tally& total) const {
    if (total.occurrences != file_.header().histogram()) {
      file_.fail(kPreambleBytes, "the windows do not fit the symbol table; the file is damaged: fetch it again, or count again");
    }
  }

  /// Gathers the records of windows that go on with `prefix` and a symbol of first..last, by that symbol.
  void collect(const std::vector<Symbol>& prefix, Symbol first, Symbol last, const std::vector<Tally>& shares,
               const Tally& total) {
    std::vector<std::vector<std::size_t>> next(options_.threads, std::vector<std::size_t>(last - first));
    std::size_t begin = 0;
    for (Symbol s = first; s < last; ++s) {
      std::size_t at = begin;
      for (unsigned t = 0; t < options_.threads; ++t) {
        next[t][s - first] = at;
        if (wanted(total, s) > 0) at += shares[t].windows[s];
      }
      begin += wanted(total, s);
    }
    const std::size_t known = prefix.size();
    const unsigned stride = stride_ - static_cast<unsigned>(known);
    buffer_.ensure(begin * stride * sizeof(Number));
    large_.clear();
    Number* const records = buffer_.template as<Number>();
    run_workers(options_.threads, control_, [&](unsigned worker) {
      for_share(worker, [&](const EntryReader& entry) {
        const Symbol* const s = entry.symbols();
        const Symbol own = s[1 + known];
        if (own - first >= last - first || wanted(total, own) == 0 || !continues(s, prefix)) return;
        Number* const to = records + next[worker][own - first]++ * stride;
        to[0] = static_cast<Number>(s[0]);
        for (std::size_t k = 0; k + known < nexts_; ++k) to[1 + k] = static_cast<Number>(s[2 + known + k]);
        const std::uint32_t weight = large_.code_of(entry.count());
        std::memcpy(to + stride - Counter::kWeightNumbers, &weight, sizeof weight);
      });
    });
  }

  void count_buckets(Symbol first, Symbol last, const Tally& total) {
    std::vector<std::size_t> begin(last - first + 1);
    std::vector<std::pair<std::uint64_t, std::size_t>> by_size;
    for (Symbol s = first; s < last; ++s) {
      begin[s - first + 1] = begin[s - first] + wanted(total, s);
      if (wanted(total, s) == 0) continue;
      by_size.emplace_back(wanted(total, s), buckets_.size());
      buckets_.push_back({s, 0, {}, {}});
    }
    std::sort(by_size.rbegin(), by_size.rend());
    Tickets tickets(by_size.size());
    run_workers(options_.threads, control_, [&](unsigned worker) {
      for (std::size_t t; (t = tickets.take()) < by_size.size();) {
        Bucket& bucket = buckets_[by_size[t].second];
        bucket.worker = worker;
        bucket.spans_begin = spans(worker);
        counters_[worker]->count(1, bucket.symbol, buffer_.template as<Number>() + begin[bucket.symbol - first] * stride_,
                                 by_size[t].first, nexts_);
        bucket.spans_end = spans(worker);
      }
    });
  }

  /// How many nodes a worker has found so far, by depth.
  [[nodiscard]] std::vector<NodeIndex> spans(unsigned worker) {
    std::vector<NodeIndex> sizes(options_.max_order + 1);
    for (unsigned d = 1; d <= options_.max_order; ++d) sizes[d] = narrow<NodeIndex>(counters_[worker]->found(d).size());
    return sizes;
  }

  /// Counts the n-grams that begin with `prefix`, whose records are more than the buffer holds.
  void split(const std::vector<Symbol>& prefix) {
    const auto depth = static_cast<unsigned>(prefix.size());
    emit_prefix(prefix);
    if (depth >= options_.max_order || depth > nexts_) return;
    const std::vector<Tally> shares = tally(prefix);
    Tally total = sum(shares);
    for (Symbol first = 1; first < symbols_;) {
      const Symbol last = end_of_pass(total, first);
      if (last == first + 1 && wanted(total, first) > capacity_) {
        std::vector<Symbol> longer = prefix;
        longer.push_back(first);
        split(longer);
      } else {
        collect(prefix, first, last, shares, total);
        const unsigned nexts = nexts_ - depth;
        const Number* at = buffer_.template as<Number>();
        for (Symbol s = first; s < last; ++s) {
          const std::size_t size = wanted(total, s);
          if (size > 0) counters_[0]->count(depth + 1, s, at, size, nexts);
          at += size * (stride_ - depth);
        }
      }
      first = last;
    }
  }

  /// Tallies the neighbours of one n-gram without records.
  void emit_prefix(const std::vector<Symbol>& prefix) {
    NeighbourTally left(symbols_ - 1), right(symbols_ - 1);
    std::mutex mutex;
    const bool has_next = prefix.size() <= nexts_;
    run_workers(options_.threads, control_, [&](unsigned worker) {
      NeighbourTally my_left(symbols_ - 1), my_right(symbols_ - 1);
      for_share(worker, [&](const EntryReader& entry) {
        const Symbol* const s = entry.symbols();
        if (!continues(s, prefix)) return;
        my_left.add(s[0], entry.count());
        if (has_next) my_right.add(s[1 + prefix.size()], entry.count());
      });
      const std::lock_guard lock(mutex);
      for (std::size_t i = 0; i < my_left.distinct; ++i) left.add(my_left.touched[i], my_left.counts[my_left.touched[i]]);
      for (std::size_t i = 0; i < my_right.distinct; ++i) right.add(my_right.touched[i], my_right.counts[my_right.touched[i]]);
    });
    counters_[0]->emit(static_cast<unsigned>(prefix.size()), prefix.back(), left, right);
  }

  /// Puts the buckets of all workers into levels; buckets_ is in order of symbols.
  NgramTable assemble() {
    std::vector<Level> levels(options_.max_order);
    std::size_t children = 0;
    std::vector<std::size_t> child_begin(buckets_.size() + 1), begin(buckets_.size() + 1);
    for (unsigned depth = options_.max_order; depth >= 1; --depth) {
      for (std::size_t b = 0; b < buckets_.size(); ++b) {
        begin[b + 1] = begin[b] + (buckets_[b].spans_end[depth] - buckets_[b].spans_begin[depth]);
      }
      Level& level = levels[depth - 1];
      (void)narrow<NodeIndex>(begin.back());
      level.resize(begin.back());
      Tickets tickets(buckets_.size());
      run_workers(options_.threads, control_, [&](unsigned) {
        for (std::size_t b; (b = tickets.take()) < buckets_.size();) move_bucket(buckets_[b], depth, level, begin[b], child_begin[b]);
      });
      level.first_child[begin.back()] = static_cast<NodeIndex>(children);
      children = begin.back();
      for (auto& counter : counters_) counter->found(depth) = {};
      std::swap(begin, child_begin);
    }
    return NgramTable(std::move(levels), file_.header().units);
  }

  void move_bucket(const Bucket& bucket, unsigned depth, Level& level, std::size_t to, std::size_t children) {
    control_.check();
    const bool has_children = depth < options_.max_order;
    const std::size_t children_before = has_children ? bucket.spans_begin[depth + 1] : 0;
    const FoundNode* const found = counters_[bucket.worker]->found(depth).data();
    for (std::size_t i = bucket.spans_begin[depth]; i < bucket.spans_end[depth]; ++i, ++to) {
      const FoundNode& node = found[i];
      level.symbol[to] = node.symbol;
      level.first_child[to] = static_cast<NodeIndex>(has_children ? node.first_child - children_before + children : 0);
      level.count[to] = node.count;
      level.left_variety[to] = node.left_variety;
      level.right_variety[to] = node.right_variety;
      level.left_entropy[to] = node.left_entropy;
      level.right_entropy[to] = node.right_entropy;
      level.cohesion[to] = 0;
    }
  }

  /// What follows the n-grams of the file's own order: windows that begin with them lie side by side.
  void fill_last_order(NgramTable& table) {
    Level& level = table.level(order_);
    NeighbourTally right(symbols_ - 1);
    std::vector<Symbol> ngram(order_);
    Count size = 0;
    std::size_t at = 0;
    const auto close = [&] {
      if (size >= options_.min_count && size > 0) {
        if (at >= level.size() || level.count[at] != size || level.symbol[at] != ngram.back()) {
          file_.fail(kPreambleBytes, "its windows contradict each other; the file is damaged: fetch it again, or count again");
        }
        right.summarize(terms_, size, level.right_variety[at], level.right_entropy[at]);
        ++at;
      }
      right.clear();
      size = 0;
    };
    EntryReader entry = file_.entry_reader();
    std::vector<std::uint8_t> buffer;
    for (std::size_t b = 0; b < file_.blocks(); ++b) {
      control_.check();
      file_.for_entries(b, buffer, entry, [&](const EntryReader& window) {
        const Symbol* const s = window.symbols();
        if (s[0] == kBoundary || s[order_ - 1] == kBoundary) return;
        if (size > 0 && !std::equal(ngram.begin(), ngram.end(), s)) close();
        if (size == 0) ngram.assign(s, s + order_);
        right.add(s[order_], window.count());
        size = checked_add(size, window.count());
      });
      control_.advance(file_.block(b).entries);
    }
    close();
    if (at != level.size()) {
      file_.fail(kPreambleBytes, "its windows contradict each other; the file is damaged: fetch it again, or count again");
    }
  }

  const CountFileReader& file_;
  const ScoreOptions& options_;
  JobControl& control_;
  Symbol symbols_;  ///< the boundary included
  unsigned order_, nexts_, stride_;
  std::size_t capacity_;  ///< records
  EntropyTerms terms_;
  LargeWeights large_;
  std::vector<std::unique_ptr<Counter>> counters_;
  PageBuffer buffer_;
  std::vector<Bucket> buckets_;
};

}  // namespace

NgramTable score_counts(const CountFileReader& file, const ScoreOptions& options, JobControl& control) {
  const unsigned order = file.header().order;
  if (options.max_order < 1 || options.max_order > order || options.min_count < 1) {
    throw std::invalid_argument("max_order must be 1.." + std::to_string(order) + ", as the file was counted, and min_count at least 1");
  }
  if (file.header().symbols.size() <= UINT16_MAX) return Scorer<std::uint16_t>(file, options, control).run();
  return Scorer<std::uint32_t>(file, options, control).run();
}

}  // namespace newword
