#include "newword/text/encoder.hpp"

#include <cstring>

#include "newword/text/normal_form.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

/// Units of several characters remembered per encoder before the cache starts afresh (hostile text has no end of them).
constexpr std::size_t kUnitCacheSize = 1 << 18;

bool is_continuation(std::uint8_t b) { return (b & 0xC0) == 0x80; }

char32_t decode_three(const std::uint8_t* p) { return ((p[0] & 0x0Fu) << 12) | ((p[1] & 0x3Fu) << 6) | (p[2] & 0x3Fu); }

/// The character of one or three bytes that ends before a place.
char32_t last_before(const std::uint8_t* p) { return p[-1] < 0x80 ? p[-1] : decode_three(p - 3); }

}  // namespace

Encoder::Encoder(SurfaceTable& surfaces, const BmpClasses& classes, Joining joining)
    : UnitMachine(classes, joining),
      surfaces_(&surfaces),
      classes_(&classes),
      bmp_numbers_(0x10000, 0),
      lone_numbers_(0x10000, 0) {}

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
    if (is_idle()) {
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
      take(next.code_point, 0);
      learn(next.code_point);
    } else {
      count_bad(offset_ + static_cast<std::uint64_t>(p - bytes));
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
  const std::uint8_t* const start = p;
  while (p < end) {
    char32_t c = *p;
    std::size_t length = 1;
    if (c >= 0xE1) {
      if (end - p < 3 || c > 0xEF || !is_continuation(p[1]) || !is_continuation(p[2])) break;
      c = decode_three(p);
      length = 3;
    } else if (c >= 0x80) {
      break;
    }
    const Symbol number = numbers[c];
    if (number == 0) break;
    p += length;
    if (number != kBreakNumber) {
      *out++ = number;
    } else if (out == begin || out[-1] != kBoundary) {
      const bool has_unit_before = out != begin || previous() != 0;
      if (c == U' ' && has_unit_before && ends_lone(begin, out)) ++lone_characters_;
      *out++ = kBoundary;
    }
  }
  if (p != start) set_previous(out[-1] == kBoundary ? 0 : last_before(p));
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
    take(next.code_point, 0);
  } else {
    count_bad(offset_ - kept);
  }
  // An invalid subpart may end before the kept bytes do only if it is all of them: those were a valid beginning.
  return next.length - kept;
}

void Encoder::end_document() {
  if (tail_size_ > 0) {
    count_bad(offset_ - tail_size_);
    tail_size_ = 0;
  }
  finish();
  on_piece(0);
  run_before_ = 0;
}

void Encoder::count_bad(std::uint64_t offset) {
  if (bad_.total++ == 0) bad_.first = offset;
  take_bad(0);
}

/// The fast path knows what always breaks from now on, whichever character it is.
void Encoder::learn(char32_t c) {
  if (c >= 0x10000 || !is_idle()) return;
  const CharClass kind = (*classes_)[c];
  const bool breaks = (kind == CharClass::kBreak && !(joining().spaces && is_joinable_space(c))) ||
                      (kind == CharClass::kLineEnd && !joining().lines);
  if (breaks && !joining().tokens) bmp_numbers_[c] = kBreakNumber;
}

void Encoder::on_char(Place, char32_t c) {
  if (joining().tokens) return extend_token({&c, 1});
  out_.push_back(number_of(c));
}

void Encoder::on_cluster(Place, std::u32string_view characters) {
  if (joining().tokens) return extend_token(characters);
  out_.push_back(number_of(characters));
}

void Encoder::on_word(Place, std::u32string_view characters) {
  if (joining().tokens) return token_.add(characters);
  out_.push_back(number_of(characters));
}

void Encoder::extend_token(std::u32string_view characters) {
  token_.add(characters);
  ++token_scripts_;
}

/// What stood between two spaces is a unit, unless it is too long.
void Encoder::close_token() {
  if (token_.is_empty()) return;
  if (!token_.is_too_long()) {
    out_.push_back(number_of(token_.text()));
  } else if (out_.empty() || out_.back() != kBoundary) {
    out_.push_back(kBoundary);
  }
  token_.clear();
  if (token_scripts_ > kMostInToken) lone_characters_ += token_scripts_;
  token_scripts_ = 0;
}

void Encoder::on_piece(Place) {
  close_token();
  if (out_.empty() || out_.back() != kBoundary) out_.push_back(kBoundary);
}

void Encoder::on_name_dot(Place at) {
  on_piece(at);
  if (joining().tokens) return;
  name_dots_.push_back(out_.size() - 1);
}

void Encoder::shorten(std::size_t size) {
  out_.resize(size);
  while (!name_dots_.empty() && name_dots_.back() >= size) name_dots_.pop_back();
}

void Encoder::on_other(Place at, char32_t c) {
  if (joining().tokens) return is_joinable_space(c) ? close_token() : on_piece(at);
  const bool is_script_before = c == U' ' && previous() != 0 && is_script(char_class(previous()));
  if (is_script_before && ends_lone(out_.data(), out_.data() + out_.size())) ++lone_characters_;
  on_piece(at);
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

Symbol Encoder::number_of(char32_t c) {
  const bool is_alone = c < 0x10000 && ((*classes_)[c] == CharClass::kHan || (*classes_)[c] == CharClass::kScript);
  Symbol& number = c >= 0x10000 ? astral_numbers_[c] : is_alone ? bmp_numbers_[c] : lone_numbers_[c];
  if (number == 0) number = surfaces_->intern(normal_utf8({&c, 1}));
  return number;
}

Symbol Encoder::number_of(std::u32string_view characters) {
  if (unit_numbers_.size() > kUnitCacheSize) unit_numbers_.clear();
  key_.clear();
  for (const char32_t c : characters) append_utf8(key_, c);
  Symbol& number = unit_numbers_[key_];
  if (number == 0) number = surfaces_->intern(normal_utf8(characters));
  return number;
}

}  // namespace newword
