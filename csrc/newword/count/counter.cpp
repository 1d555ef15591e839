#include "newword/count/counter.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <stdexcept>
#include <utility>

#include "newword/count/bucket_counter.hpp"
#include "newword/count/buckets.hpp"
#include "newword/count/pass_bins.hpp"
#include "newword/count/record_distributor.hpp"
#include "newword/count/trie_assembly.hpp"
#include "newword/system/errors.hpp"

namespace newword {

namespace {

constexpr std::size_t kLeastBuffer = std::size_t{4} << 20;
constexpr std::size_t kUsualBuffer = std::size_t{128} << 20;

/// How the budget is divided. Buckets are small beside the buffer, so that the workers end a pass together
/// and their own room for records, at most twice a bucket each, is no more than the buffer.
struct Division {
  std::size_t buffer_bytes, bucket_bytes, tally_bytes, found_bytes, bins_bytes;

  Division(const CountOptions& options, std::size_t alphabet_size, std::uint64_t record_bytes) {
    const MemoryBudget& budget = options.budget;
    const std::uint64_t least = least_count_bytes(alphabet_size, options.threads);
    require(budget, least, "counting");
    const std::size_t free = budget.is_limited() ? budget.bytes - (least - 3 * kLeastBuffer) : SIZE_MAX;
    buffer_bytes = std::min(options.buffer_bytes > 0 ? options.buffer_bytes : kUsualBuffer, free / 3);
    if (options.buffer_bytes == 0) {
      // A fixed buffer would mean passes, each over all the text, in proportion to the text.
      const std::uint64_t for_few_passes = std::min<std::uint64_t>(record_bytes / 8, free / 8);
      buffer_bytes = std::max(buffer_bytes, static_cast<std::size_t>(for_few_passes));
    }
    bucket_bytes = buffer_bytes / (2 * std::max(2u, options.threads));
    tally_bytes = std::min(free / 2, std::size_t{256} << 20);
    bins_bytes = std::min(free / 32, std::size_t{8} << 20);
    found_bytes = budget.is_limited() ? free / 4 / options.threads : SIZE_MAX;
  }
};

template <class Number>
class Counter {
 public:
  Counter(const Text& text, std::span<const Number> symbols, const CountOptions& options, JobControl& control)
      : text_(text),
        symbols_(symbols),
        options_(options),
        control_(control),
        division_(options, text.alphabet().size(),
                  std::uint64_t{symbols.size()} * (options.max_order + 1) * sizeof(Number)),
        buckets_(text,
                 {options.max_order, options.min_count, options.threads, division_.bucket_bytes / sizeof(Number),
                  division_.tally_bytes},
                 control),
        distributor_(text, symbols, buckets_, options.max_order, options.threads, control) {
    for (unsigned t = 0; t < options.threads; ++t) {
      workers_.push_back(std::make_unique<BucketCounter<Number>>(text.alphabet().size(), options.max_order,
                                                                 options.min_count, terms_, division_.found_bytes,
                                                                 options.budget.temp_dir, control));
    }
    spans_.resize(buckets_.all().size() * options.max_order);
    owners_.resize(buckets_.all().size());
  }

  NgramTable run() {
    control_.expect(records_of(0, buckets_.all().size()));
    const std::vector<std::size_t> passes = plan_passes();
    if (options_.budget.is_limited() && passes.size() > kManyPasses) {
      run_groups(passes);
    } else {
      for (std::size_t p = 0; p + 1 < passes.size(); ++p) {
        const std::size_t first = passes[p], last = passes[p + 1];
        run_pass(first, last, [&](const auto& begin) { distributor_.copy_from_text(first, last, begin); });
      }
    }
    distributor_.release();
    std::vector<FoundNodes> found;
    for (auto& worker : workers_) {
      found.emplace_back();
      for (unsigned d = 1; d <= options_.max_order; ++d) found.back().push_back(worker->found(d).take());
      worker.reset();
    }
    return assemble({buckets_.steps(), buckets_.splits(), std::move(found), std::move(owners_), std::move(spans_),
                     options_.max_order, options_.threads, options_.budget, text_.units()},
                    control_);
  }

 private:
  /// The first bucket of every pass, and the end. A pass has as many buckets as have their records in the
  /// buffer, and at least one.
  [[nodiscard]] std::vector<std::size_t> plan_passes() const {
    const std::size_t capacity = division_.buffer_bytes / sizeof(Number), end = buckets_.all().size();
    std::vector<std::size_t> passes{0};
    for (std::size_t numbers = 0, b = 0; b < end; ++b) {
      if (numbers > 0 && numbers + distributor_.numbers_of(b) > capacity) {
        passes.push_back(b);
        numbers = 0;
      }
      numbers += distributor_.numbers_of(b);
    }
    if (end > 0) passes.push_back(end);
    return passes;
  }

