#include "newword/cutter/text_items.hpp"

#include "newword/system/errors.hpp"
#include "newword/text/encoder.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

constexpr char32_t kInvalid = 0x110000;

bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// The alphanumeric unit that is being read. `held` is what may still belong to it if a letter follows.
struct OpenUnit {
  std::uint32_t begin = 0;
  std::size_t length = 0;  ///< code points
  bool after_plus = false;
  std::string key;  ///< width and case folded
  char32_t held = 0;
  std::uint32_t held_begin = 0;

  void extend(char32_t c) {
    if (++length <= kLongestUnit) append_utf8(key, fold_case(c));
  }
};

}  // namespace

std::uint32_t UnitNumbers::find(char32_t script) const {
  if (script < 0x10000) return bmp_[script];
  const auto place = astral_.find(script);
  return place == astral_.end() ? 0 : place->second;
}

std::uint32_t UnitNumbers::find(const std::string& alnum) const {
  const auto place = alnum_.find(alnum);
  return place == alnum_.end() ? 0 : place->second;
}

std::uint32_t UnitNumbers::intern(char32_t script) {
  std::uint32_t& number = script < 0x10000 ? bmp_[script] : astral_[script];
  if (number == 0) number = ++size_;
  return number;
}

std::uint32_t UnitNumbers::intern(const std::string& alnum) {
  std::uint32_t& number = alnum_[alnum];
  if (number == 0) number = ++size_;
  return number;
}

template <class NumberOf>
void ItemSplitter::run(const std::uint8_t* bytes, std::size_t size, std::vector<TextItem>& items,
                       const NumberOf& number_of) {
  using Kind = TextItem::Kind;
  items.clear();
  OpenUnit open;
  const auto add = [&](std::uint32_t begin, std::uint32_t unit, Kind kind) {
    items.push_back({items.empty() ? 0 : begin, unit, kind});
  };
  const auto add_other = [&](std::uint32_t begin, char32_t c) {
    const Kind kind = is_space(c) ? Kind::kSpace : Kind::kOther;
    if (kind == Kind::kOther || items.empty() || items.back().kind != kind) add(begin, 0, kind);
  };
  const auto close = [&] {
    if (open.length == 0) return;
    if (open.length <= kLongestUnit) {
      add(open.begin, number_of(open.key), Kind::kUnit);
    } else {
      add(open.begin, 0, Kind::kOther);
    }
    if (open.held != 0) add_other(open.held_begin, open.held);
    open = {};
  };
  for (std::size_t i = 0; i < size;) {
    const Utf8Step step = decode_utf8(bytes + i, size - i);
    const auto begin = static_cast<std::uint32_t>(i);
    i += step.length;
    if (!step.ok) {
      close();
      add_other(begin, kInvalid);
      continue;
    }
    const char32_t c = step.code_point, folded = fold_width(c);
    const CharClass kind = folded < 0x10000 ? (*classes_)[folded] : char_class(folded);
    const bool may_go_on = open.length > 0 && open.held == 0;
    if (kind == CharClass::kIgnored) {
      if (items.empty() && open.length == 0) continue;  // the first item begins at 0 anyway
    } else if (kind == CharClass::kAlnum) {
      if (open.length == 0) {
        open.begin = begin;
      } else if (open.held != 0) {
        open.extend(open.held);
        open.held = 0;
      }
      open.extend(folded);
      open.after_plus = false;
    } else if (kind == CharClass::kMark && may_go_on && !open.after_plus) {
      open.extend(folded);
    } else if (kind == CharClass::kPlus && may_go_on) {
      open.extend(folded);
      open.after_plus = true;
    } else if (kind == CharClass::kConnector && may_go_on && !open.after_plus) {
      open.held = folded;
      open.held_begin = begin;
    } else {
      close();
      if (kind == CharClass::kHan || kind == CharClass::kScript) {
        add(begin, number_of(c), Kind::kUnit);
      } else {
        add_other(begin, c);
      }
    }
  }
  close();
  if (items.empty() && size > 0) add(0, 0, Kind::kOther);  // ignored characters alone
}

void ItemSplitter::split(const std::uint8_t* bytes, std::size_t size, const UnitNumbers& numbers,
                         std::vector<TextItem>& items) {
  (void)narrow<std::uint32_t>(size);
  run(bytes, size, items, [&](const auto& unit) { return numbers.find(unit); });
}

void ItemSplitter::split_and_intern(const std::uint8_t* bytes, std::size_t size, UnitNumbers& numbers,
                                    std::vector<TextItem>& items) {
  (void)narrow<std::uint32_t>(size);
  run(bytes, size, items, [&](const auto& unit) { return numbers.intern(unit); });
}

}  // namespace newword
