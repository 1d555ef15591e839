// One thread's reading of files: whole small ones, and blocks of large ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "newword/base/raw_buffer.hpp"
#include "newword/input/file_outcome.hpp"
#include "newword/input/source_ledger.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/system/file.hpp"
#include "newword/text/encoder.hpp"

namespace newword {

/// A file of more than kLargeFile bytes is shared by several workers, in blocks.
inline constexpr std::size_t kFileBlock = std::size_t{4} << 20;
inline constexpr std::size_t kLargeFile = 2 * kFileBlock;

/// Files first..last, or, when `block` is set, that block of the one large file `first`.
struct WorkUnit {
  std::size_t first, last;
  std::optional<std::uint64_t> block;
};

/// Where a file ends among the symbols of a unit of work.
struct FileEnd {
  std::size_t symbols, file;
};

/// What all workers share.
struct ReadingJob {
  const std::vector<FileToRead>& files;
  std::vector<FileStamp> stamps;
  std::vector<std::uint8_t> is_skipped;  // not vector<bool>: workers write neighbours
  const BmpClasses& classes;
  Joining joining;
  SourceLedger& ledger;
  JobControl& control;
};

/// One thread's reading: its encoder, its buffer, what it has to report.
class FileReader {
 public:
  FileReader(ReadingJob& job, SurfaceTable& surfaces) : job_(&job), encoder_(surfaces, job.classes, job.joining) {}

  /// Notes size and kind of a file; looks into the beginning of a large one.
  void inspect(std::size_t index);
  /// Looks a large file up in the ledger.
  void look_up(std::size_t index, unsigned threads);
  void read(const WorkUnit& unit);

  /// Of the last unit of work.
  [[nodiscard]] std::span<const Symbol> symbols() { return encoder_.out().span(); }
  [[nodiscard]] std::span<const std::size_t> name_dots() const { return encoder_.name_dots(); }
  /// Of the files that end in it.
  [[nodiscard]] const std::vector<FileEnd>& ends() const { return ends_; }
  [[nodiscard]] const std::vector<FileOutcome>& outcomes() const { return outcomes_; }
  [[nodiscard]] std::uint64_t lone_characters() const { return encoder_.lone_characters(); }

 private:
  static constexpr std::size_t kCutWindow = std::size_t{64} << 10;

  void skip(std::size_t index, Outcome why);
  /// Turns a failure of the file system into an outcome of that file.
  template <class Work>
  bool guarded(std::size_t index, const Work& work);
  void read_whole(std::size_t index);
  /// Encodes from the first safe cut in this block to the first in a later one. A block without
  /// a cut was read by the worker of the block before it.
  void read_block(std::size_t index, std::uint64_t block);
  void read_from(File& open, std::size_t index, std::uint64_t block, std::uint64_t begin);
  /// Encodes bytes i..end of the buffer.
  void feed(std::size_t i, std::size_t end);
  /// False when the file ended early.
  bool feed_from(File& file, std::uint64_t at, std::uint64_t until);
  std::optional<std::uint64_t> find_cut(File& file, std::uint64_t from);
  void report_bad_bytes(std::size_t index);

  ReadingJob* job_;
  Encoder encoder_;
  RawBuffer<std::uint8_t> buffer_;
  std::uint8_t window_[kCutWindow];
  std::vector<FileEnd> ends_;
  std::vector<FileOutcome> outcomes_;
};

}  // namespace newword
