// From UTF-8 to units: one streaming pass that validates, classifies and collapses boundaries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "newword/base/hash_seed.hpp"
#include "newword/base/raw_buffer.hpp"
#include "newword/text/char_class.hpp"
#include "newword/text/joining.hpp"
#include "newword/text/symbols.hpp"

namespace newword {

/// An alphanumeric unit may have this many code points; a longer one is no word but a boundary.
inline constexpr std::size_t kLongestUnit = 64;

/// What went wrong in the bytes fed since the last `begin_document`.
struct BadBytes {
  std::uint64_t total = 0;  ///< maximal invalid subparts
  std::uint64_t first = 0;  ///< offset of the first, in bytes from the start of the document
};

/// Turns UTF-8 into surface numbers, by the rules for units in ARCHITECTURE.md.
///
/// Streaming: the bytes may be cut anywhere. Output is appended to `out()` and holds no two
/// boundaries in a row. Not thread-safe; several encoders may share one SurfaceTable.
class Encoder {
 public:
  Encoder(SurfaceTable& surfaces, const BmpClasses& classes, Joining joining);

  void begin_document(std::uint64_t offset = 0);
  void feed(const std::uint8_t* bytes, std::size_t size);
  /// Ends the document: nothing joins across it.
  void end_document();

  [[nodiscard]] RawBuffer<Symbol>& out() { return out_; }
  [[nodiscard]] const BadBytes& bad() const { return bad_; }
  /// Script characters so far that stand alone before a space: nearly all of them in text with a space
  /// between all characters. Not counted where spaces are joined.
  [[nodiscard]] std::uint64_t lone_characters() const { return lone_characters_; }

 private:
  static constexpr Symbol kBreakNumber = UINT32_MAX;
  enum class State : std::uint8_t { kPlain, kAlnum, kMark, kConnector, kPlus, kLineEnd, kSpace };

  const std::uint8_t* feed_fast(const std::uint8_t* p, const std::uint8_t* end);
  std::size_t feed_tail(const std::uint8_t* bytes, std::size_t size);
  void take(char32_t c);
  void take_script(char32_t c);
  void take_alnum(char32_t folded);
  void take_mark(char32_t c);
  void take_connector(char32_t folded);
  void take_plus(char32_t folded);
  void take_line_end(char32_t c);
  void take_space(char32_t c);
  void take_break(char32_t c);
  void take_bad(std::uint64_t offset);
  void break_run();
  void close_unit();
  void note_run();
  [[nodiscard]] bool ends_lone(const Symbol* begin, const Symbol* out) const;
  void extend_unit(char32_t c);
  [[nodiscard]] Symbol number_of(char32_t c);
  [[nodiscard]] Symbol number_of_unit();

  SurfaceTable* surfaces_;
  const BmpClasses* classes_;
  Joining joining_;

  /// By code point: the number of a script character met before, kBreakNumber for one met that always
  /// breaks, else 0 (look closer).
  std::vector<Symbol> bmp_numbers_;
  std::unordered_map<char32_t, Symbol> astral_numbers_;
  std::unordered_map<std::string, Symbol, StringHash> unit_numbers_;

  RawBuffer<Symbol> out_;
  State state_ = State::kPlain;
  char32_t last_ = 0;             ///< last script character taken, for joining
  bool line_end_was_cr_ = false;  ///< a CR is open: an LF belongs to it
  std::string unit_;              ///< open alphanumeric unit, width folded, UTF-8
  std::size_t unit_length_ = 0;   ///< its code points; past kLongestUnit the text is dropped
  char32_t connector_ = 0;        ///< open connector after it
  std::uint8_t tail_[4] = {};     ///< bytes of a sequence cut by the end of a block
  std::size_t tail_size_ = 0;
  std::uint8_t run_before_ = 0;  ///< units, two at most, of the run that goes on at the front of `out_`
  std::uint64_t lone_characters_ = 0;
  std::uint64_t offset_ = 0;  ///< bytes of the document before the current block
  BadBytes bad_;
};

}  // namespace newword
