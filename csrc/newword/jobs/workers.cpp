#include "newword/jobs/workers.hpp"

#include <system_error>

namespace newword {

namespace {

/// Keeps the first exception of several threads. A Cancelled that a failure brought about comes later, so it never
/// hides it.
class FirstError {
 public:
  void keep(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
  }
  void rethrow() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr error_;
};

/// Joins what was started, also when starting a later thread fails.
struct JoinAll {
  std::vector<std::thread>& threads;
  ~JoinAll() {
    for (std::thread& t : threads) t.join();
  }
};

}  // namespace

void run_workers(unsigned threads, JobControl& control, const std::function<void(unsigned)>& work) {
  FirstError first;
  const auto guarded = [&](unsigned worker) {
    try {
      work(worker);
    } catch (...) {
      first.keep(std::current_exception());
      control.cancel();
    }
  };
  {
    std::vector<std::thread> others;
    const JoinAll join{others};
    unsigned worker = 1;
    try {
      others.reserve(threads);
      for (; worker < threads; ++worker) others.emplace_back(guarded, worker);
    } catch (const std::system_error&) {
      // The system has no more threads: this one does the work of the missing ones.
    }
    guarded(0);
    for (; worker < threads; ++worker) guarded(worker);
  }
  first.rethrow();
}

}  // namespace newword
