// The corpus as one array of symbols: what every pass of the engine reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "newword/base/paged.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/system/memory_budget.hpp"
#include "newword/text/symbols.hpp"

namespace newword {

/// Symbols of the whole corpus with exactly one boundary before, between and after the runs.
///
/// Grows while the corpus is read (surface numbers), then is sealed once (symbols by rank, so that
/// nothing later depends on the order in which threads met the units). 16 bits a symbol while they
/// suffice. A text beyond a third of the budget lies in a temporary file. Appending is for one thread at
/// a time; a sealed text is immutable and thread-safe.
class Text {
 public:
  static constexpr std::size_t kPadding = 32;

  explicit Text(const MemoryBudget& budget = {});

  /// Appends encoded symbols; a boundary that would double the one before it is dropped. `name_dots` are the
  /// places among them of boundaries that are middle dots.
  void append(std::span<const Symbol> symbols, std::span<const std::size_t> name_dots = {});

  /// Replaces surface numbers by ranks and builds the alphabet. When it is cancelled, it may be called
  /// again and goes on where it stopped; after any other failure it only fails again. The alphabet also has
  /// the forms of which `elsewhere` says that they occur in counts that belong to this text; the larger number
  /// of the two decides what is shown.
  void seal(const SurfaceTable& surfaces, unsigned threads, JobControl& control,
            const std::vector<std::uint64_t>& elsewhere = {});
  /// Makes a fresh text sealed without symbols: it has the alphabet and the histogram of another.
  void adopt(Alphabet alphabet, std::vector<std::uint64_t> histogram);
  /// False for what adopt() made.
  [[nodiscard]] bool has_symbols() const { return has_symbols_; }
  [[nodiscard]] bool is_sealed() const { return state_ == State::kSealed; }
  /// True once nothing may be appended: sealed, or about to be.
  [[nodiscard]] bool is_closed() const { return state_ != State::kOpen; }

  [[nodiscard]] const Alphabet& alphabet() const { return alphabet_; }
  /// Occurrences of each symbol, index 0 = boundaries.
  [[nodiscard]] const std::vector<std::uint64_t>& histogram() const { return histogram_; }
  /// Occurrences of each surface form of a sealed text, by its number in the table (0 = boundaries).
  [[nodiscard]] const std::vector<std::uint64_t>& surface_counts() const { return surface_counts_; }
  /// Places of the boundaries that are middle dots between Han or kana, in order.
  [[nodiscard]] const std::vector<std::size_t>& name_dots() const { return name_dots_; }
  /// Symbols and boundaries together.
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Bytes of memory that the symbols take whether or not they are read.
  [[nodiscard]] std::size_t bytes_in_memory() const;
  /// Units, boundaries left out.
  [[nodiscard]] std::uint64_t units() const { return units_; }

  /// Calls `visit(span)` with the symbols as uint16_t or uint32_t. kPadding more boundaries may be
  /// read after the end of the span of a sealed text.
  template <class Visitor>
  auto visit(Visitor&& visit) const {
    return std::visit([&](const auto& sealed) { return visit(sealed.span().first(size())); }, sealed_);
  }

  /// Lets go of symbols first..last that will not be read again soon. A pass over the text calls it for
  /// each stretch that it is done with, or the whole text comes to count as the process's memory.
  void release(std::size_t first, std::size_t last) const noexcept {
    std::visit([&](const auto& sealed) { sealed.release(first, last); }, sealed_);
  }

 private:
  enum class State : std::uint8_t { kOpen, kRanking, kSealed };
  void widen();
  void close();
  void build_alphabet(const SurfaceTable& surfaces, unsigned threads, JobControl& control,
                      const std::vector<std::uint64_t>& elsewhere);
  void replace_by_ranks(unsigned threads, JobControl& control);

  std::size_t limit_bytes_;
  std::string temp_dir_;
  std::variant<Spool<std::uint16_t>, Spool<std::uint32_t>> open_;
  std::variant<Paged<std::uint16_t>, Paged<std::uint32_t>> sealed_;
  std::size_t size_ = 0;
  std::vector<std::size_t> name_dots_;
  Symbol last_ = kBoundary;
  Alphabet alphabet_;
  std::vector<std::uint64_t> histogram_;
  std::vector<std::uint64_t> surface_counts_;
  std::uint64_t units_ = 0;
  bool has_symbols_ = true;
  State state_ = State::kOpen;
  std::vector<Symbol> rank_of_;          ///< by surface number, while ranking
  std::vector<std::uint8_t> is_ranked_;  ///< by stride of the text, while ranking
};

/// Where worker `worker` of `workers` begins its share of `size` elements.
[[nodiscard]] constexpr std::size_t share_begin(std::size_t size, unsigned worker, unsigned workers) {
  return size / workers * worker + size % workers * worker / workers;
}

}  // namespace newword
