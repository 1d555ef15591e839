// The result of counting: a sorted trie of all frequent n-grams, one level an order, with their statistics.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "newword/raw_buffer.hpp"
#include "newword/symbols.hpp"

namespace newword {

using Count = std::uint64_t;
using NodeIndex = std::uint32_t;  ///< place of an n-gram within its level

/// The n-grams of one order in lexicographic order of their symbols, as parallel columns.
struct Level {
  RawBuffer<Symbol> symbol;           ///< the last symbol of the n-gram
  RawBuffer<NodeIndex> first_child;   ///< size() + 1 entries: children of i are [i], [i + 1) of the next level
  RawBuffer<Count> count;             ///< occurrences
  RawBuffer<Count> left_variety;      ///< distinct neighbours, every run edge one of its own
  RawBuffer<Count> right_variety;
  RawBuffer<double> left_entropy;     ///< nats
  RawBuffer<double> right_entropy;
  RawBuffer<double> cohesion;         ///< nats; 0 for single units, which have no split

  [[nodiscard]] std::size_t size() const { return symbol.size(); }
  void resize(std::size_t size);
};

/// An n-gram: its order and its place in that level.
struct NgramRef {
  unsigned order;
  NodeIndex index;
};

/// Immutable once built; thread-safe.
class NgramTable {
 public:
  NgramTable(std::vector<Level> levels, std::uint64_t units)
      : levels_(std::move(levels)), units_(units) {}

  [[nodiscard]] unsigned max_order() const { return static_cast<unsigned>(levels_.size()); }
  /// Order 1..max_order().
  [[nodiscard]] const Level& level(unsigned order) const { return levels_[order - 1]; }
  [[nodiscard]] Level& level(unsigned order) { return levels_[order - 1]; }
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
