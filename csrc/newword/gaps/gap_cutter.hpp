// Cuts text where a gap network says so.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "newword/gaps/gap_network.hpp"
#include "newword/gaps/gap_strings.hpp"
#include "newword/tagger/unit_cutter.hpp"

namespace newword {

/// What it works with; nothing of it changes.
struct GapKnowledge {
  std::shared_ptr<const NgramModel> model;  ///< of text of the kind that is cut
  std::shared_ptr<const GapNetwork> network;
  std::shared_ptr<const GapStrings> strings;  ///< how sure it is of strings of that text, and a dictionary
};

/// Cuts UTF-8 texts at the gaps where a cut is the likelier, and not inside Chinese numerals.
class GapCutter : public UnitCutter {
 public:
  explicit GapCutter(GapKnowledge knowledge) : UnitCutter(knowledge.model), knowledge_(std::move(knowledge)) {}

  void cut(std::string_view text, std::vector<CutPiece>& pieces) const override;
  /// Appends for all units of a text where in the bytes it begins, and the probability of a cut before it, 1 at the
  /// beginning of a run.
  void find_cuts(std::string_view text, std::vector<std::uint32_t>& begins, std::vector<BoundaryShare>& cuts) const;

 private:
  class Room;

  GapKnowledge knowledge_;
};

}  // namespace newword
