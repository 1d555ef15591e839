// Language models as Python sees them: training from a count file.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "newword/jobs/background_job.hpp"
#include "newword/lm/arpa_writer.hpp"
#include "newword/lm/kneser_ney.hpp"

namespace newword {

/// Estimates one model and writes it. For one thread at a time. The start_* members return at once; wait() must be
/// called until it returns true before anything else is.
class LanguageTrainer {
 public:
  LanguageTrainer(unsigned threads, MemoryBudget budget)
      : threads_(threads > 0 ? threads : 1), budget_(std::move(budget)) {}

  /// `prune` by order from 1, `fallback` = D1, D2 and D3+ where they cannot be estimated.
  void start_training(std::string count_file, unsigned order, std::vector<Count> prune, std::vector<double> fallback);
  /// Makes the next piece of the ARPA text; empty when there is none.
  void start_writing();
  /// Writes all of the ARPA text to an open descriptor; `path` is for errors. Progress is counted in n-grams.
  void start_writing_to(int descriptor, std::string path);

  [[nodiscard]] bool wait(int milliseconds) { return job_.wait(milliseconds); }
  void cancel() noexcept { job_.cancel(); }
  [[nodiscard]] std::uint64_t progress_done() const { return job_.done(); }
  [[nodiscard]] std::uint64_t progress_total() const { return job_.total(); }

  [[nodiscard]] const KneserNey& model() const { return *model_; }
  [[nodiscard]] const std::string& piece() const { return piece_; }

 private:
  unsigned threads_;
  MemoryBudget budget_;
  std::unique_ptr<KneserNey> model_;
  std::unique_ptr<ArpaWriter> writer_;
  std::string piece_;
  JobSlot job_;  // last: it stops before what it uses goes
};

}  // namespace newword
