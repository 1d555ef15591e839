#include "newword/count_build/count_dump.hpp"

#include <algorithm>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "newword/count/symbol_range.hpp"
#include "newword/count_build/window_sorter.hpp"
#include "newword/count_file/ordered_output.hpp"
#include "newword/system/memory_pages.hpp"

namespace newword {

namespace {

/// The text as the passes read it: every worker its own share, in pieces, with enough symbols behind
/// each piece for the longest window.
template <class Number>
class TextShares {
 public:
  TextShares(const Text& text, std::span<const Number> symbols, unsigned threads, const JobControl& control)
      : text_(text), symbols_(symbols), threads_(threads), control_(&control) {}

  /// Calls `work(from, size)` for the pieces of a share; nothing begins at the last boundary.
  template <class Work>
  void visit(unsigned worker, const Work& work) const {
    constexpr std::size_t kPiece = 1 << 18;
    const std::size_t size = symbols_.size() - 1;
    const std::size_t end = share_begin(size, worker + 1, threads_);
    for (std::size_t i = share_begin(size, worker, threads_); i < end; i += kPiece) {
      control_->check();
      work(symbols_.data() + i, std::min(end - i, kPiece));
      text_.release(i, std::min(end, i + kPiece));
    }
  }
  [[nodiscard]] std::size_t alphabet_size() const { return text_.alphabet().size(); }

 private:
  const Text& text_;
  std::span<const Number> symbols_;
  unsigned threads_;
  const JobControl* control_;
};

template <class Number, unsigned kWords>
class Dump {
 public:
  using Window = PackedWindow<Number, kWords>;
  using Counts = std::vector<std::uint64_t>;

  Dump(const TextShares<Number>& text, const CountFileHeader& header, const DumpOptions& options,
       const SymbolCodes& codes, CountFileWriter& writer, JobControl& control)
      : text_(text),
        order_(header.order),
        threads_(options.threads),
        writer_(writer),
        control_(control),
        capacity_(std::max<std::size_t>(1, options.buffer_bytes / sizeof(Window))) {
    for (unsigned t = 0; t < threads_; ++t) {
      sorters_.push_back(std::make_unique<WindowSorter<Number, kWords>>(codes, order_, control));
    }
  }

  void run() {
    const std::vector<Counts> shares = tally({});
    const Counts total = sum(shares);
    for (Symbol first = 0; first < total.size();) {
      const Symbol last = end_of_pass(total, first);
      std::uint64_t windows = 0;
      for (Symbol s = first; s < last; ++s) windows += total[s];
      if (windows <= capacity_) {
        collect({}, first, last, shares, total);
        write_buckets(first, last, total);
      } else {
        sorters_[0]->begin(first);
        split({first}, windows);
        sorters_[0]->encoder().begin_bucket();
        drain();
      }
      control_.advance(windows);
      first = last;
    }
  }

 private:
  /// Occurrences of each symbol behind the places where `prefix` stands, by worker.
  std::vector<Counts> tally(const std::vector<Symbol>& prefix) {
    std::vector<Counts> counts(threads_);
    run_workers(threads_, control_, [&](unsigned worker) {
      Counts mine(text_.alphabet_size() + 1);
      text_.visit(worker, [&](const Number* from, std::size_t size) {
        if (prefix.empty()) {
          for (std::size_t i = 0; i < size; ++i) ++mine[from[i]];
        } else {
          for (std::size_t i = 0; i < size; ++i) {
            if (std::equal(prefix.begin(), prefix.end(), from + i)) ++mine[from[i + prefix.size()]];
          }
        }
      });
      counts[worker] = std::move(mine);
    });
    return counts;
  }

  static Counts sum(const std::vector<Counts>& shares) {
    Counts total = shares.front();
    for (std::size_t t = 1; t < shares.size(); ++t) {
      for (std::size_t s = 0; s < total.size(); ++s) total[s] += shares[t][s];
    }
    return total;
  }

  /// As many symbols as have their windows in the buffer; always at least one.
  Symbol end_of_pass(const Counts& total, Symbol first) const {
    std::uint64_t windows = 0;
    Symbol last = first;
    while (last < total.size() && (last == first || windows + total[last] <= capacity_)) windows += total[last++];
    return last;
  }

  /// Gathers the windows that begin with `prefix` and a symbol of first..last into buckets by that
  /// symbol. Every worker has its own exact room in each, so the workers need no lock.
  void collect(const std::vector<Symbol>& prefix, Symbol first, Symbol last, const std::vector<Counts>& shares,
               const Counts& total) {
    std::vector<std::vector<std::size_t>> next(threads_, std::vector<std::size_t>(last - first));
    std::size_t begin = 0;
    for (Symbol s = first; s < last; ++s) {
      std::size_t at = begin;
      for (unsigned t = 0; t < threads_; ++t) {
        next[t][s - first] = at;
        at += shares[t][s];
      }
      begin += total[s];
    }
    buffer_.ensure(begin * sizeof(Window));
    Window* const windows = buffer_.template as<Window>();
    run_workers(threads_, control_, [&](unsigned worker) {
      std::size_t* const to = next[worker].data();
      text_.visit(worker, [&](const Number* from, std::size_t size) {
        if (prefix.empty()) return pick(from, size, first, last, windows, to);
        for (std::size_t i = 0; i < size; ++i) {
          const Symbol s = from[i + prefix.size()];
          if (s - first < last - first && std::equal(prefix.begin(), prefix.end(), from + i)) {
            windows[to[s - first]++] = Window::load(from + i + 1, order_);
          }
        }
      });
    });
  }

