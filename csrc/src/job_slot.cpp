#ifndef _WIN32
#include <unistd.h>
#endif

#include <stdexcept>
#include <utility>

#include "newword/background_job.hpp"

namespace newword {

namespace {

long this_process() {
#ifdef _WIN32
  return 0;  // it cannot fork
#else
  return ::getpid();
#endif
}

}  // namespace

void JobSlot::start(std::function<void(JobControl&)> work) {
  if (job_) throw std::logic_error("a job was started while another runs");
  job_ = std::make_unique<BackgroundJob>(std::move(work));
  process_ = this_process();
}

bool JobSlot::wait(int milliseconds) {
  if (!job_) return true;
  try {
    if (!job_->wait(milliseconds)) return false;
  } catch (...) {
    job_.reset();
    throw;
  }
  job_.reset();
  return true;
}

void JobSlot::cancel() noexcept {
  // Waiting for the thread of the parent may have no end, and so may destroying what it waits with: both are left.
  if (process_ != this_process()) (void)job_.release();
  job_.reset();
}

}  // namespace newword
