// Puts the output of several workers into the order of their tickets.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "newword/count_file/count_writer.hpp"
#include "newword/jobs/workers.hpp"

namespace newword {

/// Appends chunks to a count file in the order of tickets 0, 1, ... Thread-safe.
class OrderedOutput {
 public:
  /// Workers ahead of their turn wait while more than `limit_bytes` wait with them.
  OrderedOutput(CountFileWriter& writer, std::size_t limit_bytes, const JobControl& control)
      : writer_(&writer), limit_(limit_bytes), control_(&control) {}

  void put(std::size_t ticket, std::vector<std::uint8_t> bytes, std::vector<Chunk> chunks) {
    std::unique_lock lock(mutex_);
    while (ticket != next_ && held_ > limit_) {
      control_->check();
      turned_.wait_for(lock, std::chrono::milliseconds(10));
    }
    held_ += bytes.size();
    waiting_.emplace(ticket, std::pair(std::move(bytes), std::move(chunks)));
    while (!waiting_.empty() && waiting_.begin()->first == next_) {
      const auto& [ready, parts] = waiting_.begin()->second;
      writer_->append(ready.data(), parts);
      held_ -= ready.size();
      waiting_.erase(waiting_.begin());
      ++next_;
    }
    turned_.notify_all();
  }

 private:
  CountFileWriter* writer_;
  std::size_t limit_;
  const JobControl* control_;
  std::mutex mutex_;
  std::condition_variable turned_;
  std::size_t next_ = 0, held_ = 0;
  std::map<std::size_t, std::pair<std::vector<std::uint8_t>, std::vector<Chunk>>> waiting_;
};

}  // namespace newword
