#include <cstdint>

#include "newword/count/symbol_range.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

template <class Number>
void picks_what_a_comparison_picks() {
  Chance chance(13);
  constexpr Symbol kMost = static_cast<Number>(-1);
  for (int round = 0; round < 3'000; ++round) {
    // Symbols at both ends of the type, where subtraction wraps, and around its middle, where signs change.
    const Symbol base = chance.of(std::vector<Symbol>{0, kMost - 40, kMost / 2 - 20, 1000});
    std::vector<Number> symbols(chance.below(100));
    for (Number& s : symbols) {
      s = static_cast<Number>(chance.below(9) == 0 ? chance.below(kMost) : base + chance.below(41));
    }
    const Symbol first = base + static_cast<Symbol>(chance.below(41));
    const Symbol room = kMost - first;  // one less than fits
    const Symbol size =
        chance.below(4) == 0 ? room + (first > 0) : 1 + static_cast<Symbol>(chance.below(room < 40 ? room + 1 : 40));
    std::vector<std::uint32_t> expected, picked(symbols.size());
    for (std::size_t i = 0; i < symbols.size(); ++i) {
      if (symbols[i] >= first && symbols[i] - first < size) expected.push_back(static_cast<std::uint32_t>(i));
    }
    picked.resize(SymbolRange<Number>(first, size).pick(symbols.data(), symbols.size(), picked.data()));
    CHECK(picked == expected);
  }
}

}  // namespace

void test_symbol_range() {
  picks_what_a_comparison_picks<std::uint16_t>();
  picks_what_a_comparison_picks<std::uint32_t>();
}

}  // namespace newword::test
