// Copies the records of a pass into its buckets, from the text or from spilled windows.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "newword/count/buckets.hpp"
#include "newword/count/pass_bins.hpp"
#include "newword/count/symbol_range.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/system/memory_pages.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// Calls `work` with the numbers of a record, 2..17, as a compile-time constant.
template <class Work>
void with_stride(std::size_t stride, const Work& work) {
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    ((stride == i + 2 ? (work(std::integral_constant<unsigned, i + 2>{}), true) : false) || ...);
  }(std::make_index_sequence<16>{});
}

/// The buffer of a pass: the records of buckets first..last, bucket after bucket. Copying is shared out among
/// workers; calls are for one thread at a time.
template <class Number>
class RecordDistributor {
 public:
  RecordDistributor(const Text& text, std::span<const Number> symbols, const Buckets& buckets, unsigned max_order,
                    unsigned threads, JobControl& control)
      : text_(text),
        symbols_(symbols),
        buckets_(buckets),
        max_order_(max_order),
        threads_(threads),
        control_(control) {}

  /// Numbers in a record of a bucket.
  [[nodiscard]] std::size_t stride_of(std::size_t bucket) const {
    return record_size(max_order_, buckets_.all()[bucket].depth);
  }
  [[nodiscard]] std::size_t numbers_of(std::size_t bucket) const {
    return buckets_.all()[bucket].size * stride_of(bucket);
  }
  /// The numbers that are spilled for a place: its left neighbour, its symbol and those that follow.
  [[nodiscard]] std::size_t window_size() const { return max_order_ + 2; }

  [[nodiscard]] Number* records() { return buffer_.template as<Number>(); }
  void release() { buffer_ = PageBuffer(); }

  /// Copies the records of buckets first..last from the text. `begin`: the place of the first record of each
  /// bucket in numbers, and the end.
  void copy_from_text(std::size_t first, std::size_t last, const std::vector<std::size_t>& begin) {
    Places next = make_room(first, last, begin);
    with_stride_of(first, last, [&](auto stride) {
      for_share([&](unsigned worker, std::size_t i, std::size_t end) {
        for_places(i, end, first, last, [&](const Number* at, std::size_t bucket) {
          copy_record<stride>(at, first + bucket, next[worker][bucket]);
        });
      });
    });
  }

  /// The same from the windows that put_by() spilled for a pass.
  void copy_from_bins(const PassBins& bins, std::size_t pass, std::size_t first, std::size_t last,
                      const std::vector<std::size_t>& begin) {
    Places next = make_room(first, last, begin);
    with_stride_of(first, last, [&](auto stride) {
      run_workers(threads_, control_, [&](unsigned worker) {
        bins.for_windows(worker, pass, [&](const std::uint8_t* bytes, std::size_t count) {
          control_.check();
          const Number* at = reinterpret_cast<const Number*>(bytes) + 1;
          for (std::size_t k = 0; k < count; ++k, at += window_size()) {
            const std::size_t bucket = buckets_.bucket_at(at);
            copy_record<stride>(at, bucket, next[worker][bucket - first]);
          }
        });
      });
    });
  }

  /// Spills the windows of at most 256 passes in one look at the text. `passes`: the first bucket of each, and the end.
  void put_by(std::span<const std::size_t> passes, PassBins& bins) {
    const std::size_t first = passes.front();
    std::vector<std::uint8_t> pass_of(passes.back() - first);
    for (std::size_t p = 0; p + 1 < passes.size(); ++p) {
      std::fill_n(pass_of.begin() + static_cast<std::ptrdiff_t>(passes[p] - first), passes[p + 1] - passes[p],
                  static_cast<std::uint8_t>(p));
    }
    for_share([&](unsigned worker, std::size_t i, std::size_t end) {
      for_places(i, end, first, passes.back(),
                 [&](const Number* at, std::size_t bucket) { bins.put(worker, pass_of[bucket], at - 1); });
    });
  }

 private:
  /// Where each worker's next record of each bucket goes. Every worker has its own exact space in every bucket, so the
  /// workers need no lock and the order is that of the text.
  using Places = std::vector<std::vector<std::size_t>>;

  Places make_room(std::size_t first, std::size_t last, const std::vector<std::size_t>& begin) {
    buffer_.ensure(begin.back() * sizeof(Number));
    Places next(threads_);
    next[0].assign(begin.begin(), begin.end() - 1);
    for (unsigned worker = 1; worker < threads_; ++worker) {
      next[worker] = next[worker - 1];
      for (std::size_t b = first; b < last; ++b) {
        next[worker][b - first] += buckets_.in_share(b, worker - 1) * stride_of(b);
      }
    }
    return next;
  }

  /// Calls `work` with the numbers of a record as a constant, or with 0 if they differ between the buckets.
  template <class Work>
  void with_stride_of(std::size_t first, std::size_t last, const Work& work) const {
    const bool is_plain = std::all_of(&buckets_.all()[first], &buckets_.all()[last - 1] + 1,
                                      [](const Bucket& b) { return b.depth == 1; });
    if (is_plain) {
      with_stride(max_order_ + 1, work);
    } else {
      work(std::integral_constant<unsigned, 0>{});
    }
  }

  /// Calls work(worker, i, end) for the stretches of each worker's share of the text.
  template <class Work>
  void for_share(const Work& work) {
    constexpr std::size_t kStrideOfChecks = std::size_t{1} << 18;
    run_workers(threads_, control_, [&](unsigned worker) {
      const std::size_t end = share_begin(symbols_.size(), worker + 1, threads_);
      for (std::size_t i = share_begin(symbols_.size(), worker, threads_); i < end;) {
        control_.check();
        const std::size_t stop = std::min(end, i + kStrideOfChecks);
        work(worker, i, stop);
        text_.release(i, stop);
        i = stop;
      }
    });
  }

  /// Calls visit(at, bucket - first) for the places i..end of the text that belong to buckets first..last.
  template <class Visit>
  void for_places(std::size_t i, std::size_t end, std::size_t first, std::size_t last, const Visit& visit) const {
    constexpr std::size_t kWindow = 1024;
    const Number* const text = symbols_.data();
    const Symbol first_unit = buckets_.all()[first].first;
    const SymbolRange<Number> range(first_unit, buckets_.all()[last - 1].first - first_unit + 1);
    std::uint32_t picked[kWindow];
    for (; i < end; i += kWindow) {
      // Pick first, then copy: which symbols belong to a pass is unpredictable for the processor.
      const std::size_t n = range.pick(text + i, std::min(end - i, kWindow), picked);
      for (std::size_t k = 0; k < n; ++k) {
        const Number* const at = text + i + picked[k];
        const std::size_t bucket = std::size_t{buckets_.bucket_at(at)} - first;  // kNone lies beyond all
        if (bucket < last - first) visit(at, bucket);
      }
    }
  }

  /// Copies the record of a place, and moves `to` on. kStride: its numbers, or 0 to look them up.
  template <unsigned kStride>
  void copy_record(const Number* at, std::size_t bucket, std::size_t& to) {
    Number* const record = records() + to;
    record[0] = at[-1];
    if constexpr (kStride > 0) {
      std::memcpy(record + 1, at + 1, (kStride - 1) * sizeof(Number));
      to += kStride;
    } else {
      const std::size_t stride = stride_of(bucket);
      std::copy_n(at + buckets_.all()[bucket].depth, stride - 1, record + 1);
      to += stride;
    }
  }

  const Text& text_;
  std::span<const Number> symbols_;
  const Buckets& buckets_;
  unsigned max_order_, threads_;
  JobControl& control_;
  PageBuffer buffer_;
};

}  // namespace newword
