#include "newword/counter.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <stdexcept>
#include <utility>

#include "newword/bucket_counter.hpp"
#include "newword/errors.hpp"
#include "newword/memory_pages.hpp"

namespace newword {

namespace {

/// The n-grams that begin with one symbol.
struct Bucket {
  Symbol symbol;
  unsigned worker;  ///< that found them
};

/// Where the nodes of one bucket and depth lie in the array of the worker that found them.
struct Span {
  NodeIndex begin, end;
  [[nodiscard]] std::size_t size() const { return end - begin; }
};

template <class Number>
class Counter {
 public:
  Counter(const Text& text, std::span<const Number> symbols, const CountOptions& options, JobControl& control)
      : text_(text), symbols_(symbols), options_(options), control_(control),
        stride_(options.max_order + 1) {
    if (symbols.size() > UINT32_MAX) {
      throw OverflowError("more than 2^32 units in one text: count parts of it and merge them");
    }
    for (unsigned t = 0; t < options.threads; ++t) {
      workers_.push_back(std::make_unique<BucketCounter<Number>>(
          text.alphabet().size(), options.max_order, options.min_count, terms_, control));
    }
    tally_shares();
  }

  NgramTable run() {
    control_.expect(symbols_.size());
    const Symbol end = static_cast<Symbol>(text_.histogram().size());
    for (Symbol first = 1; first < end;) {
      const Symbol last = end_of_pass(first);
      run_pass(first, last);
      first = last;
    }
    buffer_ = PageBuffer();
    return assemble();
  }

 private:
  /// Occurrences of every symbol in each worker's share of the text.
  void tally_shares() {
    share_counts_.assign(options_.threads, {});
    run_workers(options_.threads, control_, [&](unsigned worker) {
      std::vector<std::uint32_t> counts(text_.histogram().size());
      for_share(worker, [&](std::size_t i, std::size_t end) {
        for (; i < end; ++i) ++counts[symbols_[i]];
      });
      share_counts_[worker] = std::move(counts);
    });
  }

  template <class Work>
  void for_share(unsigned worker, const Work& work) {
    constexpr std::size_t kStrideOfChecks = 1 << 18;
    const std::size_t end = share_begin(symbols_.size(), worker + 1, options_.threads);
    for (std::size_t i = share_begin(symbols_.size(), worker, options_.threads); i < end;) {
      control_.check();
      const std::size_t next = std::min(end, i + kStrideOfChecks);
      work(i, next);
      i = next;
    }
  }

  /// As many symbols as have their records in the buffer; always at least one.
  Symbol end_of_pass(Symbol first) const {
    const std::vector<std::uint64_t>& histogram = text_.histogram();
    const std::size_t capacity = options_.buffer_bytes / (stride_ * sizeof(Number));
    std::uint64_t records = 0;
    Symbol last = first;
    while (last < histogram.size() && (last == first || records + histogram[last] <= capacity)) {
      records += histogram[last++];
    }
    return last;
  }

  void run_pass(Symbol first, Symbol last) {
    const std::vector<std::uint64_t>& histogram = text_.histogram();
    const std::size_t symbols = last - first;
    std::vector<std::size_t> begin(symbols + 1);
    for (std::size_t s = 0; s < symbols; ++s) begin[s + 1] = begin[s] + histogram[first + s];
    buffer_.ensure(begin[symbols] * stride_ * sizeof(Number));
    distribute(first, last, begin);
    count_buckets(first, begin);
    control_.advance(begin[symbols]);
  }

  /// Copies the records of the pass into their buckets. Every worker has its own exact room in every
  /// bucket, so the workers need no lock and the order is that of the text.
  void distribute(Symbol first, Symbol last, const std::vector<std::size_t>& begin) {
    std::vector<std::vector<std::size_t>> next(options_.threads);
    for (unsigned worker = 0; worker < options_.threads; ++worker) {
      next[worker].assign(begin.begin(), begin.end() - 1);
      for (unsigned before = 0; before < worker; ++before) {
        for (Symbol s = first; s < last; ++s) next[worker][s - first] += share_counts_[before][s];
      }
    }
    run_workers(options_.threads, control_, [&](unsigned worker) {
      for_share(worker, [&](std::size_t i, std::size_t end) {
        with_stride([&](auto stride) { copy_records<stride>(i, end, first, last, next[worker].data()); });
      });
    });
  }

  template <unsigned kStride>
  void copy_records(std::size_t i, std::size_t end, Symbol first, Symbol last, std::size_t* next) {
    constexpr std::size_t kWindow = 1024;
    const Number* const text = symbols_.data();
    Number* const records = buffer_.template as<Number>();
    std::uint32_t picked[kWindow];
    const Symbol range = last - first;
    for (; i < end; i += kWindow) {
      // Picking first, without a branch, then copying: which symbols belong to a pass is unpredictable.
      const std::size_t window_end = std::min(end, i + kWindow);
      std::size_t n = 0;
      for (std::size_t j = i; j < window_end; ++j) {
        picked[n] = static_cast<std::uint32_t>(j);
        n += static_cast<Symbol>(text[j]) - first < range;
      }
      for (std::size_t k = 0; k < n; ++k) {
        const Number* const at = text + picked[k];
        Number* const to = records + next[at[0] - first]++ * kStride;
        to[0] = at[-1];
        std::memcpy(to + 1, at + 1, (kStride - 1) * sizeof(Number));
      }
    }
  }

