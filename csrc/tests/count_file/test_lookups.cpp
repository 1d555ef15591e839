#include <map>
#include <utility>

#include "newword/base/pair_index.hpp"
#include "newword/search/string_automaton.hpp"
#include "tests/check.hpp"

namespace newword::test {

void test_pair_index() {
  Chance chance(2);
  for (const std::size_t room : {0u, 1u, 2u, 3u, 100u, 5000u}) {
    // Few different numbers, so that pairs repeat and share a half; some as large as they come.
    const auto number = [&] {
      return static_cast<std::uint32_t>(chance.below(20) == 0 ? UINT32_MAX - chance.below(3) : chance.below(200));
    };
    PairIndex index(room);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> twin;
    for (std::size_t i = 0; i < room; ++i) {
      const std::uint32_t a = number(), b = number();
      if (a == 0 && b == 0) continue;
      std::uint32_t& value = index.at(a, b);
      CHECK((value == PairIndex::kNone) == !twin.contains({a, b}));
      value = twin[{a, b}] = static_cast<std::uint32_t>(i);
    }
    for (int i = 0; i < 20'000; ++i) {
      const std::uint32_t a = number(), b = number();
      const auto known = twin.find({a, b});
      CHECK(index.get(a, b) == (known == twin.end() ? PairIndex::kNone : known->second));
      CHECK(known == twin.end() || index.may_hold(a, b));
    }
    CHECK(index.get(0, 0) == PairIndex::kNone);
  }
}

void test_string_automaton() {
  Chance chance(3);
  for (int round = 0; round < 2'000; ++round) {
    const auto symbols = [&](std::size_t least, std::size_t most, std::size_t alphabet) {
      std::vector<Symbol> string(least + chance.below(most - least + 1));
      for (Symbol& s : string) s = static_cast<Symbol>(1 + chance.below(alphabet));
      return string;
    };
    const std::size_t alphabet = 1 + chance.below(4);
    std::vector<std::vector<Symbol>> strings(chance.below(8));
    for (auto& string : strings) string = symbols(0, 7, alphabet);
    std::vector<Symbol> text = symbols(1, 60, alphabet + 1);
    for (Symbol& s : text) s = chance.below(10) == 0 ? kBoundary : s;
    text.push_back(kBoundary);

    const StringAutomaton automaton(strings);
    std::vector<std::vector<std::size_t>> ends(strings.size());
    StringAutomaton::State state = StringAutomaton::kStart;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (state == StringAutomaton::kStart && !automaton.may_begin(text[i], text[i + 1])) continue;
      state = automaton.next(state, text[i]);
      automaton.each_end(state, [&](std::uint32_t s) { ends[s].push_back(i + 1); });
    }
    for (std::size_t s = 0; s < strings.size(); ++s) {
      std::vector<std::size_t> expected;
      for (std::size_t end = strings[s].size(); strings[s].size() >= 2 && end < text.size(); ++end) {
        const auto begin = text.begin() + static_cast<std::ptrdiff_t>(end - strings[s].size());
        if (std::equal(strings[s].begin(), strings[s].end(), begin)) expected.push_back(end);
      }
      CHECK(ends[s] == expected);
    }
  }
}

}  // namespace newword::test
