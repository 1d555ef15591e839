// Sorts and counts the windows that begin with one symbol, and hands them to a chunk encoder.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "newword/base/raw_buffer.hpp"
#include "newword/count_build/packed_window.hpp"
#include "newword/count_file/count_codec.hpp"
#include "newword/jobs/workers.hpp"

namespace newword {

/// One worker's sorter. Large nodes are distributed by their next symbol, in place where their copy
/// would not stay in the cache; small ones are sorted by comparing. Needs no room but for one
/// distribution of kInPlace windows.
template <class Number, unsigned kWords>
class WindowSorter {
 public:
  using Window = PackedWindow<Number, kWords>;

  WindowSorter(const SymbolCodes& codes, unsigned order, const JobControl& control)
      : order_(order),
        control_(&control),
        encoder_(codes, order),
        tally_(codes.alphabet_size() + 1),
        touched_(codes.alphabet_size() + 2),
        kids_(order),
        scratch_(kInPlace) {}

  /// The windows that follow begin with `first`.
  void begin(Symbol first) {
    first_ = first;
    encoder_.begin_bucket();
    has_last_ = false;
  }
  /// Encodes windows that agree in their first `known` symbols (behind the leading one) and come after all encoded
  /// since begin(). They are overwritten.
  void encode(Window* windows, std::size_t size, unsigned known) {
    if (size > 0) node(windows, nullptr, size, known);
  }
  /// Encodes one window that occurs `count` times.
  void encode(const Window& window, Count count) { emit(window, count); }

  [[nodiscard]] ChunkEncoder& encoder() { return encoder_; }

 private:
  static constexpr std::size_t kCompared = 64;
  static constexpr std::size_t kInPlace = std::size_t{1} << 15;

  struct Kid {
    Symbol symbol;
    std::size_t begin, size;
  };

  /// `other` is as much room as the windows take, for them to change places with, or nullptr.
  void node(Window* windows, Window* other, std::size_t size, unsigned depth) {
    if (size <= kCompared) return compare(windows, size);
    if (depth == order_ || (depth > 0 && windows[0].at(depth - 1) == kBoundary)) return emit(windows[0], size);
    std::vector<Kid>& kids = kids_[depth];
    tally(windows, size, depth, kids);
    if (kids.size() > 1) {
      if (size > kInPlace) {
        permute(windows, depth, kids);
      } else {
        if (other == nullptr) other = scratch_.data();
        scatter(windows, size, depth, other);
        std::swap(windows, other);
      }
    }
    for (const Kid& kid : kids) tally_[kid.symbol] = 0;
    for (const Kid& kid : kids) {
      node(windows + kid.begin, other == nullptr ? nullptr : other + kid.begin, kid.size, depth + 1);
    }
  }

  void tally(const Window* windows, std::size_t size, unsigned depth, std::vector<Kid>& kids) {
    std::size_t distinct = 0;
    for_chunks(size, [&](std::size_t i, std::size_t end) {
      for (; i < end; ++i) {
        const Symbol c = windows[i].at(depth);
        touched_[distinct] = c;
        distinct += tally_[c]++ == 0;
      }
    });
    std::sort(touched_.begin(), touched_.begin() + static_cast<std::ptrdiff_t>(distinct));
    kids.clear();
    std::size_t begin = 0;
    for (std::size_t i = 0; i < distinct; ++i) {
      const std::size_t n = tally_[touched_[i]];
      kids.push_back({touched_[i], begin, n});
      tally_[touched_[i]] = begin;
      begin += n;
    }
  }

  void scatter(const Window* windows, std::size_t size, unsigned depth, Window* to) {
    for (std::size_t i = 0; i < size; ++i) to[tally_[windows[i].at(depth)]++] = windows[i];
  }

  /// Moves every window to its place by following the cycles.
  void permute(Window* windows, unsigned depth, const std::vector<Kid>& kids) {
    std::size_t steps = 0;
    for (const Kid& kid : kids) {
      const std::size_t end = kid.begin + kid.size;
      for (std::size_t& head = tally_[kid.symbol]; head < end;) {
        if ((++steps & 0xFFFF) == 0) control_->check();
        Window moving = windows[head];
        Symbol c = moving.at(depth);
        while (c != kid.symbol) {
          std::swap(moving, windows[tally_[c]++]);
          c = moving.at(depth);
        }
        windows[head++] = moving;
      }
    }
  }

  void compare(Window* windows, std::size_t size) {
    if (size > 1) std::sort(windows, windows + size);
    for (std::size_t i = 0; i < size;) {
      std::size_t end = i + 1;
      while (end < size && windows[end] == windows[i]) ++end;
      emit(windows[i], end - i);
      i = end;
    }
  }

  void emit(const Window& window, Count count) {
    const unsigned shared = has_last_ ? 1 + window.shared_with(last_) : 0;
    encoder_.add(shared, count, [&](unsigned k) { return k == 0 ? first_ : window.at(k - 1); });
    last_ = window;
    has_last_ = true;
  }

  template <class Work>
  void for_chunks(std::size_t size, const Work& work) const {
    constexpr std::size_t kChunk = 1 << 18;
    for (std::size_t i = 0; i < size; i += kChunk) {
      control_->check();
      work(i, std::min(size, i + kChunk));
    }
  }

  unsigned order_;
  const JobControl* control_;
  ChunkEncoder encoder_;
  std::vector<std::size_t> tally_;  ///< all zero between nodes
  std::vector<Symbol> touched_;
  std::vector<std::vector<Kid>> kids_;  ///< by depth
  RawBuffer<Window> scratch_;
  Symbol first_ = kBoundary;
  Window last_{};
  bool has_last_ = false;
};

}  // namespace newword
