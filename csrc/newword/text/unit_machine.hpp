// The rules for units (docs/units.md) as a state machine over code points.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "newword/text/addresses.hpp"
#include "newword/text/char_class.hpp"
#include "newword/text/joining.hpp"
#include "newword/text/open_unit.hpp"

namespace newword {

/// Reads one code point after the other and tells `Sink`, which derives from it, of what they make:
///
///     void on_char(Place at, char32_t c);                         a unit of one script character
///     void on_cluster(Place at, std::u32string_view characters);  a unit of several
///     void on_word(Place at, std::u32string_view characters);     a unit of letters and digits
///     void on_piece(Place at);                                    an address, a file name, what is too long
///     void on_name_dot(Place at);                                 a middle dot between Han or kana, which ends the run
///     void on_other(Place at, char32_t c);                        a character that ends the run
///
/// Units are told without ignored characters, folded in width and form, and not yet in normalization form.
/// Each call may tell of what came before: a unit is told when it is known to be complete.
template <class Sink>
class UnitMachine : protected OpenUnit<Sink> {
 public:
  using Place = typename OpenUnit<Sink>::Place;

 protected:
  UnitMachine(const BmpClasses& classes, Joining joining) : OpenUnit<Sink>(classes), joining_(joining) {}

  /// True when nothing is open, so that a character that is a unit by itself can be told at once.
  [[nodiscard]] bool is_idle() const { return state_ == State::kIdle && wait_ == Wait::kNothing; }
  [[nodiscard]] Joining joining() const { return joining_; }
  /// What the last character of a run was that was told without take(); 0 for one that ends a run.
  [[nodiscard]] char32_t previous() const { return previous_; }
  void set_previous(char32_t c) { previous_ = c; }

  void take(char32_t raw, Place at) {
    char32_t c = fold_width(raw);
    CharClass kind = class_of(c);
    if (kind == CharClass::kForm) {
      c = fold_form(c);
      kind = class_of(c);
    }
    if (kind == CharClass::kIgnored) return take_ignored(c, at);
    if (state_ == State::kAddress) {
      if (is_in_address(raw, kind)) return;
      state_ = State::kIdle;
    }
    if (kind == CharClass::kLineEnd && joining_.lines) return take_line_end(c, at);
    if (joining_.spaces && is_joinable_space(c)) return take_space(c, at);
    if (wait_ != Wait::kNothing) end_wait(c, kind);
    if (held_size_ > 0 && !takes_held(c, kind)) close();
    switch (kind) {
      case CharClass::kAlnum:
        take_alnum(c, at);
        break;
      case CharClass::kMark:
        take_mark(c, raw, at);
        break;
      case CharClass::kConnector:
        take_connector(c, raw, at);
        break;
      case CharClass::kPlus:
        take_plus(c, raw, at);
        break;
      case CharClass::kAt:
        take_at(c, at);
        break;
      case CharClass::kNameDot:
        return take_name_dot(c, at);
      case CharClass::kLineEnd:
      case CharClass::kBreak:
        return take_break(c, raw, at);
      default:
        take_script(c, kind, raw, at);
    }
    previous_ = c;
  }

  void take_bad(Place at) {
    if (wait_ == Wait::kNameDot) end_wait(0, CharClass::kBreak);
    close();
    end_run(at, kInvalidChar);
  }

  /// Ends the text: nothing is open any more.
  void finish() {
    if (wait_ == Wait::kNameDot) end_wait(0, CharClass::kBreak);
    wait_ = Wait::kNothing;
    close();
    state_ = State::kIdle;
    previous_ = 0;
  }

 private:
  using Open = OpenUnit<Sink>;
  using State = typename Open::State;
  using Family = typename Open::Family;
  using Wait = typename Open::Wait;
  using Open::sink, Open::class_of, Open::open, Open::begin, Open::extend, Open::append, Open::reset, Open::close,
      Open::advance, Open::break_run, Open::end_run;
  using Open::state_, Open::family_, Open::wait_, Open::previous_, Open::text_, Open::size_, Open::length_,
      Open::begin_, Open::is_piece_, Open::has_dot_, Open::last_kind_, Open::held_, Open::held_size_, Open::waiting_,
      Open::waiting_size_;

  void take_ignored(char32_t c, Place at) {
    constexpr char32_t kZeroWidthSpace = 0x200B;
    if (c != kZeroWidthSpace || !ends_words_with_zero_width_space(previous_)) return;
    if (wait_ == Wait::kSpace) wait_ = Wait::kBothSpaces;
    if (wait_ != Wait::kNothing) return;
    wait_ = Wait::kZeroWidthSpace;
    wait_at_ = at;
  }

