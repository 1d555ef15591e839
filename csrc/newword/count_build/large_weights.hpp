// Counts that do not fit into a record, which has their index instead.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "newword/ngrams/ngram_table.hpp"
#include "newword/system/errors.hpp"

namespace newword {

/// Weights too large for a record. Adding is thread-safe; reading must not overlap with adding.
class LargeWeights {
 public:
  static constexpr Count kLimit = 0x80000000u;
  std::uint32_t code_of(Count count) {
    if (count < kLimit) return static_cast<std::uint32_t>(count);
    const std::lock_guard lock(mutex_);
    weights_.push_back(count);
    if (weights_.size() > kLimit) throw OverflowError("more large counts than can be told apart");
    return static_cast<std::uint32_t>(kLimit | (weights_.size() - 1));
  }
  [[nodiscard]] const std::vector<Count>& all() const { return weights_; }
  void clear() { weights_.clear(); }

 private:
  std::mutex mutex_;
  std::vector<Count> weights_;
};

}  // namespace newword
