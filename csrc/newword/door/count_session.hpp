// Work on count files as Python sees it: one job at a time, on a thread of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "newword/count_file/count_file.hpp"
#include "newword/count_file/count_reader.hpp"
#include "newword/jobs/background_job.hpp"

namespace newword {

/// For one thread at a time. The start_* members return at once; wait() must be called until it
/// returns true before anything else is.
class CountFileSession {
 public:
  explicit CountFileSession(unsigned threads) : threads_(threads > 0 ? threads : 1) {}

  /// Reads the header of a file; with `reads_all` checks the whole file.
  void start_checking(const std::string& path, bool reads_all);

  /// Writes the sum of count files to an open descriptor; `output_path` is for errors.
  void start_merging(std::vector<std::string> paths, int descriptor, std::string output_path, std::size_t block_bytes);

  [[nodiscard]] bool wait(int milliseconds) { return job_.wait(milliseconds); }
  void cancel() noexcept { job_.cancel(); }
  [[nodiscard]] std::uint64_t progress_done() const { return job_.done(); }
  [[nodiscard]] std::uint64_t progress_total() const { return job_.total(); }

  /// The file of the last start_checking.
  [[nodiscard]] const CountFileReader& file() const { return *file_; }

 private:
  unsigned threads_;
  std::unique_ptr<CountFileReader> file_;
  JobSlot job_;  // last: it stops before what it uses goes
};

}  // namespace newword
