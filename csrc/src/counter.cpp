#include "newword/counter.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <stdexcept>
#include <utility>

#include "newword/bucket_counter.hpp"
#include "newword/buckets.hpp"
#include "newword/errors.hpp"
#include "newword/memory_pages.hpp"
#include "newword/symbol_range.hpp"
#include "newword/trie_assembly.hpp"

namespace newword {

namespace {

constexpr std::size_t kLeastBuffer = std::size_t{4} << 20;
constexpr std::size_t kUsualBuffer = std::size_t{128} << 20;

/// How the budget is divided. Buckets are small beside the buffer, so that the workers end a pass together
/// and their own room for records, at most twice a bucket each, is no more than the buffer.
struct Division {
  std::size_t buffer_bytes, bucket_bytes, tally_bytes, found_bytes;

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
    found_bytes = budget.is_limited() ? free / 4 / options.threads : SIZE_MAX;
  }
};

template <class Number>
class Counter {
 public:
  Counter(const Text& text, std::span<const Number> symbols, const CountOptions& options, JobControl& control)
      : text_(text), symbols_(symbols), options_(options), control_(control),
        division_(options, text.alphabet().size(),
                  std::uint64_t{symbols.size()} * (options.max_order + 1) * sizeof(Number)),
        buckets_(text,
                 {options.max_order, options.min_count, options.threads, division_.bucket_bytes / sizeof(Number),
                  division_.tally_bytes},
                 control) {
    for (unsigned t = 0; t < options.threads; ++t) {
      workers_.push_back(std::make_unique<BucketCounter<Number>>(text.alphabet().size(), options.max_order,
                                                                 options.min_count, terms_, division_.found_bytes,
                                                                 options.budget.temp_dir, control));
    }
    spans_.resize(buckets_.all().size() * options.max_order);
    owners_.resize(buckets_.all().size());
  }

  NgramTable run() {
    const std::vector<Bucket>& all = buckets_.all();
    std::uint64_t records = 0;
    for (const Bucket& bucket : all) records += bucket.size;
    control_.expect(records);
    for (std::size_t first = 0; first < all.size();) {
      const std::size_t last = end_of_pass(first);
      run_pass(first, last);
      first = last;
    }
    buffer_ = PageBuffer();
    std::vector<FoundNodes> found;
    for (auto& worker : workers_) {
      found.emplace_back();
      for (unsigned d = 1; d <= options_.max_order; ++d) found.back().push_back(worker->found(d).take());
      worker.reset();
    }
    return assemble({buckets_, std::move(found), std::move(owners_), std::move(spans_), options_.max_order,
                     options_.threads, options_.budget, text_.units()},
                    control_);
  }

 private:
  [[nodiscard]] std::size_t numbers_of(std::size_t bucket) const {
    const Bucket& b = buckets_.all()[bucket];
    return b.size * record_size(options_.max_order, b.depth);
  }

  /// As many buckets as have their records in the buffer; always at least one.
  std::size_t end_of_pass(std::size_t first) const {
    const std::size_t capacity = division_.buffer_bytes / sizeof(Number);
    std::size_t numbers = 0, last = first;
    while (last < buckets_.all().size() && (last == first || numbers + numbers_of(last) <= capacity)) {
      numbers += numbers_of(last++);
    }
    return last;
  }

  void run_pass(std::size_t first, std::size_t last) {
    std::vector<std::size_t> begin(last - first + 1);
    std::uint64_t records = 0;
    for (std::size_t b = first; b < last; ++b) {
      begin[b - first + 1] = begin[b - first] + numbers_of(b);
      records += buckets_.all()[b].size;
    }
    buffer_.ensure(begin.back() * sizeof(Number));
    distribute(first, last, begin);
    count_buckets(first, last, begin);
    control_.advance(records);
  }

