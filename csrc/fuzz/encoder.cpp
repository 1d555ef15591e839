// Text whole, in blocks, cut where it is safe, and split with places: always the same units.
#include <algorithm>
#include <memory>

#include "fuzz.hpp"
#include "newword/cutter/text_items.hpp"
#include "newword/input/safe_cut.hpp"
#include "newword/text/encoder.hpp"

namespace {

using namespace newword;
using fuzz::bytes_of;

void append(std::vector<Symbol>& symbols, const RawBuffer<Symbol>& more) {
  for (const Symbol s : more.span()) {
    if (s != kBoundary || symbols.empty() || symbols.back() != kBoundary) symbols.push_back(s);
  }
}

struct Encoded {
  std::vector<Symbol> symbols = {kBoundary};
  std::uint64_t bad = 0, first_bad = UINT64_MAX;

  void add(Encoder& encoder, std::string_view text, std::size_t begin, std::size_t end, std::size_t block) {
    encoder.out().clear();
    encoder.begin_document(begin);
    for (std::size_t at = begin; at < end; at += block) {
      encoder.feed(bytes_of(text) + at, std::min(block, end - at));
    }
    if (end == text.size()) encoder.end_document();
    append(symbols, encoder.out());
    if (encoder.bad().total > 0) first_bad = std::min(first_bad, encoder.bad().first);
    bad += encoder.bad().total;
  }
  bool operator==(const Encoded&) const = default;
};

/// The units by the other reader of the same rules, as their folded forms; "" is a boundary.
std::vector<std::string> split(std::string_view text, const BmpClasses& classes) {
  static auto numbers = std::make_unique<UnitNumbers>();
  if (numbers->size() > 10'000) numbers = std::make_unique<UnitNumbers>();
  std::vector<TextItem> items;
  ItemSplitter(classes).split_and_intern(bytes_of(text), text.size(), *numbers, items);
  std::vector<std::string> units = {""};
  FUZZ_CHECK(text.empty() == items.empty());
  FUZZ_CHECK(items.empty() || items.front().begin == 0);
  std::uint32_t last = 0;
  for (const TextItem& item : items) {
    FUZZ_CHECK(item.begin >= last && item.begin < text.size());
    last = item.begin;
    if (item.kind == TextItem::Kind::kUnit) {
      FUZZ_CHECK(item.unit > 0 && item.unit <= numbers->size());
      units.push_back(std::to_string(item.unit));
    } else if (!units.back().empty()) {
      units.emplace_back();
    }
  }
  if (!units.back().empty()) units.emplace_back();
  return units;
}

/// Equal where `a` and `b` have the same boundaries and repeat their units alike.
bool same_shape(const std::vector<Symbol>& a, const std::vector<std::string>& b, const SurfaceTable& surfaces) {
  if (a.size() != b.size()) return false;
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if ((a[i] == kBoundary) != b[i].empty()) return false;
    if (a[i] != kBoundary) pairs.emplace_back(fold_case(surfaces.surfaces()[a[i] - 1]), b[i]);
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  for (std::size_t i = 1; i < pairs.size(); ++i) {
    if (pairs[i].first == pairs[i - 1].first) return false;
  }
  std::sort(pairs.begin(), pairs.end(), [](const auto& x, const auto& y) { return x.second < y.second; });
  for (std::size_t i = 1; i < pairs.size(); ++i) {
    if (pairs[i].second == pairs[i - 1].second) return false;
  }
  return true;
}

/// Encoders with the leavings of all inputs before, as the readers of a corpus have.
struct Workers {
  Workers(const BmpClasses& classes, Joining joining)
      : one(surfaces, classes, joining), two(surfaces, classes, joining) {}
  SurfaceTable surfaces;
  Encoder one, two;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const BmpClasses classes;
  static std::unique_ptr<Workers> workers[4];
  static std::uint64_t executions = 0;
  fuzz::Input input(data, size);
  const unsigned choice = input.byte() & 3u;
  const Joining joining{(choice & 1) != 0, (choice & 2) != 0};
  const std::size_t block = 1 + input.below(9);
  const std::string_view text = input.rest();
  if (executions++ % 4096 == 0) {
    for (unsigned i : {0u, 1u, 2u, 3u}) {
      workers[i] = std::make_unique<Workers>(classes, Joining{(i & 1) != 0, (i & 2) != 0});
    }
  }
  Workers& w = *workers[choice];
  Encoded whole, blocks;
  whole.add(w.one, text, 0, text.size(), text.size() + 1);
  blocks.add(w.two, text, 0, text.size(), block);
  FUZZ_CHECK(blocks == whole);
  std::size_t cuts = 0;
  for (std::size_t cut = 3; cut + 3 <= text.size() && cuts < 6; ++cut) {
    if (cut % block != 0 || !is_safe_cut(bytes_of(text) + cut, classes, joining)) continue;
    ++cuts;
    Encoded halves;
    halves.add(w.one, text, 0, cut, text.size());
    halves.add(w.two, text, cut, text.size(), block);
    FUZZ_CHECK(halves == whole);
  }
  if (choice == 0) FUZZ_CHECK(same_shape(whole.symbols, split(text, classes), w.surfaces));
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  std::string all(2, '\0');
  for (const std::string& token : text_tokens()) all += token;
  return {all, "\1\3机器\n学习\r\nC++\n\n1,000", std::string("\0\1ab.c_d+e", 10)};
}
std::vector<std::string> tokens() { return text_tokens(); }
}  // namespace newword::fuzz
