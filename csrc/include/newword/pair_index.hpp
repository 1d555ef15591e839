// A hash from pairs of symbols to numbers, built for asking millions of pairs that are not in it.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "newword/symbols.hpp"

namespace newword {

/// Open addressing behind a bitmap: most questions end at one bit that is in the cache. Keys are
/// compared in full. Immutable questions are thread-safe.
class PairIndex {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// Room for `pairs` pairs.
  explicit PairIndex(std::size_t pairs)
      : mask_(std::bit_ceil(pairs * 2 + 2) - 1), bit_mask_(std::bit_ceil(pairs * 16 + 64) - 1),
        keys_(mask_ + 1, kEmpty), values_(mask_ + 1, kNone), bits_((bit_mask_ + 1) / 64) {}

  /// The value of a pair, kNone for a new one; may be assigned.
  [[nodiscard]] std::uint32_t& at(Symbol a, Symbol b) {
    const std::uint64_t hash = hash_of(a, b);
    bits_[(hash & bit_mask_) / 64] |= std::uint64_t{1} << (hash % 64);
    const std::size_t place = find(key_of(a, b), hash);
    keys_[place] = key_of(a, b);
    return values_[place];
  }

  /// False: certainly not in the index. True: probably.
  [[nodiscard]] bool may_hold(Symbol a, Symbol b) const {
    const std::uint64_t hash = hash_of(a, b);
    return (bits_[(hash & bit_mask_) / 64] >> (hash % 64)) & 1;
  }

  /// The value of a pair or kNone.
  [[nodiscard]] std::uint32_t get(Symbol a, Symbol b) const {
    return values_[find(key_of(a, b), hash_of(a, b))];
  }

 private:
  static constexpr std::uint64_t kEmpty = 0;  // the pair of two boundaries, which is none

  static std::uint64_t key_of(Symbol a, Symbol b) { return std::uint64_t{a} << 32 | b; }
  static std::uint64_t hash_of(Symbol a, Symbol b) {
    const std::uint64_t product = key_of(a, b) * 0x9E3779B97F4A7C15u;
    return product ^ (product >> 29);
  }

  [[nodiscard]] std::size_t find(std::uint64_t key, std::uint64_t hash) const {
    std::size_t place = (hash >> 7) & mask_;
    while (keys_[place] != kEmpty && keys_[place] != key) place = (place + 1) & mask_;
    return place;
  }

  std::size_t mask_, bit_mask_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint32_t> values_;
  std::vector<std::uint64_t> bits_;
};

}  // namespace newword
