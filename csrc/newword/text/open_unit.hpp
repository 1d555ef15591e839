// The unit that text has open: its characters, and when it is told.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "newword/text/addresses.hpp"
#include "newword/text/char_class.hpp"

namespace newword {

/// A unit may have this many code points; a longer one is no word but a boundary.
inline constexpr std::size_t kLongestUnit = 64;

/// What stands for bytes that are not valid.
inline constexpr char32_t kInvalidChar = 0x110000;

/// What UnitMachine has read of a unit that is not complete, and of what may follow it. `Sink` is told as there.
template <class Sink>
class OpenUnit {
 public:
  using Place = std::uint32_t;

 protected:
  explicit OpenUnit(const BmpClasses& classes) : classes_(&classes) {}

  enum class State : std::uint8_t {
    kIdle,
    kWord,
    kMark,
    kConnector,
    kPlus,
    kAfterAt,
    kBeforeName,
    kScheme,
    kSchemeSlash,
    kAddress,
    kCluster
  };
  enum class Family : std::uint8_t { kKana, kHangul, kBrahmic, kTibetan };
  /// What is nothing, or a boundary, by the character that comes next.
  enum class Wait : std::uint8_t { kNothing, kLineEnd, kSpace, kZeroWidthSpace, kBothSpaces, kNameDot };

  struct Held {
    char32_t c;
    CharClass kind;
    Place at;
  };

  [[nodiscard]] Sink& sink() { return static_cast<Sink&>(*this); }
  [[nodiscard]] CharClass class_of(char32_t c) const { return c < 0x10000 ? (*classes_)[c] : char_class(c); }

  [[nodiscard]] std::u32string_view open() const { return {text_.data(), size_}; }

  // What is open.

  void begin(Place at) {
    begin_ = at;
    size_ = length_ = 0;
    is_piece_ = has_dot_ = false;
  }

  void extend(char32_t c) {
    if (++length_ <= kLongestUnit) text_[size_++] = c;
  }

  void reset() {
    begin(0);
    held_size_ = waiting_size_ = 0;
    state_ = State::kIdle;
  }

  /// Tells of what is open, and of what was held for a character that did not come.
  void close() {
    if (state_ == State::kIdle) return;
    if (state_ == State::kAddress) {
      state_ = State::kIdle;
      return;
    }
    if (state_ == State::kCluster) {
      while (waiting_size_ > 0) advance();
      tell_cluster();
    } else if (state_ != State::kBeforeName) {
      tell_word();
    }
    const std::size_t held = held_size_;
    reset();
    for (std::size_t i = 0; i < held; ++i) end_run(held_[i].at, held_[i].c);
  }

  void tell_word() {
    if (length_ > kLongestUnit || is_piece_ || (has_dot_ && is_address_or_file(open()))) {
      sink().on_piece(begin_);
      previous_ = 0;
    } else {
      sink().on_word(begin_, open());
    }
  }

  void tell_cluster() {
    constexpr char32_t kTshegMark = 0x0F0B;
    if (length_ > kLongestUnit) {
      sink().on_piece(begin_);
      return;
    }
    if (family_ == Family::kTibetan) {
      text_[size_] = kTshegMark;
      sink().on_cluster(begin_, {text_.data(), size_ + 1});
    } else if (size_ == 1) {
      sink().on_char(begin_, text_[0]);
    } else {
      sink().on_cluster(begin_, open());
    }
  }

  void append(char32_t c, CharClass kind) {
    extend(c);
    last_kind_ = kind;
  }

  /// Tells of the cluster; the next one begins with the first consonant that waits.
  void advance() {
    tell_cluster();
    begin(waiting_[0].at);
    std::size_t taken = 0;
    do {
      append(waiting_[taken].c, waiting_[taken].kind);
      ++taken;
    } while (taken < waiting_size_ && waiting_[taken].kind == CharClass::kVowelOfKilled);
    for (std::size_t i = taken; i < waiting_size_; ++i) waiting_[i - taken] = waiting_[i];
    waiting_size_ -= taken;
  }

  void break_run(Place at, char32_t c) {
    wait_ = Wait::kNothing;
    close();
    end_run(at, c);
  }

  void end_run(Place at, char32_t c) {
    wait_ = Wait::kNothing;
    state_ = State::kIdle;
    sink().on_other(at, c);
    previous_ = 0;
  }

  const BmpClasses* classes_;
  State state_ = State::kIdle;
  Family family_ = Family::kKana;
  Wait wait_ = Wait::kNothing;
  char32_t previous_ = 0;  ///< the last character that is part of a run, folded
  std::array<char32_t, kLongestUnit + 1> text_{};
  std::size_t size_ = 0;    ///< characters of the open unit that are kept
  std::size_t length_ = 0;  ///< all of them
  Place begin_ = 0;
  bool is_piece_ = false;  ///< a name or an address, by an @ in it
  bool has_dot_ = false;
  CharClass last_kind_ = CharClass::kBreak;  ///< of the last character of the open cluster
  std::array<Held, 2> held_{};               ///< part of the open word if the right character follows
  std::size_t held_size_ = 0;
  std::array<Held, 3> waiting_{};  ///< consonants behind the open cluster, and a vowel
  std::size_t waiting_size_ = 0;
};

}  // namespace newword
