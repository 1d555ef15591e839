#include "newword/search/string_automaton.hpp"

#include "newword/system/errors.hpp"

namespace newword {

namespace {

std::size_t total_size(const std::vector<std::vector<Symbol>>& strings) {
  std::size_t total = 0;
  for (const auto& string : strings) total += string.size();
  static_cast<void>(narrow<std::uint32_t>(total + 1));
  return total;
}

}  // namespace

StringAutomaton::StringAutomaton(const std::vector<std::vector<Symbol>>& strings)
    : moves_(total_size(strings)), heads_(strings.size()), nodes_(1), same_(strings.size(), kNone) {
  std::vector<std::vector<State>> by_depth;
  for (std::uint32_t s = 0; s < strings.size(); ++s) {
    const std::vector<Symbol>& string = strings[s];
    if (string.size() < 2) continue;
    if (by_depth.size() < string.size()) by_depth.resize(string.size());
    heads_.at(string[0], string[1]) = s;
    State state = kStart;
    for (std::size_t depth = 0; depth < string.size(); ++depth) {
      State& to = moves_.at(state + 1, string[depth]);
      if (to == kNone) {
        to = static_cast<State>(nodes_.size());
        nodes_.push_back({.parent = state, .symbol = string[depth]});
        by_depth[depth].push_back(to);
      }
      state = to;
    }
    same_[s] = nodes_[state].string;
    nodes_[state].string = s;
  }
  link(by_depth);
}

/// Fallbacks lead to smaller depths, so each depth finds those before it complete.
void StringAutomaton::link(const std::vector<std::vector<State>>& by_depth) {
  for (std::size_t depth = 1; depth < by_depth.size(); ++depth) {
    for (const State state : by_depth[depth]) {
      Node& node = nodes_[state];
      node.fallback = next(nodes_[node.parent].fallback, node.symbol);
      const Node& fallback = nodes_[node.fallback];
      node.shorter_end = fallback.string != kNone ? node.fallback : fallback.shorter_end;
    }
  }
}

}  // namespace newword
