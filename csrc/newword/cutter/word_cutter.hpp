// Cuts new text into given words: the most probable cut under a unigram model, and expectations for learning it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "newword/base/pair_index.hpp"
#include "newword/cutter/text_items.hpp"
#include "newword/cutter/text_pieces.hpp"
#include "newword/text/char_class.hpp"

namespace newword {

/// Words numbered as they were given, then single units in the order in which add_units() met them. A word that
/// is no string of units (it has a boundary inside, or is empty) never occurs; of equal ones the first does.
///
/// Const members are thread-safe. Texts are whole documents, or parts of them that end at boundaries.
class WordCutter {
 public:
  /// The longest word, in units; longer ones never occur.
  static constexpr std::size_t kLongestWord = 64;
  /// Longer runs are cut after this many units, which bounds memory.
  static constexpr std::size_t kLongestRun = 1 << 16;

  /// With `tokens`, the units of words and texts are what stands between spaces.
  explicit WordCutter(const std::vector<std::string>& words, bool tokens = false);
  WordCutter(const WordCutter&) = delete;
  WordCutter& operator=(const WordCutter&) = delete;

  /// Makes words of the single units of a text. Returns those that were none before, one a line, in their order:
  /// a text that makes the same words of another cutter of the same words.
  std::string add_units(std::string_view text);
  [[nodiscard]] std::size_t size() const { return words_; }
  /// The units of a text in order, each as the number of its word; UINT32_MAX for any other unit.
  [[nodiscard]] std::vector<std::uint32_t> units_of(std::string_view text) const;

  /// Adds to `counts` how often each word occurs in the text, overlaps included.
  void count(std::string_view text, std::span<double> counts) const;
  /// Adds the expected number of tokens of each word under natural logarithms of probabilities; words with minus
  /// infinity never occur. Units that are not words have the probability of the least probable word.
  void expect(std::string_view text, std::span<const double> logarithms, std::span<double> expected) const;
  /// Appends the pieces of the most probable cut; of equal cuts the one with the shorter last word. A number keeps
  /// what is written inside and behind it: 1,000 and 15:30 and 20% are one piece.
  void cut(std::string_view text, std::span<const double> logarithms, std::vector<CutPiece>& pieces) const;
  /// Appends the text with `separator` between any two pieces that are not white space.
  void write_cut(std::string_view text, std::span<const double> logarithms, std::string_view separator,
                 std::string& to) const;
  /// The last place of a text that goes on where it may be cut in two without changing a piece; 0 if there is none.
  [[nodiscard]] std::size_t safe_end(std::string_view text) const;

 private:
  static constexpr std::uint32_t kNoWord = UINT32_MAX;
  struct Lattice;

  std::uint32_t add_path(std::span<const std::uint32_t> units);
  template <class Visit>
  void for_words(const TextItem* run, std::size_t size, std::size_t at, const Visit& visit) const;
  [[nodiscard]] std::vector<TextItem> items_of(std::string_view text) const;
  void find_best(const TextItem* run, std::size_t size, std::span<const double> logarithms, double unknown,
                 Lattice& lattice) const;
  [[nodiscard]] double least(std::span<const double> logarithms) const;

  BmpClasses classes_;
  bool tokens_;
  UnitNumbers numbers_;
  std::size_t words_ = 0;
  PairIndex moves_;                          ///< (node, unit) to node, for nodes below the first level
  std::vector<std::uint32_t> node_of_unit_;  ///< first level, by unit number; 0 if no longer word begins with it
  std::vector<std::uint32_t> word_of_node_;
  std::vector<std::uint32_t> word_of_unit_;
};

}  // namespace newword
