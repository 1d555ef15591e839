#include <algorithm>

#include "newword/input/safe_cut.hpp"
#include "newword/text/encoder.hpp"
#include "tests/check.hpp"

namespace newword::test {

std::string nasty_text(Chance& chance, std::size_t parts) {
  static const std::vector<std::string> kParts = {"机",
                                                  "器",
                                                  "学",
                                                  "习机器",
                                                  "，",
                                                  " ",
                                                  "き",
                                                  "ー",
                                                  "\u3099",
                                                  "ไ",
                                                  "한",
                                                  "ㅎ",
                                                  "ꀀ",
                                                  "\U00020000",
                                                  "〇",
                                                  "々",
                                                  "〆",
                                                  "ｶ",
                                                  "က",
                                                  "a",
                                                  "B",
                                                  "é",
                                                  "e\u0301",
                                                  "0",
                                                  "Ａ",
                                                  "９",
                                                  "iPhone",
                                                  "·",
                                                  "・",
                                                  "@",
                                                  "www.a.cn",
                                                  "http",
                                                  "://",
                                                  "ร",
                                                  "เ",
                                                  "ิ",
                                                  "์",
                                                  "္",
                                                  "ཀ",
                                                  "་",
                                                  "が",
                                                  "ャ",
                                                  "⼈",
                                                  "\u1100",
                                                  "\u1161",
                                                  "\u212a",
                                                  std::string(64, 'x'),
                                                  std::string(65, 'y'),
                                                  ".",
                                                  "_",
                                                  "-",
                                                  "＿",
                                                  "+",
                                                  "#",
                                                  "＋",
                                                  " ",
                                                  "，",
                                                  "\u3000",
                                                  "!",
                                                  "\u0085",
                                                  "\u2028",
                                                  "€",
                                                  "\U0001f600",
                                                  "\n",
                                                  "\n",
                                                  "\r",
                                                  "\r\n",
                                                  "\n\n",
                                                  "\u200b",
                                                  "\ufeff",
                                                  "\u00ad",
                                                  "\ufe0f",
                                                  "\U000e0100",
                                                  "\u0301",
                                                  std::string(1, '\0'),
                                                  "\x80",
                                                  "\xbf",
                                                  "\xc0\x80",
                                                  "\xc2",
                                                  "\xe6",
                                                  "\xe6\x9c",
                                                  "\xe0\x80\x80",
                                                  "\xed\xa0\x80",
                                                  "\xf0\x9f",
                                                  "\xf4\x90\x80\x80",
                                                  "\xff",
                                                  "\xe3\x80",
                                                  "\xe4"};
  std::string text;
  for (std::size_t i = 0; i < parts; ++i) text += chance.of(kParts);
  return text;
}

namespace {

const std::uint8_t* bytes_of(const std::string& text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

/// Symbols as a Text would hold them: no boundary behind another.
void append(std::vector<Symbol>& symbols, const RawBuffer<Symbol>& more) {
  for (const Symbol s : more.span()) {
    if (s != kBoundary || symbols.empty() || symbols.back() != kBoundary) symbols.push_back(s);
  }
}

struct Encoded {
  std::vector<Symbol> symbols = {kBoundary};
  std::uint64_t bad = 0;
  std::vector<std::uint64_t> first_bad;

  /// Encodes text[begin, end) as a reader of blocks does; only the last one ends the document.
  void add(Encoder& encoder, const std::string& text, std::size_t begin, std::size_t end) {
    encoder.out().clear();
    encoder.begin_document(begin);
    encoder.feed(bytes_of(text) + begin, end - begin);
    if (end == text.size()) encoder.end_document();
    append(symbols, encoder.out());
    if (encoder.bad().total > 0) first_bad.push_back(encoder.bad().first);
    bad += encoder.bad().total;
  }

  bool operator==(const Encoded& other) const {
    const auto first = [](const Encoded& e) { return e.first_bad.empty() ? UINT64_MAX : e.first_bad.front(); };
    return symbols == other.symbols && bad == other.bad && first(*this) == first(other);
  }
};

void the_table_of_classes_is_that_of_the_search() {
  const BmpClasses classes;
  for (char32_t c = 0; c < 0x10000; ++c) CHECK(classes[c] == char_class(c));
}

void text_cut_at_safe_places_gives_the_same_units(Joining joining, std::size_t& cuts_seen) {
  Chance chance(joining.lines ? 5 : 6);
  const BmpClasses classes;
  SurfaceTable surfaces;
  // Two workers, each with the leavings of its earlier blocks in its state.
  Encoder one(surfaces, classes, joining), two(surfaces, classes, joining);
  for (int round = 0; round < 10'000; ++round) {
    const std::string text = nasty_text(chance, 1 + chance.below(40));
    Encoded whole;
    {
      Encoder fresh(surfaces, classes, joining);
      whole.add(fresh, text, 0, text.size());
    }
    std::vector<std::size_t> cuts;
    for (std::size_t p = 3; p + 3 <= text.size(); ++p) {
      if (is_safe_cut(bytes_of(text) + p, classes, joining)) cuts.push_back(p);
    }
    cuts_seen += cuts.size();
    for (const std::size_t cut : cuts) {
      Encoded halves;
      halves.add(one, text, 0, cut);
      halves.add(two, text, cut, text.size());
      CHECK(halves == whole);
      std::swap(one, two);
    }
    Encoded pieces;
    std::size_t begin = 0;
    for (const std::size_t cut : cuts) {
      if (chance.below(2) == 0) continue;
      pieces.add(chance.below(2) == 0 ? one : two, text, begin, cut);
      begin = cut;
    }
    pieces.add(one, text, begin, text.size());
    CHECK(pieces == whole);
  }
}

void text_fed_in_any_blocks_gives_the_same_units(Joining joining) {
  Chance chance(7);
  const BmpClasses classes;
  SurfaceTable surfaces;
  Encoder encoder(surfaces, classes, joining);
  for (int round = 0; round < 2'000; ++round) {
    const std::string text = nasty_text(chance, 1 + chance.below(30));
    Encoded whole, blocks;
    whole.add(encoder, text, 0, text.size());
    encoder.out().clear();
    encoder.begin_document();
    for (std::size_t i = 0; i < text.size();) {
      const std::size_t size = std::min(text.size() - i, 1 + chance.below(5));
      encoder.feed(bytes_of(text) + i, size);
      i += size;
    }
    encoder.end_document();
    append(blocks.symbols, encoder.out());
    blocks.bad = encoder.bad().total;
    if (blocks.bad > 0) blocks.first_bad.push_back(encoder.bad().first);
    CHECK(blocks == whole);
  }
}

}  // namespace

void test_safe_cuts() {
  the_table_of_classes_is_that_of_the_search();
  const Joining tokens{.tokens = true};
  for (const Joining joining : {Joining{}, Joining{true, false}, Joining{false, true}, Joining{true, true}, tokens}) {
    std::size_t cuts = 0;
    text_cut_at_safe_places_gives_the_same_units(joining, cuts);
    CHECK(cuts > (joining.tokens ? 300 : 3'000));
    text_fed_in_any_blocks_gives_the_same_units(joining);
  }
}

}  // namespace newword::test