  void take_line_end(char32_t c, Place at) {
    if (wait_ == Wait::kLineEnd && line_end_was_cr_ && c == U'\n') {
      line_end_was_cr_ = false;
      return;
    }
    const bool is_waiting = wait_ == Wait::kLineEnd || wait_ == Wait::kNameDot;
    const bool may_join = held_size_ == 0 && !is_waiting && is_unsegmented(class_of(previous_));
    if (!may_join) return break_run(at, c);
    wait_ = Wait::kLineEnd;
    wait_at_ = at;
    line_end_was_cr_ = c == U'\r';
  }

  /// Any number of spaces wait, before and after a line end as well.
  void take_space(char32_t c, Place at) {
    line_end_was_cr_ = false;
    if (wait_ == Wait::kZeroWidthSpace) wait_ = Wait::kBothSpaces;
    if (wait_ == Wait::kSpace || wait_ == Wait::kBothSpaces || wait_ == Wait::kLineEnd) return;
    if (held_size_ > 0 || wait_ == Wait::kNameDot || !is_script(class_of(previous_))) return break_run(at, c);
    wait_ = Wait::kSpace;
    wait_at_ = at;
  }

  void take_name_dot(char32_t c, Place at) {
    close();
    if (!may_be_in_name(class_of(previous_))) return end_run(at, c);
    wait_ = Wait::kNameDot;
    wait_at_ = at;
    wait_for_ = c;
  }

  void end_wait(char32_t c, CharClass kind) {
    if (wait_ == Wait::kNameDot) {
      wait_ = Wait::kNothing;
      if (!may_be_in_name(kind)) return end_run(wait_at_, wait_for_);
      state_ = State::kIdle;
      sink().on_name_dot(wait_at_);
      previous_ = 0;
      return;
    }
    const bool has_space = wait_ == Wait::kSpace || wait_ == Wait::kBothSpaces;
    const bool has_zero_width_space = wait_ == Wait::kZeroWidthSpace || wait_ == Wait::kBothSpaces;
    const bool is_boundary = (wait_ == Wait::kLineEnd && !is_unsegmented(kind)) || (has_space && !is_script(kind)) ||
                             (has_zero_width_space && ends_words_with_zero_width_space(c));
    wait_ = Wait::kNothing;
    if (is_boundary) break_run(wait_at_, U'\t');  // any space
  }

  // Letters and digits, and what may stand between them.

  [[nodiscard]] bool takes_held(char32_t c, CharClass kind) const {
    const bool is_scheme = state_ == State::kScheme || state_ == State::kSchemeSlash;
    return is_scheme ? c == U'/' : kind == CharClass::kAlnum;
  }

  [[nodiscard]] bool is_after_letter() const { return state_ == State::kWord || state_ == State::kMark; }

  void hold(State state, char32_t c, CharClass kind, Place at) {
    state_ = state;
    held_[held_size_++] = {c, kind, at};
  }

  void take_alnum(char32_t c, Place at) {
    if (state_ == State::kIdle || state_ == State::kCluster) {
      close();
      begin(at);
    } else if (state_ == State::kConnector) {
      extend(held_[0].c);
    } else if (state_ == State::kAfterAt) {
      extend(held_[0].c);
      is_piece_ = true;
    } else if (state_ == State::kBeforeName) {
      begin(held_[0].at);
      is_piece_ = true;
    }
    held_size_ = 0;
    extend(c);
    state_ = State::kWord;
  }

  void take_mark(char32_t c, char32_t raw, Place at) {
    if (!is_after_letter()) return break_run(at, raw);
    extend(c);
    state_ = State::kMark;
  }

  void take_connector(char32_t c, char32_t raw, Place at) {
    if (!is_after_letter()) return break_run(at, raw);
    has_dot_ |= c == U'.';
    hold(State::kConnector, c, CharClass::kConnector, at);
  }

  void take_plus(char32_t c, char32_t raw, Place at) {
    if (c == U'#' ? !(state_ == State::kWord && length_ == 1 && !is_piece_ && is_ascii_letter(text_[0]))
                  : !is_after_letter() && state_ != State::kPlus) {
      return take_break(c, raw, at);
    }
    extend(c);
    state_ = State::kPlus;
  }

  void take_at(char32_t c, Place at) {
    if (is_after_letter() || state_ == State::kPlus) return hold(State::kAfterAt, c, CharClass::kAt, at);
    close();
    hold(State::kBeforeName, c, CharClass::kAt, at);
  }

