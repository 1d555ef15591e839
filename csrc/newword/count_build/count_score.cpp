#include "newword/count_build/count_score.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "newword/count/trie_assembly.hpp"
#include "newword/count_build/large_weights.hpp"
#include "newword/count_build/last_order.hpp"
#include "newword/count_build/weighted_counter.hpp"
#include "newword/count_build/window_sources.hpp"
#include "newword/system/errors.hpp"
#include "newword/system/memory_pages.hpp"

namespace newword {

namespace {

/// Windows and their occurrences by what follows a prefix, and their occurrences by what precedes it.
struct Tally {
  std::vector<std::uint64_t> windows;
  std::vector<Count> occurrences, left;
};

/// Symbols first..last, whose windows are looked at together.
struct Pass {
  Symbol first, last;
  std::uint64_t windows;
};

template <class Number>
class Scorer {
 public:
  using Counter = WeightedCounter<Number>;

  Scorer(const CountFileReader& file, const ScoreOptions& options, JobControl& control)
      : file_(file),
        options_(options),
        control_(control),
        symbols_(file.header().symbols.size() + 1),
        order_(file.header().order),
        nexts_(std::min(options.max_order, order_ - 1)),
        buffer_bytes_(choose_buffer(options)) {
    for (unsigned t = 0; t < options.threads; ++t) {
      counters_.push_back(std::make_unique<Counter>(symbols_ - 1, options.max_order, options.min_count, terms_,
                                                    large_.all(), options.budget.part(4 * std::size_t{options.threads}),
                                                    options.budget.temp_dir, control));
    }
  }

  NgramTable run() {
    FileWindows windows(file_, options_.threads, control_);
    const std::uint64_t looks = options_.max_order == order_ ? 3 : 2;
    control_.expect(looks * file_.entries());
    const std::vector<Tally> shares = tally(windows, 0);
    if (sum(shares).occurrences != file_.header().histogram()) {
      file_.fail(kPreambleBytes,
                 "the windows do not fit the symbol table; the file is damaged: fetch it again, or count again");
    }
    windows.require_balance();
    count_below(windows, 0, shares);
    buffer_ = PageBuffer();
    NgramTable table = put_together();
    if (options_.max_order == order_)
      fill_last_order(file_, options_.min_count, options_.budget, terms_, table, control_);
    return table;
  }

 private:
  static std::size_t choose_buffer(const ScoreOptions& options) {
    if (options.buffer_bytes > 0) return std::min(options.buffer_bytes, options.budget.part(6));
    return options.budget.is_limited() ? std::min(kUsualBuffer, options.budget.part(6)) : SIZE_MAX;
  }

  /// Numbers in the record of a window below a prefix of `depth` units and the unit after it: the left
  /// neighbour, what follows, the weight.
  [[nodiscard]] std::size_t stride_at(unsigned depth) const { return 1 + nexts_ - depth + Counter::kWeightNumbers; }

