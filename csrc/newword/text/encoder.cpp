#include "newword/text/encoder.hpp"

#include <cstring>

#include "newword/text/utf8.hpp"

namespace newword {

namespace {

/// Alphanumeric units remembered per encoder before the cache starts afresh (hostile text has no end of them).
constexpr std::size_t kUnitCacheSize = 1 << 18;

bool is_continuation(std::uint8_t b) { return (b & 0xC0) == 0x80; }

}  // namespace

Encoder::Encoder(SurfaceTable& surfaces, const BmpClasses& classes, Joining joining)
    : surfaces_(&surfaces), classes_(&classes), joining_(joining), bmp_numbers_(0x10000, 0) {}

void Encoder::begin_document(std::uint64_t offset) {
  offset_ = offset;
  run_before_ = 0;
  bad_ = {};
}

void Encoder::feed(const std::uint8_t* bytes, std::size_t size) {
  out_.reserve(out_.size() + size + 8);
  const std::uint8_t* p = bytes + (tail_size_ > 0 ? feed_tail(bytes, size) : 0);
  const std::uint8_t* const end = bytes + size;
  while (p < end) {
    if (state_ == State::kPlain) {
      p = feed_fast(p, end);
      if (p == end) break;
    }
    const auto left = static_cast<std::size_t>(end - p);
    const Utf8Step next = decode_utf8(p, left);
    if (next.incomplete) {
      std::memcpy(tail_, p, left);
      tail_size_ = left;
      break;
    }
    if (next.ok) {
      take(next.code_point);
    } else {
      take_bad(offset_ + static_cast<std::uint64_t>(p - bytes));
    }
    p += next.length;
  }
  offset_ += size;
  note_run();
}

/// Script characters met before and characters that break, as long as nothing is open.
const std::uint8_t* Encoder::feed_fast(const std::uint8_t* p, const std::uint8_t* end) {
  const Symbol* const numbers = bmp_numbers_.data();
  Symbol* const begin = out_.data();
  Symbol* out = begin + out_.size();
  char32_t last = last_;
  while (p < end) {
    char32_t c = *p;
    std::size_t length = 1;
    if (c >= 0xE1) {
      if (end - p < 3 || c > 0xEF || !is_continuation(p[1]) || !is_continuation(p[2])) break;
      c = ((c & 0x0F) << 12) | ((p[1] & 0x3Fu) << 6) | (p[2] & 0x3Fu);
      length = 3;
    } else if (c >= 0x80) {
      break;
    }
    const Symbol number = numbers[c];
    if (number == 0) break;
    p += length;
    if (number != kBreakNumber) {
      *out++ = number;
      last = c;
    } else {
      if (out == begin || out[-1] != kBoundary) {
        if (c == U' ' && last != 0 && ends_lone(begin, out)) ++lone_characters_;
        *out++ = kBoundary;
      }
      last = 0;
    }
  }
  last_ = last;
  out_.resize(static_cast<std::size_t>(out - begin));
  return p;
}

/// Completes the sequence that the end of the last block cut; returns the bytes it used of this one.
std::size_t Encoder::feed_tail(const std::uint8_t* bytes, std::size_t size) {
  const std::size_t kept = tail_size_;
  std::size_t total = kept;
  while (total < sizeof tail_ && total - kept < size) {
    tail_[total] = bytes[total - kept];
    ++total;
  }
  const Utf8Step next = decode_utf8(tail_, total);
  if (next.incomplete) {
    tail_size_ = total;
    return size;
  }
  tail_size_ = 0;
  if (next.ok) {
    take(next.code_point);
  } else {
    take_bad(offset_ - kept);
  }
  // An invalid subpart may end before the kept bytes do only if it is all of them: those were a valid beginning.
  return next.length - kept;
}

void Encoder::end_document() {
  if (tail_size_ > 0) {
    take_bad(offset_ - tail_size_);
    tail_size_ = 0;
  }
  close_unit();
  break_run();
  run_before_ = 0;
}

void Encoder::take(char32_t c) {
  const char32_t folded = fold_width(c);
  const CharClass kind = folded < 0x10000 ? (*classes_)[folded] : char_class(folded);
  if (kind == CharClass::kIgnored) return;
  if (kind == CharClass::kLineEnd) return take_line_end(folded);
  if (joining_.spaces && is_joinable_space(c)) return take_space(c);
  if (state_ == State::kLineEnd && kind != CharClass::kHan) break_run();
  if (state_ == State::kSpace && !is_script(kind)) break_run();
  switch (kind) {
    case CharClass::kScript:
    case CharClass::kHan:
      return take_script(c);
    case CharClass::kAlnum:
      return take_alnum(folded);
    case CharClass::kMark:
      return take_mark(folded);
    case CharClass::kConnector:
      return take_connector(folded);
    case CharClass::kPlus:
      return take_plus(folded);
    default:
      take_break(c);
  }
}

void Encoder::take_script(char32_t c) {
  close_unit();
  state_ = State::kPlain;  // an open line end or space between two characters is nothing
  out_.push_back(number_of(c));
  last_ = c;
}

void Encoder::take_alnum(char32_t folded) {
  if (state_ == State::kConnector) extend_unit(connector_);
  extend_unit(folded);
  state_ = State::kAlnum;
}

void Encoder::take_mark(char32_t c) {
  if (state_ == State::kAlnum || state_ == State::kMark) {
    extend_unit(c);
    state_ = State::kMark;
  } else {
    close_unit();
    break_run();
  }
}

void Encoder::take_connector(char32_t folded) {
  if (state_ == State::kAlnum || state_ == State::kMark) {
    connector_ = folded;
    state_ = State::kConnector;
  } else {
    close_unit();
    break_run();
  }
}

void Encoder::take_plus(char32_t folded) {
  if (state_ == State::kAlnum || state_ == State::kMark || state_ == State::kPlus) {
    extend_unit(folded);
    state_ = State::kPlus;
  } else {
    close_unit();
    break_run();
  }
}

void Encoder::take_line_end(char32_t c) {
  if (!joining_.lines) return take_break(c);
  if (state_ == State::kLineEnd && line_end_was_cr_ && c == U'\n') {
    line_end_was_cr_ = false;
    return;
  }
  const bool is_open = state_ == State::kPlain || state_ == State::kSpace;
  const bool may_join = is_open && last_ != 0 && char_class(last_) == CharClass::kHan;
  if (!may_join) {
    close_unit();
    break_run();
    return;
  }
  state_ = State::kLineEnd;
  line_end_was_cr_ = c == U'\r';
}

/// Any number of spaces stay open, before and after a line end as well.
void Encoder::take_space(char32_t c) {
  line_end_was_cr_ = false;
  if (state_ == State::kSpace || state_ == State::kLineEnd) return;
  if (state_ == State::kPlain && last_ != 0) {
    state_ = State::kSpace;
    return;
  }
  close_unit();
  break_run();
}

/// What always breaks; the fast path knows it from now on.
void Encoder::take_break(char32_t c) {
  if (c == U' ' && last_ != 0 && ends_lone(out_.data(), out_.data() + out_.size())) ++lone_characters_;
  if (c < 0x10000) bmp_numbers_[c] = kBreakNumber;
  close_unit();
  break_run();
}

void Encoder::take_bad(std::uint64_t offset) {
  if (bad_.total++ == 0) bad_.first = offset;
  close_unit();
  break_run();
}

/// Whether the unit that was put out last is the first of its run.
bool Encoder::ends_lone(const Symbol* begin, const Symbol* out) const {
  if (out == begin) return run_before_ == 1;
  return out - begin == 1 ? run_before_ == 0 : out[-2] == kBoundary;
}

/// Remembers what `ends_lone` asks when `out_` is emptied before more is fed.
void Encoder::note_run() {
  const std::size_t size = out_.size();
  if (size == 0) return;
  if (out_.back() == kBoundary) {
    run_before_ = 0;
  } else if (size == 1) {
    run_before_ = run_before_ == 0 ? 1 : 2;
  } else {
    run_before_ = out_[size - 2] == kBoundary ? 1 : 2;
  }
}

void Encoder::break_run() {
  if (out_.empty() || out_.back() != kBoundary) out_.push_back(kBoundary);
  state_ = State::kPlain;
  last_ = 0;
}

/// Ends the open alphanumeric unit; a connector that nothing followed is a boundary.
void Encoder::close_unit() {
  if (unit_length_ == 0) return;
  const bool is_word = unit_length_ <= kLongestUnit;
  const bool ends_in_connector = state_ == State::kConnector;
  if (is_word) out_.push_back(number_of_unit());
  unit_.clear();
  unit_length_ = 0;
  state_ = State::kPlain;
  last_ = 0;
  if (!is_word || ends_in_connector) break_run();
}

void Encoder::extend_unit(char32_t c) {
  if (++unit_length_ <= kLongestUnit) append_utf8(unit_, c);
}

Symbol Encoder::number_of(char32_t c) {
  Symbol& number = c < 0x10000 ? bmp_numbers_[c] : astral_numbers_[c];
  if (number == 0) {
    std::string text;
    append_utf8(text, c);
    number = surfaces_->intern(text);
  }
  return number;
}

Symbol Encoder::number_of_unit() {
  if (unit_numbers_.size() > kUnitCacheSize) unit_numbers_.clear();
  Symbol& number = unit_numbers_[unit_];
  if (number == 0) number = surfaces_->intern(unit_);
  return number;
}

}  // namespace newword
