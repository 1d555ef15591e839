#include "newword/cutter/text_items.hpp"

#include "newword/system/errors.hpp"
#include "newword/text/normal_form.hpp"
#include "newword/text/open_token.hpp"
#include "newword/text/unit_machine.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Writes down what the rules make of a text.
template <class NumberOf>
class Splitter : UnitMachine<Splitter<NumberOf>> {
 public:
  using Machine = UnitMachine<Splitter>;
  using Kind = TextItem::Kind;

  Splitter(const BmpClasses& classes, bool tokens, std::vector<TextItem>& items, const NumberOf& number_of)
      : Machine(classes, {.tokens = tokens}), items_(&items), number_of_(&number_of) {}

  void run(const std::uint8_t* bytes, std::size_t size) {
    for (std::size_t i = 0; i < size;) {
      const Utf8Step step = decode_utf8(bytes + i, size - i);
      const auto at = static_cast<std::uint32_t>(i);
      if (step.ok) {
        this->take(step.code_point, at);
      } else {
        this->take_bad(at);
      }
      i += step.length;
    }
    this->finish();
    close_token();
    tell_space();
  }

 private:
  friend OpenUnit<Splitter>;
  friend Machine;
  using Place = typename Machine::Place;

  void on_char(Place at, char32_t c) {
    if (this->joining().tokens) return extend_token(at, {&c, 1});
    add(at, (*number_of_)(c), Kind::kUnit);
  }
  void on_cluster(Place at, std::u32string_view characters) {
    if (this->joining().tokens) return extend_token(at, characters);
    const std::u32string normal = normal_form(characters);
    if (normal.size() == 1) return on_char(at, normal[0]);
    on_word(at, normal);
  }
  void on_word(Place at, std::u32string_view characters) {
    if (this->joining().tokens) return extend_token(at, characters);
    add_word(at, characters);
  }
  void on_piece(Place at) {
    close_token();
    tell_space();
    add(at, 0, Kind::kOther);
  }
  void on_name_dot(Place at) { on_piece(at); }
  void on_other(Place at, char32_t c) {
    close_token();
    if (this->joining().tokens && is_joinable_space(c)) {
      if (!has_space_) space_at_ = at;
      has_space_ = true;
      return;
    }
    tell_space();
    const Kind kind = is_space(c) ? Kind::kSpace : Kind::kOther;
    if (kind == Kind::kOther || items_->empty() || items_->back().kind != kind) add(at, 0, kind);
  }

  void extend_token(Place at, std::u32string_view characters) {
    if (token_.is_empty()) token_at_ = at;
    token_.add(characters);
  }

  /// Spaces between two tokens belong to the first.
  void close_token() {
    if (token_.is_empty()) return;
    const bool joins = !token_.is_too_long() && !items_->empty() && items_->back().kind == Kind::kUnit;
    if (!joins) tell_space();
    has_space_ = false;
    if (token_.is_too_long()) {
      add(token_at_, 0, Kind::kOther);
    } else {
      add_word(token_at_, token_.text());
    }
    token_.clear();
  }

  void tell_space() {
    if (has_space_ && (items_->empty() || items_->back().kind != Kind::kSpace)) add(space_at_, 0, Kind::kSpace);
    has_space_ = false;
  }

  void add_word(Place at, std::u32string_view characters) {
    add(at, (*number_of_)(fold_case(normal_utf8(characters))), Kind::kUnit);
  }
  void add(Place at, std::uint32_t unit, Kind kind) { items_->push_back({items_->empty() ? 0 : at, unit, kind}); }

  std::vector<TextItem>* items_;
  const NumberOf* number_of_;
  OpenToken token_;  ///< as all that follows, only where units are tokens
  Place token_at_ = 0, space_at_ = 0;
  bool has_space_ = false;
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
  items.clear();
  Splitter<NumberOf>(*classes_, tokens_, items, number_of).run(bytes, size);
  if (items.empty() && size > 0) items.push_back({0, 0, TextItem::Kind::kOther});  // ignored characters alone
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
