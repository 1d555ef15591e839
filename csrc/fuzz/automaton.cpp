// Strings found by the automaton and by the trie against looking at every place.
#include <algorithm>

#include "fuzz.hpp"
#include "newword/search/string_automaton.hpp"
#include "newword/search/string_trie.hpp"

namespace {

using namespace newword;

std::vector<Symbol> symbols_of(std::string_view bytes) {
  std::vector<Symbol> symbols;
  for (const char c : bytes) symbols.push_back(static_cast<unsigned char>(c) % 5 + (c < 0 ? 1000u : 0u));
  return symbols;
}

using Ends = std::vector<std::vector<std::size_t>>;

Ends by_looking(const std::vector<Symbol>& text, const std::vector<std::vector<Symbol>>& strings) {
  Ends ends(strings.size());
  for (std::size_t s = 0; s < strings.size(); ++s) {
    if (strings[s].size() < 2) continue;
    for (std::size_t at = 0; at + strings[s].size() <= text.size(); ++at) {
      if (std::equal(strings[s].begin(), strings[s].end(), text.begin() + static_cast<std::ptrdiff_t>(at))) {
        ends[s].push_back(at + strings[s].size() - 1);
      }
    }
  }
  return ends;
}

Ends by_automaton(const std::vector<Symbol>& text, const std::vector<std::vector<Symbol>>& strings) {
  const StringAutomaton automaton(strings);
  Ends ends(strings.size());
  StringAutomaton::State state = StringAutomaton::kStart;
  for (std::size_t i = 0; i < text.size(); ++i) {
    state = automaton.next(state, text[i]);
    automaton.each_end(state, [&](std::uint32_t s) { ends[s].push_back(i); });
  }
  return ends;
}

Ends by_trie(std::vector<Symbol> text, const std::vector<std::vector<Symbol>>& strings) {
  const StringTrie trie(strings);
  Ends ends(strings.size());
  const std::size_t size = text.size();
  text.resize(size + StringTrie::kLongest + 1, kBoundary);
  for (std::size_t at = 0; at < size; at += 7) {
    trie.meet(text.data(), at, std::min(size, at + 7),
              [&](std::uint32_t s, std::size_t end) { ends[s].push_back(end); });
  }
  for (auto& places : ends) std::sort(places.begin(), places.end());
  return ends;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  std::vector<std::vector<Symbol>> strings(input.below(9));
  for (auto& string : strings) {
    string = symbols_of(input.take(input.below(18)));
    for (Symbol& s : string) s = std::max(1u, s);  // no string holds a boundary
  }
  const std::vector<Symbol> text = symbols_of(input.rest());
  const Ends expected = by_looking(text, strings);
  FUZZ_CHECK(by_automaton(text, strings) == expected);
  Ends short_ones = expected;
  for (std::size_t s = 0; s < strings.size(); ++s) {
    if (strings[s].size() > StringTrie::kLongest) short_ones[s].clear();
  }
  FUZZ_CHECK(by_trie(text, strings) == short_ones);
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  return {"\3\2\1\2\3\1\2\1\4\2\1\2\1\1\2\1\2\1\2\1\3", std::string("\x08\x11") + std::string(40, '\1'),
          std::string("\2\2\x81\x82\3\x82\x82\x81\x81\x82\x82\x81", 12)};
}
std::vector<std::string> tokens() { return {"\1\2", "\1\1\1\1", "\2\1\2"}; }
}  // namespace newword::fuzz
