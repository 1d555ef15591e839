#include <stdexcept>
#include <utility>

#include "newword/jobs/background_job.hpp"

namespace newword {

void JobSlot::start(std::function<void(JobControl&)> work) {
  if (job_.get()) throw std::logic_error("a job was started while another runs");
  job_.reset(new BackgroundJob(std::move(work)));
}

bool JobSlot::wait(int milliseconds) {
  if (!job_.get()) return true;
  try {
    if (!job_.get()->wait(milliseconds)) return false;
  } catch (...) {
    job_.reset();
    throw;
  }
  job_.reset();
  return true;
}

}  // namespace newword
