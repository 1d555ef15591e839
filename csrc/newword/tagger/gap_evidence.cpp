#include "newword/tagger/gap_evidence.hpp"

#include <algorithm>

namespace newword {

void find_evidence(const NgramModel& model, std::span<const Token> units, std::vector<GapEvidence>& gaps) {
  const auto at = [&](std::size_t gap, Evidence what) -> double& { return gaps[gap][static_cast<unsigned>(what)]; };
  gaps.assign(units.size(), GapEvidence{});
  NgramModel::State state;
  for (std::size_t i = 0; i < units.size(); ++i) {
    double by_length[NgramModel::kMaxOrder + 1];
    const unsigned known = state.size;
    model.advance(state, units[i], by_length);
    if (i == 0) continue;
    const auto bond = [&](unsigned before) { return by_length[std::min(before, known)] - by_length[0]; };
    at(i, Evidence::kBond1) = bond(1);
    at(i, Evidence::kBond2) = bond(2);
    at(i, Evidence::kBond3) = bond(3);
    at(i - 1, Evidence::kBondRight) = bond(1);
    if (i < 2) continue;
    at(i, Evidence::kBondLeft) = at(i - 1, Evidence::kBond1);
    at(i - 1, Evidence::kAcross) = bond(2) - bond(1);
  }
  if (!gaps.empty()) gaps.front() = {};
}

}  // namespace newword
