// Hashes that a text cannot predict. Otherwise the author of a corpus could choose units and n-grams that all collide,
// and reading would take quadratic time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace newword {

/// A random number drawn once for each process. No result depends on it: tables are sorted before they are used.
struct HashSeed {
  std::uint64_t first, second;  ///< the key of strings
  std::uint64_t multiplier;     ///< of pairs of numbers; odd
};

[[nodiscard]] const HashSeed& hash_seed();

/// SipHash with `kPerWord` rounds for eight bytes and `kAtEnd` at the end.
/// Aumasson and Bernstein, SipHash: a fast short-input PRF, 2012.
template <int kPerWord, int kAtEnd>
[[nodiscard]] std::uint64_t sip_hash(std::string_view bytes, std::uint64_t first, std::uint64_t second);

/// For unordered maps by strings.
struct StringHash {
  [[nodiscard]] std::size_t operator()(std::string_view bytes) const {
    return static_cast<std::size_t>(sip_hash<1, 3>(bytes, seed_->first, seed_->second));
  }

 private:
  const HashSeed* seed_ = &hash_seed();
};

}  // namespace newword
