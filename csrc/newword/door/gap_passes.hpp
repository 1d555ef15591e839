// The passes of gap networks over the text of a session, whole or in steps as in lattice_passes.hpp.
#pragma once

#include <memory>

#include "newword/door/lattice_passes.hpp"
#include "newword/gaps/gap_posteriors.hpp"

namespace newword {

/// What such a pass is about.
struct GapRequest {
  std::shared_ptr<const GapNetwork> network;
  std::shared_ptr<const GapStrings> strings;
  std::shared_ptr<const GapLevels> levels;
};

[[nodiscard]] GapPosteriors find_gap_posteriors(Session& session, const GapRequest& request, const Watch& watch = {});
[[nodiscard]] Sums sum_gaps(Session& session, const GapRequest& request, const Watch& watch = {});
[[nodiscard]] GapPosteriors finish_gaps(Session& session, const Sums& sums, const Watch& watch = {});
/// Uses no network, only how characters are simplified.
[[nodiscard]] GapInputs find_gap_inputs(Session& session, const GapCharacters& characters, const GapRequest& request,
                                        const Watch& watch = {});

}  // namespace newword
