// The result of counting: a sorted trie of all frequent n-grams, one level an order, with their statistics.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "newword/base/paged.hpp"
#include "newword/text/symbols.hpp"

namespace newword {

using Count = std::uint64_t;
using NodeIndex = std::uint32_t;  ///< place of an n-gram within its level

/// The n-grams of one order in lexicographic order of their symbols, as parallel columns.
struct Level {
  Paged<Symbol> symbol;          ///< the last symbol of the n-gram
  Paged<NodeIndex> first_child;  ///< size() + 1 entries: children of i are [i], [i + 1) of the next level
  Paged<Count> count;            ///< occurrences
  Paged<Count> left_variety;     ///< distinct neighbours, every run edge one of its own
  Paged<Count> right_variety;
  Paged<double> left_entropy;  ///< nats
  Paged<double> right_entropy;
  Paged<double> cohesion;  ///< nats; 0 for single units, which have no split

  static constexpr std::size_t kBytesPerNode = 56;

  [[nodiscard]] std::size_t size() const { return symbol.size(); }
  /// Makes room for `size` unwritten n-grams: in memory, or, given a directory, in temporary files.
  void resize(std::size_t size, const std::string* temp_dir = nullptr);
  [[nodiscard]] bool is_mapped() const { return count.is_mapped(); }
  /// Lets go of the memory of n-grams first..last if they are in files.
  void release(std::size_t first, std::size_t last) const noexcept;
};

/// An n-gram: its order and its place in that level.
struct NgramRef {
  unsigned order;
  NodeIndex index;
};

/// Immutable once built; thread-safe.
class NgramTable {
 public:
  NgramTable(std::vector<Level> levels, std::uint64_t units) : levels_(std::move(levels)), units_(units) {}

  [[nodiscard]] unsigned max_order() const { return static_cast<unsigned>(levels_.size()); }
  /// Order 1..max_order().
  [[nodiscard]] const Level& level(unsigned order) const { return levels_[order - 1]; }
  [[nodiscard]] Level& level(unsigned order) { return levels_[order - 1]; }
  [[nodiscard]] std::size_t bytes_in_memory() const {
    std::size_t nodes = 0;
    for (const Level& level : levels_) nodes += level.is_mapped() ? 0 : level.size();
    return nodes * Level::kBytesPerNode;
  }
  [[nodiscard]] bool is_mapped() const {
    return std::any_of(levels_.begin(), levels_.end(), [](const Level& level) { return level.is_mapped(); });
  }
  /// Lets go of the memory of all levels that are in files.
  void release() const noexcept {
    for (const Level& level : levels_) level.release(0, level.size() + 1);
  }
  /// Units of the corpus: the N of every probability.
  [[nodiscard]] std::uint64_t units() const { return units_; }

  /// The child of an n-gram by `symbol`, or nothing. Binary search.
  [[nodiscard]] std::optional<NgramRef> child(NgramRef parent, Symbol symbol) const;
  /// The n-gram of these symbols, or nothing when it is not in the table.
  [[nodiscard]] std::optional<NgramRef> find(std::span<const Symbol> symbols) const;
  /// The symbols of an n-gram, first to last.
  [[nodiscard]] std::vector<Symbol> symbols_of(NgramRef ngram) const;

 private:
  std::vector<Level> levels_;
  std::uint64_t units_;
};

}  // namespace newword
