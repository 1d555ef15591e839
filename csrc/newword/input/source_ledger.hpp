// Which inputs a text comes from, by their content: so that nothing is counted twice unasked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "newword/count_file/count_file.hpp"
#include "newword/jobs/workers.hpp"

namespace newword {

/// Pieces in which large inputs are hashed.
inline constexpr std::size_t kSourcePiece = std::size_t{8} << 20;

/// The digest of an input: BLAKE2b-128 of its bytes (`b2sum -l 128`); of an input of more than
/// kSourcePiece bytes, that of the digests of its pieces of that size, one after the other.
[[nodiscard]] Digest digest_of(const std::uint8_t* bytes, std::size_t size);
/// The same of a file, its pieces hashed by all threads. Throws IoError.
[[nodiscard]] Digest digest_of_file(const std::string& path, std::uint64_t size, unsigned threads, JobControl& control);

/// Notes the inputs of a text and knows those to leave out. Idle until enabled. Thread-safe.
class SourceLedger {
 public:
  /// Inputs are noted from now on; those of `known` are refused.
  void enable(std::vector<Source> known);
  [[nodiscard]] bool is_enabled() const { return is_enabled_; }

  [[nodiscard]] bool knows(const Digest& digest, std::uint64_t bytes) const;
  /// False when the input is known, and must not be read; else it is noted, unless it is
  /// empty.
  [[nodiscard]] bool admit(const Digest& digest, std::uint64_t bytes);
  /// What was noted: sorted, each once.
  [[nodiscard]] std::vector<Source> sources() const;

 private:
  bool is_enabled_ = false;
  std::vector<Source> known_;
  mutable std::mutex mutex_;
  std::vector<Source> noted_;
};

}  // namespace newword