  void take_break(char32_t c, char32_t raw, Place at) {
    if (is_after_letter()) {
      if (has_dot_ && (c == U'/' || c == U':' || c == U'?' || c == U'#') && is_host(open())) return begin_address();
      if (c == U':' && is_scheme(open())) return hold(State::kScheme, c, CharClass::kBreak, at);
    } else if (state_ == State::kScheme) {
      return hold(State::kSchemeSlash, c, CharClass::kBreak, at);
    } else if (state_ == State::kSchemeSlash) {
      return begin_address();
    }
    break_run(at, raw);
  }

  void begin_address() {
    const Place at = begin_;
    reset();
    end_run(at, kInvalidChar);
    state_ = State::kAddress;
  }

  // Scripts that are written without spaces.

  void take_script(char32_t c, CharClass kind, char32_t raw, Place at) {
    switch (kind) {
      case CharClass::kKana:
        return open_cluster(Family::kKana, c, kind, at);
      case CharClass::kKanaTail:
        return is_open(Family::kKana) ? extend(c) : open_cluster(Family::kKana, c, kind, at);
      case CharClass::kHangul:
      case CharClass::kJamoLead:
      case CharClass::kJamoVowel:
      case CharClass::kJamoTail:
        if (is_open(Family::kHangul) && joins_syllable(text_[size_ - 1], class_of(text_[size_ - 1]), c, kind)) {
          return extend(c);
        }
        return open_cluster(Family::kHangul, c, kind, at);
      case CharClass::kSyllable:
        return is_open(Family::kTibetan) ? extend(c) : open_cluster(Family::kTibetan, c, kind, at);
      case CharClass::kTsheg:
        return is_open(Family::kTibetan) ? close() : break_run(at, raw);
      case CharClass::kScript:
      case CharClass::kHan:
        close();
        return sink().on_char(at, c);
      default:
        return take_brahmic(c, kind, at);
    }
  }

  [[nodiscard]] bool is_open(Family family) const { return state_ == State::kCluster && family_ == family; }

  void open_cluster(Family family, char32_t c, CharClass kind, Place at) {
    close();
    begin(at);
    state_ = State::kCluster;
    family_ = family;
    append(c, kind);
  }

  /// A consonant is held back until it is known whether a mark silences it; if so, it belongs to the unit before.
  void take_brahmic(char32_t c, CharClass kind, Place at) {
    const bool is_base = kind == CharClass::kBase || kind == CharClass::kBaseOfPair;
    if (!is_open(Family::kBrahmic)) return open_cluster(Family::kBrahmic, c, kind, at);
    if (is_base) return take_base(c, kind, at);
    const bool is_after_base = waiting_size_ > 0 && waiting_[waiting_size_ - 1].kind != CharClass::kVowelOfKilled;
    switch (kind) {
      case CharClass::kLead:
        if (last_kind_ == CharClass::kLead && waiting_size_ == 0) return append(c, kind);
        return open_cluster(Family::kBrahmic, c, kind, at);
      case CharClass::kVowelOfKilled:
        if (is_after_base) {
          waiting_[waiting_size_++] = {c, kind, at};
          return;
        }
        break;
      case CharClass::kKill:
        return merge(c, kind);
      case CharClass::kStackBoth:
        if (is_after_base) return merge(c, kind);
        break;
      default:
        break;
    }
    while (waiting_size_ > 0) advance();
    append(c, kind);
  }

  void take_base(char32_t c, CharClass kind, Place at) {
    for (; waiting_size_ > 0; advance()) {
      const bool is_pair = kind == CharClass::kBaseOfPair && waiting_size_ == 1 && waiting_[0].kind == kind;
      if (is_pair) break;
    }
    const bool is_joined =
        last_kind_ == CharClass::kLead || last_kind_ == CharClass::kStackNext || last_kind_ == CharClass::kStackBoth;
    if (waiting_size_ == 0 && is_joined) return append(c, kind);
    waiting_[waiting_size_++] = {c, kind, at};
  }

  void merge(char32_t c, CharClass kind) {
    for (std::size_t i = 0; i < waiting_size_; ++i) extend(waiting_[i].c);
    waiting_size_ = 0;
    append(c, kind);
  }

  Joining joining_;
  Place wait_at_ = 0;
  char32_t wait_for_ = 0;         ///< the middle dot
  bool line_end_was_cr_ = false;  ///< a CR waits: an LF belongs to it
};

}  // namespace newword
