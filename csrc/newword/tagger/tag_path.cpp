#include "newword/tagger/tag_path.hpp"

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
  constexpr unsigned kLast = kTags - 1;
  from_.resize(odds.size());
  std::array<double, kTags> best = {0, kNever, kNever, kNever, kNever};
  // Of equal ones the first.
  const auto best_tag = [&] {
    unsigned tag = 0;
    double most = best[0];
    for (unsigned other = 1; other < kTags; ++other) {
      const bool is_better = best[other] > most;
      tag = is_better ? other : tag;
      most = is_better ? best[other] : most;
    }
    return tag;
  };
  for (std::size_t i = 1; i < odds.size(); ++i) {
    const JoinOdds& join = odds[i];
    const unsigned before = best_tag();
    const double fifth = best[kLast - 1] + join[kLast - 1];
    const double later = best[kLast] + join[kLast - 1];
    const bool stays = later > fifth;
    from_[i] = static_cast<std::uint8_t>(before | (stays ? kStays : 0));
    best = {best[before], best[0] + join[0], best[1] + join[1], best[2] + join[2], stays ? later : fifth};
  }
  unsigned tag = best_tag();
  ends_.assign(1, odds.size());
  for (std::size_t i = odds.size() - 1; i > 0; --i) {
    if (tag == 0) {
      ends_.push_back(i);
      tag = from_[i] & (kStays - 1);
    } else if (tag < kLast || (from_[i] & kStays) == 0) {
      --tag;
    }
  }
  std::reverse(ends_.begin(), ends_.end());
  return ends_;
}

}  // namespace newword
