#include "newword/input/reader.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "newword/input/file_reader.hpp"

namespace newword {

namespace {

constexpr std::size_t kBatchBytes = std::size_t{2} << 20;
constexpr std::size_t kBatchFiles = 256;

/// Lets the workers append in the order of their units.
class Turnstile {
 public:
  void pass(std::size_t unit, JobControl& control, const auto& append) {
    std::unique_lock lock(mutex_);
    while (next_ != unit) {
      control.check();
      turned_.wait_for(lock, std::chrono::milliseconds(10));
    }
    append();
    ++next_;
    turned_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable turned_;
  std::size_t next_ = 0;
};

std::vector<WorkUnit> plan(const ReadingJob& job) {
  std::vector<WorkUnit> units;
  std::uint64_t batch_bytes = 0;
  std::size_t batch_first = 0;
  const auto close_batch = [&](std::size_t end) {
    if (batch_first < end) units.push_back({batch_first, end, std::nullopt});
    batch_bytes = 0;
  };
  for (std::size_t i = 0; i < job.files.size(); ++i) {
    const std::uint64_t size = job.is_skipped[i] ? 0 : job.stamps[i].size;
    if (size > kLargeFile) {
      close_batch(i);
      for (std::uint64_t b = 0; b * kFileBlock < size; ++b) units.push_back({i, i + 1, b});
      batch_first = i + 1;
    } else if (batch_bytes += size; batch_bytes >= kBatchBytes || i - batch_first + 1 >= kBatchFiles) {
      close_batch(i + 1);
      batch_first = i + 1;
    }
  }
  close_batch(job.files.size());
  return units;
}

}  // namespace

std::vector<FileOutcome> read_files(const std::vector<FileToRead>& files, const ReadingTarget& target,
                                    JobControl& control) {
  const unsigned threads = target.threads;
  SourceLedger& ledger = target.ledger;
  ReadingJob job{files,
                 std::vector<FileStamp>(files.size()),
                 std::vector<std::uint8_t>(files.size()),
                 target.classes,
                 target.joining,
                 ledger,
                 control};
  std::vector<std::optional<FileReader>> workers(threads);
  for (auto& worker : workers) worker.emplace(job, target.surfaces);

  Tickets inspections((files.size() + kBatchFiles - 1) / kBatchFiles);
  run_workers(threads, control, [&](unsigned w) {
    const std::size_t batches = (files.size() + kBatchFiles - 1) / kBatchFiles;
    for (std::size_t batch; (batch = inspections.take()) < batches;) {
      control.check();
      const std::size_t end = std::min(files.size(), (batch + 1) * kBatchFiles);
      for (std::size_t i = batch * kBatchFiles; i < end; ++i) workers[w]->inspect(i);
    }
  });

  for (std::size_t i = 0; ledger.is_enabled() && i < files.size(); ++i) {
    if (!job.is_skipped[i] && job.stamps[i].size > kLargeFile) workers[0]->look_up(i, threads);
  }

  std::uint64_t total = 0;
  for (std::size_t i = 0; i < files.size(); ++i) total += job.is_skipped[i] ? 0 : job.stamps[i].size;
  control.expect(total);

  const std::vector<WorkUnit> units = plan(job);
  Tickets tickets(units.size());
  Turnstile turnstile;
  run_workers(threads, control, [&](unsigned w) {
    for (std::size_t unit; (unit = tickets.take()) < units.size();) {
      workers[w]->read(units[unit]);
      turnstile.pass(unit, control, [&] {
        const std::span<const Symbol> symbols = workers[w]->symbols();
        Text& text = target.text;
        const std::size_t before = text.size();
        text.append(symbols, workers[w]->name_dots());
        const std::size_t dropped = before + symbols.size() - text.size();  // a doubled boundary at the front
        for (const auto& [end, file] : workers[w]->ends())
          target.end_document(before + end - std::min(end, dropped), file);
        target.check_memory();
      });
    }
  });

  std::vector<FileOutcome> outcomes;
  for (const auto& worker : workers) {
    outcomes.insert(outcomes.end(), worker->outcomes().begin(), worker->outcomes().end());
    target.lone_characters += worker->lone_characters();
  }
  return merged(std::move(outcomes));
}

}  // namespace newword