  /// Every look at the text takes the same time, however few records it finds. So one look puts the windows
  /// of many passes by in files, which together are no longer than two copies of the text.
  void run_groups(const std::vector<std::size_t>& passes) {
    const std::size_t most = 2 * symbols_.size() / distributor_.window_size();
    PassBins bins(kPassesOfGroup, options_.threads, distributor_.window_size() * sizeof(Number),
                  division_.bins_bytes / (kPassesOfGroup * options_.threads), options_.budget.temp_dir);
    for (std::size_t group = 0; group + 1 < passes.size();) {
      std::size_t end = group;
      for (Count windows = 0; end + 1 < passes.size() && end - group < kPassesOfGroup; ++end) {
        windows += records_of(passes[end], passes[end + 1]);
        if (end > group && windows > most) break;
      }
      bins.clear();
      distributor_.put_by(std::span(passes).subspan(group, end - group + 1), bins);
      for (std::size_t p = group; p < end; ++p) {
        const std::size_t first = passes[p], last = passes[p + 1];
        run_pass(first, last,
                 [&](const auto& begin) { distributor_.copy_from_bins(bins, p - group, first, last, begin); });
      }
      group = end;
    }
  }

  [[nodiscard]] Count records_of(std::size_t first, std::size_t last) const {
    Count records = 0;
    for (std::size_t b = first; b < last; ++b) records += buckets_.all()[b].size;
    return records;
  }

  /// Has the records of buckets first..last copied by copy(their places), and counts them.
  template <class Copy>
  void run_pass(std::size_t first, std::size_t last, const Copy& copy) {
    std::vector<std::size_t> begin(last - first + 1);
    for (std::size_t b = first; b < last; ++b) begin[b - first + 1] = begin[b - first] + distributor_.numbers_of(b);
    copy(begin);
    count_buckets(first, last, begin);
    control_.advance(records_of(first, last));
  }

  void count_buckets(std::size_t first, std::size_t last, const std::vector<std::size_t>& begin) {
    // Largest first, as far as the number of bits tells: the workers end together.
    std::array<std::vector<std::size_t>, 65> by_bits;
    for (std::size_t b = first; b < last; ++b) {
      by_bits[64 - std::bit_width(buckets_.all()[b].size)].push_back(b);
    }
    std::vector<std::size_t> by_size;
    for (const auto& same_bits : by_bits) by_size.insert(by_size.end(), same_bits.begin(), same_bits.end());
    Tickets tickets(by_size.size());
    run_workers(options_.threads, control_, [&](unsigned worker) {
      for (std::size_t t; (t = tickets.take()) < by_size.size();) {
        control_.check();
        count_bucket(by_size[t], worker, distributor_.records() + begin[by_size[t] - first]);
      }
    });
  }

  void count_bucket(std::size_t index, unsigned worker, Number* records) {
    BucketCounter<Number>& counter = *workers_[worker];
    const Bucket& bucket = buckets_.all()[index];
    const auto found_so_far = [&](unsigned d) { return narrow<NodeIndex>(counter.found(d).size()); };
    owners_[index] = worker;
    for (unsigned d = 1; d <= options_.max_order; ++d) span(index, d).begin = found_so_far(d);
    with_stride(distributor_.stride_of(index), [&](auto stride) {
      if (bucket.is_below_a_split) {
        counter.template count_longer<stride>(bucket.depth, records, bucket.size);
      } else {
        counter.template count<stride>(bucket.first, records, bucket.size);
      }
    });
    for (unsigned d = 1; d <= options_.max_order; ++d) span(index, d).end = found_so_far(d);
    counter.trim(2 * division_.bucket_bytes);
  }

  NodeSpan& span(std::size_t bucket, unsigned depth) { return spans_[bucket * options_.max_order + depth - 1]; }

  static constexpr std::size_t kManyPasses = 64;  ///< from there on putting by pays: measured with 1 GB and 4 GB
  static constexpr std::size_t kPassesOfGroup = 128;

  const Text& text_;
  std::span<const Number> symbols_;
  const CountOptions& options_;
  JobControl& control_;
  Division division_;
  Buckets buckets_;
  RecordDistributor<Number> distributor_;
  EntropyTerms terms_;
  std::vector<std::unique_ptr<BucketCounter<Number>>> workers_;
  std::vector<unsigned> owners_;  ///< the worker that counted a bucket
  std::vector<NodeSpan> spans_;   ///< by bucket, then depth
};

}  // namespace

std::uint64_t least_count_bytes(std::size_t alphabet_size, unsigned threads) {
  // Tallies and codes by symbol and worker, the worker's lists of what it touched, three buffers.
  const std::uint64_t by_symbol = 16 + std::uint64_t{32} * threads;
  return by_symbol * alphabet_size + 3 * kLeastBuffer;
}

void check(const CountOptions& options) {
  if (options.max_order < 1 || options.max_order > kMaxOrder || options.min_count < 1) {
    throw std::invalid_argument("max_order must be 1..16 and min_count at least 1");
  }
}

NgramTable count_ngrams(const Text& text, const CountOptions& options, JobControl& control) {
  check(options);
  return text.visit([&](auto symbols) {
    using Number = std::remove_const_t<typename decltype(symbols)::element_type>;
    return Counter<Number>(text, symbols, options, control).run();
  });
}

}  // namespace newword
