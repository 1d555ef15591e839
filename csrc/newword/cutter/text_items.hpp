// Text as units and the characters between them, each with its place in the bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "newword/base/hash_seed.hpp"
#include "newword/text/char_class.hpp"

namespace newword {

/// Numbers folded units: 1, 2, ... Reading is thread-safe as long as no thread interns.
class UnitNumbers {
 public:
  UnitNumbers() : bmp_(0x10000, 0) {}

  /// The number of a unit of one script character or of one alphanumeric key; 0 if it has none.
  [[nodiscard]] std::uint32_t find(char32_t script) const;
  [[nodiscard]] std::uint32_t find(const std::string& alnum) const;
  /// The same, given a number when it has none.
  std::uint32_t intern(char32_t script);
  std::uint32_t intern(const std::string& alnum);
  [[nodiscard]] std::uint32_t size() const { return size_; }

 private:
  std::vector<std::uint32_t> bmp_;
  std::unordered_map<char32_t, std::uint32_t> astral_;
  std::unordered_map<std::string, std::uint32_t, StringHash> alnum_;
  std::uint32_t size_ = 0;
};

/// A unit, or characters between runs. It ends where the next one begins.
struct TextItem {
  enum class Kind : std::uint8_t { kUnit, kOther, kSpace };
  std::uint32_t begin;  ///< in bytes
  std::uint32_t unit;   ///< number of the unit, 0 for one without
  Kind kind;
};

/// Splits UTF-8 by the rules for units (docs/units.md), which Encoder streams and drops the places of;
/// tests hold both to one oracle.
///
/// What is not a unit becomes one item a character, white space in a row one item; an invalid subpart
/// counts as a character. Ignored characters belong to the item before them. The items cover all bytes.
class ItemSplitter {
 public:
  /// With `tokens`, what stands between spaces is one unit, and has the spaces before the next token behind it.
  explicit ItemSplitter(const BmpClasses& classes, bool tokens = false) : classes_(&classes), tokens_(tokens) {}

  /// The items of a text of less than 4 GiB; units get the numbers that they have.
  void split(const std::uint8_t* bytes, std::size_t size, const UnitNumbers& numbers, std::vector<TextItem>& items);
  /// The same; units without a number get one.
  void split_and_intern(const std::uint8_t* bytes, std::size_t size, UnitNumbers& numbers,
                        std::vector<TextItem>& items);

 private:
  template <class NumberOf>
  void run(const std::uint8_t* bytes, std::size_t size, std::vector<TextItem>& items, const NumberOf& number_of);

  const BmpClasses* classes_;
  bool tokens_;
};

}  // namespace newword
