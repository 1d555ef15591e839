#include "newword/door/gap_passes.hpp"

namespace newword {

namespace {

GapTask task_of(Session& session, const GapCharacters& characters, const GapRequest& request, JobControl& control) {
  return {session.build_lattice(control), session.text(), characters, *request.levels, *request.strings};
}

}  // namespace

GapPosteriors find_gap_posteriors(Session& session, const GapRequest& request, const Watch& watch) {
  return watched(watch, [&](JobControl& control) {
    const GapTask task = task_of(session, request.network->characters(), request, control);
    return find_gap_posteriors(task, *request.network, session.threads(), control);
  });
}

Sums sum_gaps(Session& session, const GapRequest& request, const Watch& watch) {
  return watched(watch, [&](JobControl& control) {
    const GapTask task = task_of(session, request.network->characters(), request, control);
    return values_of(sum_gaps(task, *request.network, session.threads(), control), session.threads(), control);
  });
}

GapPosteriors finish_gaps(Session& session, const Sums& sums, const Watch& watch) {
  return watched(watch, [&](JobControl& control) {
    const Lattice& lattice = session.build_lattice(control);
    RowSums rows = sums_of(lattice, kGapSets, sums);
    return finish_gaps(lattice, rows, session.threads(), control);
  });
}

GapInputs find_gap_inputs(Session& session, const GapCharacters& characters, const GapRequest& request,
                          const Watch& watch) {
  return watched(watch, [&](JobControl& control) {
    return find_gap_inputs(task_of(session, characters, request, control), session.threads(), control);
  });
}

}  // namespace newword