  void count_buckets(Symbol first, const std::vector<std::size_t>& begin) {
    std::vector<Symbol> order;
    for (std::size_t s = 0; s + 1 < begin.size(); ++s) {
      if (begin[s + 1] - begin[s] >= options_.min_count && begin[s + 1] > begin[s]) {
        order.push_back(static_cast<Symbol>(s));
      }
    }
    const std::size_t old = buckets_.size();
    buckets_.resize(old + order.size());
    spans_.resize(buckets_.size() * options_.max_order);
    for (std::size_t i = 0; i < order.size(); ++i) buckets_[old + i].symbol = first + order[i];
    // Largest first, as far as the number of bits tells: the workers end together.
    std::array<std::vector<std::size_t>, 65> by_bits;
    for (std::size_t i = 0; i < order.size(); ++i) {
      by_bits[64 - std::bit_width(begin[order[i] + 1] - begin[order[i]])].push_back(i);
    }
    std::vector<std::size_t> by_size;
    for (const auto& same_bits : by_bits) by_size.insert(by_size.end(), same_bits.begin(), same_bits.end());
    Tickets tickets(by_size.size());
    run_workers(options_.threads, control_, [&](unsigned worker) {
      for (std::size_t t; (t = tickets.take()) < by_size.size();) {
        control_.check();
        const Symbol s = order[by_size[t]];
        count_bucket(old + by_size[t], worker, begin[s], begin[s + 1] - begin[s]);
      }
    });
  }

  void count_bucket(std::size_t bucket, unsigned worker, std::size_t begin, std::size_t size) {
    BucketCounter<Number>& counter = *workers_[worker];
    const auto found_so_far = [&](unsigned d) { return static_cast<NodeIndex>(counter.found(d).size()); };
    buckets_[bucket].worker = worker;
    for (unsigned d = 1; d <= options_.max_order; ++d) span(bucket, d).begin = found_so_far(d);
    Number* const records = buffer_.template as<Number>() + begin * stride_;
    with_stride([&](auto stride) { counter.template count<stride>(buckets_[bucket].symbol, records, size); });
    for (unsigned d = 1; d <= options_.max_order; ++d) span(bucket, d).end = found_so_far(d);
  }

  /// Puts the buckets of all workers into levels; buckets_ is in order of symbols.
  NgramTable assemble() {
    std::vector<Level> levels(options_.max_order);
    std::vector<std::size_t> begin(buckets_.size()), child_begin(buckets_.size());
    for (unsigned depth = options_.max_order; depth >= 1; --depth) {
      std::size_t size = 0;
      for (std::size_t b = 0; b < buckets_.size(); ++b) {
        begin[b] = size;
        size += span(b, depth).size();
      }
      Level& level = levels[depth - 1];
      level.resize((void(narrow<NodeIndex>(size)), size));
      Tickets tickets(buckets_.size());
      run_workers(options_.threads, control_, [&](unsigned) {
        for (std::size_t b; (b = tickets.take()) < buckets_.size();) {
          move_bucket(b, depth, level, begin[b], child_begin[b]);
        }
      });
      const std::size_t next_size = depth < options_.max_order ? levels[depth].size() : 0;
      level.first_child[size] = static_cast<NodeIndex>(next_size);
      for (auto& worker : workers_) worker->found(depth) = {};
      std::swap(begin, child_begin);
    }
    return NgramTable(std::move(levels), text_.units());
  }

  void move_bucket(std::size_t bucket, unsigned depth, Level& level, std::size_t to, std::size_t children) {
    const FoundNode* const found = workers_[buckets_[bucket].worker]->found(depth).data();
    const std::size_t children_before = depth < options_.max_order ? span(bucket, depth + 1).begin : 0;
    const Span nodes = span(bucket, depth);
    for (std::size_t i = nodes.begin; i < nodes.end; ++i, ++to) {
      if (to % kNodesBetweenChecks == 0) control_.check();
      const FoundNode& node = found[i];
      level.symbol[to] = node.symbol;
      level.first_child[to] = static_cast<NodeIndex>(
          depth < options_.max_order ? node.first_child - children_before + children : 0);
      level.count[to] = node.count;
      level.left_variety[to] = node.left_variety;
      level.right_variety[to] = node.right_variety;
      level.left_entropy[to] = node.left_entropy;
      level.right_entropy[to] = node.right_entropy;
      level.cohesion[to] = 0;
    }
  }

  Span& span(std::size_t bucket, unsigned depth) { return spans_[bucket * options_.max_order + depth - 1]; }

  /// Calls `work` with the stride as a compile-time constant.
  template <class Work>
  void with_stride(const Work& work) const {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      ((stride_ == i + 2 ? (work(std::integral_constant<unsigned, i + 2>{}), true) : false) || ...);
    }(std::make_index_sequence<kMaxOrder>{});
  }

  static constexpr std::size_t kNodesBetweenChecks = 1 << 16;

  const Text& text_;
  std::span<const Number> symbols_;
  const CountOptions& options_;
  JobControl& control_;
  std::size_t stride_;
  EntropyTerms terms_;
  std::vector<std::unique_ptr<BucketCounter<Number>>> workers_;
  std::vector<std::vector<std::uint32_t>> share_counts_;
  PageBuffer buffer_;
  std::vector<Bucket> buckets_;
  std::vector<Span> spans_;  ///< by bucket, then depth
};

}  // namespace

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
