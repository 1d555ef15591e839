#include "newword/text/space_joiner.hpp"

#include "newword/text/utf8.hpp"

namespace newword {

namespace {

/// More spaces than any layout has; memory must not grow with them.
constexpr std::size_t kMostSpaces = std::size_t{1} << 20;

}  // namespace

void SpaceJoiner::feed(const std::uint8_t* bytes, std::size_t size, std::string& out) {
  std::string joined;
  if (!tail_.empty()) {
    joined = std::move(tail_);
    tail_.clear();
    joined.append(reinterpret_cast<const char*>(bytes), size);
    bytes = reinterpret_cast<const std::uint8_t*>(joined.data());
    size = joined.size();
  }
  out.reserve(out.size() + size);
  for (std::size_t i = 0; i < size;) {
    const Utf8Step step = decode_utf8(bytes + i, size - i);
    const char* const at = reinterpret_cast<const char*>(bytes) + i;
    if (step.incomplete) {
      tail_.assign(at, size - i);
      return;
    }
    if (step.ok) {
      take(step.code_point, at, step.length, out);
    } else {
      break_run(out);
      out.append(at, step.length);
    }
    i += step.length;
  }
}

void SpaceJoiner::end_document(std::string& out) {
  break_run(out);
  out += tail_;
  tail_.clear();
}

void SpaceJoiner::take(char32_t c, const char* bytes, std::size_t length, std::string& out) {
  const char32_t folded = fold_form(fold_width(c));
  const CharClass kind = folded < 0x10000 ? (*classes_)[folded] : char_class(folded);
  if (kind == CharClass::kIgnored) {
    if (!spaces_.empty()) ignored_.append(bytes, length);
    (spaces_.empty() ? out : spaces_).append(bytes, length);
    return;
  }
  if (is_script(kind)) {
    out += ignored_;
    spaces_.clear();
    ignored_.clear();
    ++script_characters_;
    ++run_;
  } else if (joins_ && run_ > 0 && is_joinable_space(c) && spaces_.size() < kMostSpaces) {
    spaces_.append(bytes, length);
    return;
  } else {
    lone_characters_ += c == U' ' && run_ == 1 && !has_unit_before_;
    break_run(out);
    has_unit_before_ = kind == CharClass::kAlnum;
  }
  out.append(bytes, length);
}

void SpaceJoiner::break_run(std::string& out) {
  out += spaces_;
  spaces_.clear();
  ignored_.clear();
  run_ = 0;
  has_unit_before_ = false;
}

}  // namespace newword
