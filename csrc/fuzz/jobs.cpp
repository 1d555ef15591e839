// BackgroundJob without its thread, for the fuzz targets: the work is done when the job has been made.
//
// Jobs of small inputs are shorter than the start of a thread. The tests of the core run the real one.
#include <utility>

#include "newword/jobs/background_job.hpp"

namespace newword {

BackgroundJob::BackgroundJob(std::function<void(JobControl&)> work) : has_ended_(true) {
  try {
    work(control_);
  } catch (...) {
    error_ = std::current_exception();
  }
}

BackgroundJob::~BackgroundJob() = default;

bool BackgroundJob::wait(int) {
  if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
  return true;
}

}  // namespace newword
