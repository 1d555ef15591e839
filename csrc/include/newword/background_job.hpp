// One long computation on a thread of its own, so that the caller can look for signals meanwhile.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "newword/workers.hpp"

namespace newword {

/// Runs work, waits for it in slices, stops it. For one owner; destroying it stops the work.
class BackgroundJob {
 public:
  explicit BackgroundJob(std::function<void(JobControl&)> work);
  ~BackgroundJob();
  BackgroundJob(const BackgroundJob&) = delete;
  BackgroundJob& operator=(const BackgroundJob&) = delete;

  /// Waits at most `milliseconds`; true when the work has ended. Then throws what it threw, once.
  bool wait(int milliseconds);
  void cancel() noexcept { control_.cancel(); }
  [[nodiscard]] const JobControl& control() const { return control_; }

 private:
  JobControl control_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool has_ended_ = false;
  std::exception_ptr error_;
  std::thread thread_;
};

}  // namespace newword
