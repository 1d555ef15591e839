#include "newword/jobs/watched.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "newword/system/process.hpp"

namespace newword {

namespace {

/// Work on a thread of its own. Destroying it stops the work.
class Job {
 public:
  explicit Job(const std::function<void(JobControl&)>& work) : work_(work) {
    try {
      thread_ = std::thread([this] { run(); });
    } catch (const std::system_error&) {
      run();  // the system has no more threads: it is done here, and cannot be stopped meanwhile
    }
  }
  ~Job() {
    control_.cancel();
    if (thread_.joinable()) thread_.join();
  }
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  /// True when the work has ended. Then throws what it threw.
  bool wait(std::chrono::milliseconds slice) {
    std::unique_lock lock(mutex_);
    ended_.wait_for(lock, slice, [this] { return has_ended_; });
    if (has_ended_ && error_) std::rethrow_exception(error_);
    return has_ended_;
  }
  [[nodiscard]] const JobControl& control() const { return control_; }

 private:
  void run() {
    std::exception_ptr error;
    try {
      work_(control_);
    } catch (...) {
      error = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    error_ = error;
    has_ended_ = true;
    ended_.notify_all();
  }

  const std::function<void(JobControl&)>& work_;
  JobControl control_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool has_ended_ = false;
  std::exception_ptr error_;
  std::thread thread_;
};

}  // namespace

void run_watched(const Watch& watch, const std::function<void(JobControl&)>& work) {
  if (!watch.look) {
    JobControl control;
    work(control);
    return;
  }
  ProcessOwned<Job> job;
  job.reset(new Job(work));
  while (!job.get()->wait(watch.every)) watch.look(job.get()->control().done(), job.get()->control().total());
}

}  // namespace newword
