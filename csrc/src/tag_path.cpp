#include "newword/tag_path.hpp"

#include <algorithm>

namespace newword {

const std::vector<std::size_t>& TagPath::find_ends(std::span<const Token> units) {
  find_evidence(model_, units, gaps_);
  odds_.clear();
  for (const GapEvidence& gap : gaps_) odds_.push_back(weigh(gap, weights_));
  return best_.find_ends(odds_);
}

const std::vector<std::size_t>& BestTags::find_ends(std::span<const JoinOdds> odds) {
  constexpr double kNever = -1e300;
  from_.assign(odds.size() * kTags, 0);
  std::array<double, kTags> best = {0, kNever, kNever, kNever, kNever};
  const auto best_tag = [&] { return static_cast<unsigned>(std::max_element(best.begin(), best.end()) - best.begin()); };
  for (std::size_t i = 1; i < odds.size(); ++i) {
    std::uint8_t* const from = &from_[i * kTags];
    std::array<double, kTags> next;
    const unsigned before = best_tag();
    next[0] = best[before];
    from[0] = static_cast<std::uint8_t>(before);
    for (unsigned tag = 1; tag < kTags; ++tag) {
      next[tag] = best[tag - 1] + odds[i][tag - 1];
      from[tag] = static_cast<std::uint8_t>(tag - 1);
    }
    const double later = best[kTags - 1] + odds[i][kTags - 2];
    if (later > next[kTags - 1]) {
      next[kTags - 1] = later;
      from[kTags - 1] = kTags - 1;
    }
    best = next;
  }
  unsigned tag = best_tag();
  ends_.assign(1, odds.size());
  for (std::size_t i = odds.size() - 1; i > 0; --i) {
    if (tag == 0) ends_.push_back(i);
    tag = from_[i * kTags + tag];
  }
  std::reverse(ends_.begin(), ends_.end());
  return ends_;
}

}  // namespace newword
