#include "newword/jobs/background_job.hpp"

#include <chrono>
#include <system_error>
#include <utility>

namespace newword {

BackgroundJob::BackgroundJob(std::function<void(JobControl&)> work) {
  try {
    thread_ = std::thread([this, work] { run(work); });
  } catch (const std::system_error&) {
    run(work);  // the system has no more threads: it is done here, and cannot be stopped meanwhile
  }
}

BackgroundJob::~BackgroundJob() {
  cancel();
  if (thread_.joinable()) thread_.join();
}

void BackgroundJob::run(const std::function<void(JobControl&)>& work) {
  std::exception_ptr error;
  try {
    work(control_);
  } catch (...) {
    error = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  error_ = error;
  has_ended_ = true;
  ended_.notify_all();
}

bool BackgroundJob::wait(int milliseconds) {
  std::unique_lock lock(mutex_);
  ended_.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return has_ended_; });
  if (has_ended_ && error_) std::rethrow_exception(std::exchange(error_, nullptr));
  return has_ended_;
}

}  // namespace newword
