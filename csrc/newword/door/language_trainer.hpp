// A language model estimated from a count file, and its text.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include "newword/jobs/watched.hpp"
#include "newword/lm/arpa_writer.hpp"
#include "newword/lm/kneser_ney.hpp"

namespace newword {

/// How a model is estimated: `prune` by order from 1, `fallback` = D1, D2 and D3+ where they cannot be estimated.
struct TrainingOptions {
  unsigned order;
  std::vector<Count> prune;
  std::vector<double> fallback;
};

/// For one thread at a time.
class LanguageTrainer {
 public:
  LanguageTrainer(unsigned threads, MemoryBudget budget)
      : threads_(std::max(1u, threads)), budget_(std::move(budget)) {}

  void train(const std::string& count_file, const TrainingOptions& options, const Watch& watch = {});
  /// The next piece of the ARPA text; empty when there is none.
  [[nodiscard]] std::string next_piece(const Watch& watch = {});
  /// Writes all of the ARPA text to an open descriptor; `path` is for errors. Progress is counted in n-grams.
  void write(int descriptor, const std::string& path, const Watch& watch = {});

  [[nodiscard]] const KneserNey& model() const { return *model_; }

 private:
  void require_model() const;

  unsigned threads_;
  MemoryBudget budget_;
  std::unique_ptr<KneserNey> model_;
  std::unique_ptr<ArpaWriter> writer_;
};

}  // namespace newword