  void pick(const Number* from, std::size_t size, Symbol first, Symbol last, Window* windows, std::size_t* to) const {
    constexpr std::size_t kPicked = 1024;
    std::uint32_t picked[kPicked];
    const SymbolRange<Number> range(first, last - first);
    for (std::size_t i = 0; i < size; i += kPicked) {
      // Picking first, then copying: which symbols belong to a pass is unpredictable.
      const std::size_t n = range.pick(from + i, std::min(size - i, kPicked), picked);
      for (std::size_t k = 0; k < n; ++k) {
        const Number* const at = from + i + picked[k];
        windows[to[at[0] - first]++] = Window::load(at + 1, order_);
      }
    }
  }

  void write_buckets(Symbol first, Symbol last, const Counts& total) {
    std::vector<std::size_t> begin(last - first + 1);
    for (Symbol s = first; s < last; ++s) begin[s - first + 1] = begin[s - first] + total[s];
    OrderedOutput ordered(writer_, kHeldBytes, control_);
    Tickets tickets(last - first);
    run_workers(threads_, control_, [&](unsigned worker) {
      WindowSorter<Number, kWords>& sorter = *sorters_[worker];
      for (std::size_t s; (s = tickets.take()) < last - first;) {
        control_.check();
        sorter.begin(first + static_cast<Symbol>(s));
        sorter.encode(buffer_.template as<Window>() + begin[s], begin[s + 1] - begin[s], 0);
        sorter.encoder().begin_bucket();
        std::vector<std::uint8_t> bytes(sorter.encoder().bytes_held());
        std::vector<Chunk> chunks;
        sorter.encoder().drain([&](const std::uint8_t* from, const std::vector<Chunk>& complete) {
          std::copy_n(from, bytes.size(), bytes.begin());
          chunks = complete;
        });
        ordered.put(s, std::move(bytes), std::move(chunks));
      }
    });
  }

  /// Encodes the windows that begin with `prefix`, more than the buffer holds, by what follows it.
  void split(const std::vector<Symbol>& prefix, std::uint64_t windows) {
    if (prefix.size() == order_ + 1 || (prefix.size() > 1 && prefix.back() == kBoundary)) {
      Number symbols[kWords * Window::kPerWord + 1] = {};
      std::transform(prefix.begin() + 1, prefix.end(), symbols, [](Symbol s) { return static_cast<Number>(s); });
      sorters_[0]->encode(Window::load(symbols, order_), windows);
      return drain();
    }
    const std::vector<Counts> shares = tally(prefix);
    const Counts total = sum(shares);
    for (Symbol first = 0; first < total.size();) {
      const Symbol last = end_of_pass(total, first);
      if (last == first + 1 && total[first] > capacity_) {
        std::vector<Symbol> longer = prefix;
        longer.push_back(first);
        split(longer, total[first]);
      } else {
        collect(prefix, first, last, shares, total);
        Window* at = buffer_.template as<Window>();
        for (Symbol s = first; s < last; at += total[s++]) {
          sorters_[0]->encode(at, total[s], static_cast<unsigned>(prefix.size()));
          drain();
        }
      }
      first = last;
    }
  }

  void drain() {
    sorters_[0]->encoder().drain(
        [&](const std::uint8_t* bytes, const std::vector<Chunk>& chunks) { writer_.append(bytes, chunks); });
  }

  static constexpr std::size_t kHeldBytes = std::size_t{16} << 20;

  const TextShares<Number>& text_;
  unsigned order_, threads_;
  CountFileWriter& writer_;
  JobControl& control_;
  std::size_t capacity_;  ///< windows
  std::vector<std::unique_ptr<WindowSorter<Number, kWords>>> sorters_;
  PageBuffer buffer_;
};

/// Calls `work` with the words of a window of `order` symbols as a compile-time constant.
template <class Number, class Work>
void with_words(unsigned order, const Work& work) {
  constexpr unsigned kPerWord = 8 / sizeof(Number);
  const unsigned words = (order + kPerWord - 1) / kPerWord;
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    ((words == i + 1 ? (work(std::integral_constant<unsigned, i + 1>{}), true) : false) || ...);
  }(std::make_index_sequence<16 / kPerWord>{});
}

}  // namespace

void dump_counts(const Text& text, const CountFileHeader& header, const DumpOptions& options, Output& output,
                 JobControl& control) {
  const SymbolCodes codes(header.histogram());
  CountFileWriter writer(output, header, options.block_bytes);
  control.expect(text.size());
  text.visit([&](auto symbols) {
    using Number = std::remove_const_t<typename decltype(symbols)::element_type>;
    const TextShares<Number> shares(text, symbols, options.threads, control);
    with_words<Number>(header.order,
                       [&](auto words) { Dump<Number, words>(shares, header, options, codes, writer, control).run(); });
  });
  writer.finish();
}

}  // namespace newword