  /// Tallies the windows that go on after their first symbol and a prefix of `depth` units.
  template <class Windows>
  std::vector<Tally> tally(const Windows& windows, unsigned depth) {
    std::vector<Tally> shares(options_.threads);
    run_workers(options_.threads, control_, [&](unsigned worker) {
      Tally mine{std::vector<std::uint64_t>(symbols_), std::vector<Count>(symbols_), std::vector<Count>(symbols_)};
      const unsigned next = depth <= nexts_ ? 1 + depth : 1;
      windows.for_share(worker, options_.threads, [&](const auto* s, Count count) {
        ++mine.windows[s[next]];
        mine.occurrences[s[next]] = checked_add(mine.occurrences[s[next]], count);
        mine.left[s[0]] = checked_add(mine.left[s[0]], count);
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
        total.left[s] = checked_add(total.left[s], shares[t].left[s]);
      }
    }
    return total;
  }

  /// Windows of a symbol that will be looked at.
  [[nodiscard]] std::uint64_t wanted(const Tally& total, Symbol s) const {
    return total.occurrences[s] >= options_.min_count ? total.windows[s] : 0;
  }

  /// As many symbols a pass as have their records in the buffer, and at least one.
  [[nodiscard]] std::vector<Pass> plan_passes(const Tally& total, std::uint64_t capacity) const {
    std::vector<Pass> passes;
    for (Symbol s = 1; s < symbols_; ++s) {
      const std::uint64_t windows = wanted(total, s);
      if (windows == 0) continue;
      if (passes.empty() || passes.back().windows + windows > capacity) passes.push_back({s, s, 0});
      passes.back().last = s + 1;
      passes.back().windows += windows;
    }
    return passes;
  }

  /// Counts the n-grams that go on after a prefix of `depth` units, which all windows have. What does not fit into
  /// one pass is put by for many in one look at the windows, in files not much longer than the count file.
  template <class Windows>
  void count_below(const Windows& windows, unsigned depth, const std::vector<Tally>& shares) {
    const Tally total = sum(shares);
    const std::uint64_t capacity = std::max<std::uint64_t>(1, buffer_bytes_ / (stride_at(depth) * sizeof(Number)));
    const std::vector<Pass> passes = plan_passes(total, capacity);
    if (passes.size() == 1 && passes[0].windows <= capacity)
      return count_pass(windows, depth, passes[0], shares, total);
    const std::size_t window_bytes = BinWindows<Number>::bytes(order_);
    const std::uint64_t most = 2 * file_.size() / window_bytes;
    for (std::size_t group = 0; group < passes.size();) {
      std::size_t end = group;
      for (std::uint64_t put = 0; end < passes.size() && end - group < kPassesOfGroup; ++end) {
        put += passes[end].windows;
        if (end > group && put > most) break;
      }
      PassBins bins(end - group, options_.threads, window_bytes, kChunkBytes, options_.budget.temp_dir);
      put_by(windows, depth, std::span(passes).subspan(group, end - group), total, bins);
      for (std::size_t p = group; p < end; ++p) {
        const BinWindows<Number> own(bins, p - group, order_, control_);
        if (passes[p].windows <= capacity) {
          count_pass(own, depth, passes[p], shares, total);
        } else {
          split(own, depth + 1, passes[p].first);
        }
      }
      group = end;
    }
  }

  template <class Windows>
  void put_by(const Windows& windows, unsigned depth, std::span<const Pass> passes, const Tally& total,
              PassBins& bins) {
    const Symbol first = passes.front().first, last = passes.back().last;
    std::vector<std::uint16_t> pass_of(last - first, kNoPass);
    for (std::size_t p = 0; p < passes.size(); ++p) {
      for (Symbol s = passes[p].first; s < passes[p].last; ++s) {
        if (wanted(total, s) > 0) pass_of[s - first] = static_cast<std::uint16_t>(p);
      }
    }
    run_workers(options_.threads, control_, [&](unsigned worker) {
      windows.for_share(worker, options_.threads, [&](const auto* s, Count count) {
        const Symbol own = Symbol{s[1 + depth]} - first;
        if (own >= last - first || pass_of[own] == kNoPass) return;
        BinWindows<Number>::put(bins, worker, pass_of[own], s, order_, count);
      });
    });
  }

  /// An n-gram of `depth` units that all windows have, and, apart from it, those that go on from it.
  void split(const BinWindows<Number>& windows, unsigned depth, Symbol symbol) {
    const std::vector<Tally> shares = tally(windows, depth);
    const Tally total = sum(shares);
    Split prefix{symbol, depth, 0};
    for (const Count count : total.left) prefix.count = checked_add(prefix.count, count);
    summarize(total.left, prefix.count, prefix.left_variety, prefix.left_entropy);
    if (depth <= nexts_) summarize(total.occurrences, prefix.count, prefix.right_variety, prefix.right_entropy);
    steps_.push_back({true, narrow<std::uint32_t>(splits_.size())});
    splits_.push_back(prefix);
    if (depth < options_.max_order && depth <= nexts_) count_below(windows, depth, shares);
  }

  void summarize(const std::vector<Count>& counts, Count size, Count& variety, double& entropy) const {
    NeighbourTally neighbours(symbols_ - 1);
    for (Symbol s = 0; s < symbols_; ++s) {
      if (counts[s] > 0) neighbours.add(s, counts[s]);
    }
    neighbours.summarize(terms_, size, variety, entropy);
  }

  template <class Windows>
  void count_pass(const Windows& windows, unsigned depth, const Pass& pass, const std::vector<Tally>& shares,
                  const Tally& total) {
    collect(windows, depth, pass, shares, total);
    count_buckets(depth, pass, total);
    control_.advance(depth == 0 ? pass.windows : 0);
  }

  /// Gathers the records of a pass, symbol by symbol.
  template <class Windows>
  void collect(const Windows& windows, unsigned depth, const Pass& pass, const std::vector<Tally>& shares,
               const Tally& total) {
    const Symbol first = pass.first, last = pass.last;
    std::vector<std::vector<std::size_t>> next(options_.threads, std::vector<std::size_t>(last - first));
    std::size_t begin = 0;
    for (Symbol s = first; s < last; ++s) {
      if (wanted(total, s) == 0) continue;
      for (unsigned t = 0; t < options_.threads; ++t) {
        next[t][s - first] = begin;
        begin += shares[t].windows[s];
      }
    }
    const std::size_t stride = stride_at(depth);
    buffer_.ensure(begin * stride * sizeof(Number));
    large_.clear();
    Number* const records = buffer_.template as<Number>();
    run_workers(options_.threads, control_, [&](unsigned worker) {
      windows.for_share(worker, options_.threads, [&](const auto* s, Count count) {
        const Symbol own = s[1 + depth];
        if (own - first >= last - first || wanted(total, own) == 0) return;
        Number* const to = records + next[worker][own - first]++ * stride;
        to[0] = static_cast<Number>(s[0]);
        for (unsigned k = 0; k + depth < nexts_; ++k) to[1 + k] = static_cast<Number>(s[2 + depth + k]);
        const std::uint32_t weight = large_.code_of(count);
        std::memcpy(to + stride - Counter::kWeightNumbers, &weight, sizeof weight);
      });
    });
  }

  void count_buckets(unsigned depth, const Pass& pass, const Tally& total) {
    struct Job {
      std::uint64_t size;
      std::size_t bucket, begin;
      Symbol symbol;
    };
    std::vector<Job> jobs;
    std::size_t begin = 0;
    for (Symbol s = pass.first; s < pass.last; ++s) {
      const std::uint64_t size = wanted(total, s);
      if (size == 0) continue;
      jobs.push_back({size, add_bucket(), begin, s});
      begin += size;
    }
    // Largest first: the workers end together.
    std::stable_sort(jobs.begin(), jobs.end(), [](const Job& a, const Job& b) { return a.size > b.size; });
    Tickets tickets(jobs.size());
    run_workers(options_.threads, control_, [&](unsigned worker) {
      for (std::size_t t; (t = tickets.take()) < jobs.size();) {
        const Job& job = jobs[t];
        Counter& counter = *counters_[worker];
        const auto found_so_far = [&](unsigned d) { return narrow<NodeIndex>(counter.found(d).size()); };
        owners_[job.bucket] = worker;
        for (unsigned d = 1; d <= options_.max_order; ++d) span(job.bucket, d).begin = found_so_far(d);
        counter.count(depth + 1, job.symbol, buffer_.template as<Number>() + job.begin * stride_at(depth), job.size,
                      nexts_ - depth);
        for (unsigned d = 1; d <= options_.max_order; ++d) span(job.bucket, d).end = found_so_far(d);
        counter.trim(buffer_bytes_ / (4 * std::size_t{options_.threads}));
      }
    });
  }

  /// Makes room for one more bucket; buckets come in the order of the trie.
  std::size_t add_bucket() {
    steps_.push_back({false, narrow<std::uint32_t>(owners_.size())});
    owners_.push_back(0);
    spans_.resize(spans_.size() + options_.max_order);
    return owners_.size() - 1;
  }
  NodeSpan& span(std::size_t bucket, unsigned depth) { return spans_[bucket * options_.max_order + depth - 1]; }

  NgramTable put_together() {
    std::vector<FoundNodes> found;
    for (auto& counter : counters_) {
      found.emplace_back();
      for (unsigned d = 1; d <= options_.max_order; ++d) found.back().push_back(counter->found(d).take());
    }
    return assemble({steps_, splits_, std::move(found), std::move(owners_), std::move(spans_), options_.max_order,
                     options_.threads, options_.budget, file_.header().units},
                    control_);
  }

  static constexpr std::size_t kUsualBuffer = std::size_t{256} << 20;
  static constexpr std::size_t kPassesOfGroup = 128;
  static constexpr std::size_t kChunkBytes = std::size_t{1} << 14;
  static constexpr std::uint16_t kNoPass = UINT16_MAX;

  const CountFileReader& file_;
  const ScoreOptions& options_;
  JobControl& control_;
  Symbol symbols_;  ///< the boundary included
  unsigned order_, nexts_;
  std::size_t buffer_bytes_;
  EntropyTerms terms_;
  LargeWeights large_;
  std::vector<std::unique_ptr<Counter>> counters_;
  PageBuffer buffer_;
  std::vector<Step> steps_;
  std::vector<Split> splits_;
  std::vector<unsigned> owners_;  ///< by bucket: the worker that counted it
  std::vector<NodeSpan> spans_;   ///< by bucket, then depth
};

}  // namespace

NgramTable score_counts(const CountFileReader& file, const ScoreOptions& options, JobControl& control) {
  const unsigned order = file.header().order;
  if (options.max_order < 1 || options.max_order > order || options.min_count < 1) {
    throw std::invalid_argument("max_order must be 1.." + std::to_string(order) +
                                ", as the file was counted, and min_count at least 1");
  }
  if (file.header().symbols.size() <= UINT16_MAX) return Scorer<std::uint16_t>(file, options, control).run();
  return Scorer<std::uint32_t>(file, options, control).run();
}

}  // namespace newword
