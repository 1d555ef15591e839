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
#include "newword/text/open_token.hpp"
#include "newword/text/symbols.hpp"
#include "newword/text/unit_machine.hpp"

namespace newword {

/// What went wrong in the bytes fed since the last `begin_document`.
struct BadBytes {
  std::uint64_t total = 0;  ///< maximal invalid subparts
  std::uint64_t first = 0;  ///< offset of the first, in bytes from the start of the document
};

/// Turns UTF-8 into surface numbers, by the rules for units in docs/units.md.
///
/// Streaming: the bytes may be cut anywhere. Output is appended to `out()` and holds no two
/// boundaries in a row. Not thread-safe; several encoders may share one SurfaceTable.
class Encoder : private UnitMachine<Encoder> {
 public:
  Encoder(SurfaceTable& surfaces, const BmpClasses& classes, Joining joining);

  void begin_document(std::uint64_t offset = 0);
  void feed(const std::uint8_t* bytes, std::size_t size);
  /// Ends the document: nothing joins across it.
  void end_document();

  [[nodiscard]] RawBuffer<Symbol>& out() { return out_; }
  /// Which boundaries of `out()` are middle dots between Han or kana, in order.
  [[nodiscard]] const std::vector<std::size_t>& name_dots() const { return name_dots_; }
  /// Forgets what was put out behind the first `size` symbols.
  void shorten(std::size_t size);
  [[nodiscard]] const BadBytes& bad() const { return bad_; }
  /// Script characters so far that stand alone before a space: nearly all of them in text with a space
  /// between all characters. Not counted where spaces are joined. Where units are tokens, the script characters and
  /// clusters of tokens that hold more than `kMostInToken`: nearly all in text without spaces.
  [[nodiscard]] std::uint64_t lone_characters() const { return lone_characters_; }

 private:
  friend class OpenUnit<Encoder>;
  friend class UnitMachine<Encoder>;
  static constexpr Symbol kBreakNumber = UINT32_MAX;
  static constexpr std::uint64_t kMostInToken = 6;

  const std::uint8_t* feed_fast(const std::uint8_t* p, const std::uint8_t* end);
  std::size_t feed_tail(const std::uint8_t* bytes, std::size_t size);
  void count_bad(std::uint64_t offset);
  void on_char(Place at, char32_t c);
  void on_cluster(Place at, std::u32string_view characters);
  void on_word(Place at, std::u32string_view characters);
  void on_piece(Place at);
  void on_name_dot(Place at);
  void on_other(Place at, char32_t c);
  void learn(char32_t c);
  void extend_token(std::u32string_view characters);
  void close_token();
  void note_run();
  [[nodiscard]] bool ends_lone(const Symbol* begin, const Symbol* out) const;
  [[nodiscard]] Symbol number_of(char32_t c);
  [[nodiscard]] Symbol number_of(std::u32string_view characters);

  SurfaceTable* surfaces_;
  const BmpClasses* classes_;

  /// By code point: the number of a character that is a unit by itself and was met before, kBreakNumber for
  /// one met that always breaks, else 0 (look closer).
  std::vector<Symbol> bmp_numbers_;
  std::vector<Symbol> lone_numbers_;  ///< the same for those that may be part of a longer unit
  std::unordered_map<char32_t, Symbol> astral_numbers_;
  std::unordered_map<std::string, Symbol, StringHash> unit_numbers_;  ///< by UTF-8 as it was written

  OpenToken token_;                  ///< empty unless units are tokens
  std::uint64_t token_scripts_ = 0;  ///< script characters and clusters in it
  RawBuffer<Symbol> out_;
  std::vector<std::size_t> name_dots_;
  std::string key_;
  std::uint8_t tail_[4] = {};  ///< bytes of a sequence cut by the end of a block
  std::size_t tail_size_ = 0;
  std::uint8_t run_before_ = 0;  ///< units, two at most, of the run that goes on at the front of `out_`
  std::uint64_t lone_characters_ = 0;
  std::uint64_t offset_ = 0;  ///< bytes of the document before the current block
  BadBytes bad_;
};

}  // namespace newword
