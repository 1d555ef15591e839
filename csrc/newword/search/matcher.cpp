#include "newword/search/matcher.hpp"

#include <algorithm>
#include <array>

#include "newword/system/errors.hpp"

namespace newword {

namespace {

constexpr std::size_t kWindow = 1024;
constexpr std::size_t kAhead = 12;  // moves between asking for a cache line and reading it

/// By order: whether a longer kept n-gram begins with this one.
std::vector<std::vector<std::uint8_t>> mark_beginnings(const NgramTable& table, const KeptNgrams& kept) {
  std::vector<std::vector<std::uint8_t>> leads_on(table.max_order() + 1);
  for (unsigned order = table.max_order(); order >= 1; --order) {
    const Level& level = table.level(order);
    leads_on[order].assign(level.size(), 0);
    if (order == table.max_order()) continue;
    for (std::size_t i = 0; i < level.size(); ++i) {
      for (NodeIndex c = level.first_child[i]; c < level.first_child[i + 1]; ++c) {
        if (kept[order + 1][c] || leads_on[order + 1][c]) leads_on[order][i] = 1;
      }
    }
  }
  return leads_on;
}

std::size_t count_moves(const KeptNgrams& kept, const std::vector<std::vector<std::uint8_t>>& leads_on) {
  std::size_t moves = 0;
  for (std::size_t order = 2; order < kept.size(); ++order) {
    for (std::size_t i = 0; i < kept[order].size(); ++i) moves += kept[order][i] || leads_on[order][i];
  }
  return moves;
}

/// A place of a window that goes on, and the state it has reached.
struct Survivor {
  std::uint32_t place, state;
};

}  // namespace

Matcher::Matcher(const NgramTable& table, const KeptNgrams& kept, std::size_t alphabet_size)
    : max_order_(table.max_order()), first_state_(narrow<std::uint32_t>(alphabet_size + 1)), moves_(0) {
  const auto leads_on = mark_beginnings(table, kept);
  const std::size_t moves = count_moves(kept, leads_on);
  static_cast<void>(narrow<std::uint32_t>((moves + first_state_ + 1) << kIdShift));
  moves_ = PairIndex(moves);
  ngrams_.push_back({0, 0});
  std::vector<std::uint32_t> states(table.level(1).symbol.span().begin(), table.level(1).symbol.span().end());
  for (unsigned order = 1; order < table.max_order(); ++order) {
    const Level& level = table.level(order);
    const Level& next = table.level(order + 1);
    std::vector<std::uint32_t> next_states(next.size());
    for (std::size_t i = 0; i < level.size(); ++i) {
      if (!leads_on[order][i]) continue;
      for (NodeIndex c = level.first_child[i]; c < level.first_child[i + 1]; ++c) {
        const bool is_kept = kept[order + 1][c], goes_on = leads_on[order + 1][c];
        if (!is_kept && !goes_on) continue;
        const auto id = static_cast<std::uint32_t>(ngrams_.size());
        ngrams_.push_back({order + 1, c});
        next_states[c] = first_state_ + id;
        moves_.at(states[i], next.symbol[c]) = id << kIdShift | (goes_on ? kLeadsOn : 0) | (is_kept ? kIsKept : 0);
      }
    }
    states = std::move(next_states);
  }
}

template <class Number>
void Matcher::match(const Number* text, std::size_t size, Match* matches) const {
  std::array<Survivor, kWindow + kAhead> survivors;
  for (std::size_t begin = 0; begin < size; begin += kWindow) {
    const std::size_t window = std::min(kWindow, size - begin);
    const Number* const at = text + begin;
    Match* const found = matches + begin;
    std::fill_n(found, window, Match{});
    std::size_t alive = 0;
    for (std::size_t i = 0; i < window; ++i) {
      survivors[alive] = {static_cast<std::uint32_t>(i), at[i]};
      alive += moves_.may_hold(at[i], at[i + 1]);
    }
    for (unsigned depth = 1; alive > 0; ++depth) {
      for (std::size_t k = 0; k < std::min(alive, kAhead); ++k) {
        moves_.prefetch(survivors[k].state, at[survivors[k].place + depth]);
      }
      std::size_t next = 0;
      for (std::size_t k = 0; k < alive; ++k) {
        if (k + kAhead < alive) {
          const Survivor& ahead = survivors[k + kAhead];
          moves_.prefetch(ahead.state, at[ahead.place + depth]);
        }
        const auto [place, state] = survivors[k];
        const std::uint32_t move = moves_.get(state, at[place + depth]);
        if (move == PairIndex::kNone) continue;
        const std::uint32_t id = move >> kIdShift;
        if (move & kIsKept) found[place] = {id, depth + 1};
        survivors[next] = {place, first_state_ + id};
        next += (move & kLeadsOn) && moves_.may_hold(first_state_ + id, at[place + depth + 1]);
      }
      alive = next;
    }
  }
}

template void Matcher::match(const std::uint16_t*, std::size_t, Match*) const;
template void Matcher::match(const std::uint32_t*, std::size_t, Match*) const;

}  // namespace newword
