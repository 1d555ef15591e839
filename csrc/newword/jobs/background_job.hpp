// One long computation on a thread of its own, so that the caller can look for signals meanwhile.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "newword/jobs/workers.hpp"
#include "newword/system/process.hpp"

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
  void run(const std::function<void(JobControl&)>& work);

  JobControl control_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool has_ended_ = false;
  std::exception_ptr error_;
  std::thread thread_;
};

/// Room for one job at a time. A session declares it behind all that its jobs use, so that the job stops first.
class JobSlot {
 public:
  /// Throws std::logic_error while a job has not been waited for.
  void start(std::function<void(JobControl&)> work);
  /// As BackgroundJob::wait; true without a job. Afterwards there is room again, also when it throws.
  bool wait(int milliseconds);
  /// Stops the job and returns when it has stopped; in a forked child, which does not have its thread, at once.
  void cancel() noexcept { job_.reset(); }
  [[nodiscard]] std::uint64_t done() const { return job_.get() ? job_.get()->control().done() : 0; }
  [[nodiscard]] std::uint64_t total() const { return job_.get() ? job_.get()->control().total() : 0; }

 private:
  ProcessOwned<BackgroundJob> job_;
};

}  // namespace newword