  /// Copies the records of the pass into their buckets. Every worker has its own exact room in every
  /// bucket, so the workers need no lock and the order is that of the text.
  void distribute(std::size_t first, std::size_t last, const std::vector<std::size_t>& begin) {
    std::vector<std::vector<std::size_t>> next(options_.threads);
    for (unsigned worker = 0; worker < options_.threads; ++worker) {
      next[worker].assign(begin.begin(), begin.end() - 1);
      if (worker == 0) continue;
      for (std::size_t b = first; b < last; ++b) {
        next[worker][b - first] = next[worker - 1][b - first] + buckets_.in_share(b, worker - 1) * stride_of(b);
      }
    }
    const bool is_plain = std::all_of(&buckets_.all()[first], &buckets_.all()[last - 1] + 1,
                                      [](const Bucket& b) { return b.depth == 1; });
    run_workers(options_.threads, control_, [&](unsigned worker) {
      const std::size_t end = share_begin(symbols_.size(), worker + 1, options_.threads);
      for (std::size_t i = share_begin(symbols_.size(), worker, options_.threads); i < end;) {
        control_.check();
        const std::size_t stop = std::min(end, i + kStrideOfChecks);
        if (is_plain) {
          with_stride(options_.max_order + 1,
                      [&](auto stride) { copy_records<stride>(i, stop, first, last, next[worker].data()); });
        } else {
          copy_records<0>(i, stop, first, last, next[worker].data());
        }
        text_.release(i, stop);
        i = stop;
      }
    });
  }

  [[nodiscard]] std::size_t stride_of(std::size_t bucket) const {
    return record_size(options_.max_order, buckets_.all()[bucket].depth);
  }

  /// Records of buckets of single units have kStride numbers; 0: of buckets of any depth.
  template <unsigned kStride>
  void copy_records(std::size_t i, std::size_t end, std::size_t first, std::size_t last, std::size_t* next) {
    constexpr std::size_t kWindow = 1024;
    const Number* const text = symbols_.data();
    Number* const records = buffer_.template as<Number>();
    const Symbol first_unit = buckets_.all()[first].first;
    const SymbolRange<Number> range(first_unit, buckets_.all()[last - 1].first - first_unit + 1);
    std::uint32_t picked[kWindow];
    for (; i < end; i += kWindow) {
      // Picking first, then copying: which symbols belong to a pass is unpredictable.
      const std::size_t n = range.pick(text + i, std::min(end - i, kWindow), picked);
      for (std::size_t k = 0; k < n; ++k) {
        const Number* const at = text + i + picked[k];
        const std::size_t bucket = std::size_t{buckets_.bucket_at(at)} - first;  // kNone lies beyond all
        if (bucket >= last - first) continue;
        if constexpr (kStride > 0) {
          Number* const to = records + next[bucket];
          next[bucket] += kStride;
          to[0] = at[-1];
          std::memcpy(to + 1, at + 1, (kStride - 1) * sizeof(Number));
        } else {
          const std::size_t stride = stride_of(first + bucket);
          Number* const to = records + next[bucket];
          next[bucket] += stride;
          to[0] = at[-1];
          std::copy_n(at + buckets_.all()[first + bucket].depth, stride - 1, to + 1);
        }
      }
    }
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
        count_bucket(by_size[t], worker, buffer_.template as<Number>() + begin[by_size[t] - first]);
      }
    });
  }

  void count_bucket(std::size_t index, unsigned worker, Number* records) {
    BucketCounter<Number>& counter = *workers_[worker];
    const Bucket& bucket = buckets_.all()[index];
    const auto found_so_far = [&](unsigned d) { return narrow<NodeIndex>(counter.found(d).size()); };
    owners_[index] = worker;
    for (unsigned d = 1; d <= options_.max_order; ++d) span(index, d).begin = found_so_far(d);
    with_stride(stride_of(index), [&](auto stride) {
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

  /// Calls `work` with the stride as a compile-time constant.
  template <class Work>
  static void with_stride(std::size_t stride, const Work& work) {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      ((stride == i + 2 ? (work(std::integral_constant<unsigned, i + 2>{}), true) : false) || ...);
    }(std::make_index_sequence<kMaxOrder>{});
  }

  static constexpr std::size_t kStrideOfChecks = std::size_t{1} << 18;

  const Text& text_;
  std::span<const Number> symbols_;
  const CountOptions& options_;
  JobControl& control_;
  Division division_;
  Buckets buckets_;
  EntropyTerms terms_;
  std::vector<std::unique_ptr<BucketCounter<Number>>> workers_;
  PageBuffer buffer_;
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
