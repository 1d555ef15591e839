// Long work that somebody watches: on a thread of its own, so that the caller can look for signals meanwhile.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <type_traits>
#include <utility>

#include "newword/jobs/workers.hpp"

namespace newword {

/// Who looks at work while it runs.
struct Watch {
  /// Called on the caller's thread with the work done and the work there is. What it throws stops the work, and is
  /// thrown on when that has stopped. Empty: nobody looks, and the work is done on the caller's thread.
  std::function<void(std::uint64_t done, std::uint64_t total)> look;
  std::chrono::milliseconds every{50};
};

/// Does the work and throws what it throws. A forked child, which does not have the thread of the work, waits for
/// nothing when `look` throws.
void run_watched(const Watch& watch, const std::function<void(JobControl&)>& work);

/// The same for work with a result.
template <class Work>
[[nodiscard]] auto watched(const Watch& watch, const Work& work) {
  std::invoke_result_t<const Work&, JobControl&> result{};
  run_watched(watch, [&](JobControl& control) { result = work(control); });
  return result;
}

}  // namespace newword
