#include "newword/door/gap_jobs.hpp"

#include <utility>

#include "newword/door/text_parts.hpp"

namespace newword {

namespace {

GapTask task_of(Session& session, const GapCharacters& characters, const GapRequest& request, JobControl& control) {
  return {session.build_lattice(control), session.text(), characters, *request.levels, *request.strings};
}

}  // namespace

void start_finding_gap_posteriors(Session& session, GapRequest request, GapPosteriors& found) {
  session.start_job([&session, &found, request = std::move(request)](JobControl& control) {
    const GapTask task = task_of(session, request.network->characters(), request, control);
    found = find_gap_posteriors(task, *request.network, session.threads(), control);
  });
}

void start_summing_gaps(Session& session, GapRequest request, std::vector<std::uint64_t>& found) {
  session.start_job([&session, &found, request = std::move(request)](JobControl& control) {
    const GapTask task = task_of(session, request.network->characters(), request, control);
    found = values_of(sum_gaps(task, *request.network, session.threads(), control), session.threads(), control);
  });
}

void start_finishing_gaps(Session& session, std::vector<std::uint64_t> sums, GapPosteriors& found) {
  session.start_job([&session, &found, sums = std::move(sums)](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    RowSums rows = sums_of(lattice, kGapSets, sums);
    found = finish_gaps(lattice, rows, session.threads(), control);
  });
}

void start_finding_gap_inputs(Session& session, std::shared_ptr<const GapCharacters> characters, GapRequest request,
                              GapInputs& found) {
  session.start_job(
      [&session, &found, characters = std::move(characters), request = std::move(request)](JobControl& control) {
        found = find_gap_inputs(task_of(session, *characters, request, control), session.threads(), control);
      });
}

}  // namespace newword
