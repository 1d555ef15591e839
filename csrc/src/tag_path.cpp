#include "newword/tag_path.hpp"

#include <algorithm>

namespace newword {

double TagPath::join(const GapEvidence& gap, unsigned row) const {
  const GapWeights& weights = weights_[row];
  double sum = weights[kEvidences];
  for (std::size_t k = 0; k < kEvidences; ++k) sum += weights[k] * gap[k];
  return sum;
}

const std::vector<std::size_t>& TagPath::find_ends(std::span<const Token> units) {
  constexpr double kNever = -1e300;
  find_evidence(model_, units, gaps_);
  from_.assign(units.size() * kTags, 0);
  std::array<double, kTags> best = {0, kNever, kNever, kNever, kNever};
  const auto best_tag = [&] { return static_cast<unsigned>(std::max_element(best.begin(), best.end()) - best.begin()); };
  for (std::size_t i = 1; i < units.size(); ++i) {
    std::uint8_t* const from = &from_[i * kTags];
    std::array<double, kTags> next;
    const unsigned before = best_tag();
    next[0] = best[before];
    from[0] = static_cast<std::uint8_t>(before);
    for (unsigned tag = 1; tag < kTags; ++tag) {
      next[tag] = best[tag - 1] + join(gaps_[i], tag - 1);
      from[tag] = static_cast<std::uint8_t>(tag - 1);
    }
    const double later = best[kTags - 1] + join(gaps_[i], kTags - 2);
    if (later > next[kTags - 1]) {
      next[kTags - 1] = later;
      from[kTags - 1] = kTags - 1;
    }
    best = next;
  }
  unsigned tag = best_tag();
  ends_.assign(1, units.size());
  for (std::size_t i = units.size() - 1; i > 0; --i) {
    if (tag == 0) ends_.push_back(i);
    tag = from_[i * kTags + tag];
  }
  std::reverse(ends_.begin(), ends_.end());
  return ends_;
}

}  // namespace newword
