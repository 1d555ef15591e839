// The passes of gap networks as jobs of a session.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "newword/door/session.hpp"
#include "newword/gaps/gap_posteriors.hpp"

namespace newword {

/// The data of such a job; the session keeps them while the job runs.
struct GapRequest {
  std::shared_ptr<const GapNetwork> network;
  std::shared_ptr<const GapStrings> strings;
  std::shared_ptr<const GapLevels> levels;
};

/// Each writes to `found`, which must live until the job has ended. Sums are those of the part of a text that a session
/// has, see sum_gaps(); finishing needs the table of the whole.
void start_finding_gap_posteriors(Session& session, GapRequest request, GapPosteriors& found);
void start_summing_gaps(Session& session, GapRequest request, std::vector<std::uint64_t>& found);
void start_finishing_gaps(Session& session, std::vector<std::uint64_t> sums, GapPosteriors& found);
/// Uses no network, only how characters are simplified.
void start_finding_gap_inputs(Session& session, std::shared_ptr<const GapCharacters> characters, GapRequest request,
                              GapInputs& found);

}  // namespace newword
