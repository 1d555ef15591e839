#include "newword/background_job.hpp"

#include <chrono>
#include <utility>

namespace newword {

BackgroundJob::BackgroundJob(std::function<void(JobControl&)> work) {
  thread_ = std::thread([this, work = std::move(work)] {
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
  });
}

BackgroundJob::~BackgroundJob() {
  cancel();
  thread_.join();
}

bool BackgroundJob::wait(int milliseconds) {
  std::unique_lock lock(mutex_);
  ended_.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return has_ended_; });
  if (has_ended_ && error_) std::rethrow_exception(std::exchange(error_, nullptr));
  return has_ended_;
}

}  // namespace newword
