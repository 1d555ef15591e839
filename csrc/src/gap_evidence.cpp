#include "newword/gap_evidence.hpp"

#include <algorithm>

namespace newword {

void find_evidence(const NgramModel& model, std::span<const Token> units, std::vector<GapEvidence>& gaps) {
  const auto at = [](GapEvidence& gap, Evidence what) -> double& { return gap[static_cast<unsigned>(what)]; };
  gaps.assign(units.size(), GapEvidence{});
  const Token end_mark = model.end_mark() == NgramModel::kNone ? model.unknown() : model.end_mark();
  double by_length[NgramModel::kMaxOrder + 1];
  NgramModel::State nothing;
  const double end_alone = model.advance(nothing, end_mark);
  NgramModel::State state;
  double before = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    GapEvidence& gap = gaps[i];
    NgramModel::State at_end = state, at_begin = model.sentence_begin();
    const NgramModel::State left = state;
    model.advance(state, units[i], by_length);
    const double alone = by_length[0];
    if (i > 0) {
      const auto bond = [&](unsigned units_before) { return by_length[std::min(units_before, left.size)] - alone; };
      at(gap, Evidence::kBond1) = bond(1);
      at(gap, Evidence::kBond2) = bond(2);
      at(gap, Evidence::kBond3) = bond(3);
      for (unsigned k = 0; k < std::min(3u, left.size); ++k) {
        gap[static_cast<unsigned>(Evidence::kOpen1) + k] = model.backoff(left.nodes[k]);
      }
      at(gap, Evidence::kEnd) = model.advance(at_end, end_mark) - end_alone;
      at(gap, Evidence::kBegin) = model.advance(at_begin, units[i]) - alone;
      at(gap, Evidence::kBefore) = before;
      at(gap, Evidence::kBehind) = alone;
      at(gaps[i - 1], Evidence::kBondRight) = bond(1);
      if (i > 1) at(gap, Evidence::kBondLeft) = at(gaps[i - 1], Evidence::kBond1);
      if (i > 1) at(gaps[i - 1], Evidence::kAcross) = bond(2) - bond(1);
    }
    before = alone;
  }
}

}  // namespace newword
