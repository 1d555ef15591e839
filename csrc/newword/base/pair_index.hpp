// A hash from pairs of numbers to numbers, built for millions of lookups of pairs that are not in it.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "newword/base/hash_seed.hpp"

namespace newword {

/// Open addressing behind a bitmap: most lookups end at one bit that is in the cache. Keys are compared in full. The
/// pair (0, 0) is not a key. Lookups are thread-safe.
class PairIndex {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  /// Room for `pairs` pairs.
  explicit PairIndex(std::size_t pairs)
      : mask_(std::bit_ceil(pairs * 2 + 2) - 1),
        bit_mask_(std::bit_ceil(pairs * 16 + 64) - 1),
        slots_(mask_ + 1),
        bits_((bit_mask_ + 1) / 64) {}

  /// The value of a pair, kNone for a new one; may be assigned.
  [[nodiscard]] std::uint32_t& at(std::uint32_t a, std::uint32_t b) {
    const std::uint64_t hash = hash_of(a, b);
    bits_[(hash & bit_mask_) / 64] |= std::uint64_t{1} << (hash % 64);
    Slot& slot = slots_[find(key_of(a, b), hash)];
    slot.key = key_of(a, b);
    return slot.value;
  }

  /// False: certainly not in the index. True: probably.
  [[nodiscard]] bool may_hold(std::uint32_t a, std::uint32_t b) const {
    const std::uint64_t hash = hash_of(a, b);
    return (bits_[(hash & bit_mask_) / 64] >> (hash % 64)) & 1;
  }

  /// Tells the processor that get(a, b) comes soon.
  void prefetch([[maybe_unused]] std::uint32_t a, [[maybe_unused]] std::uint32_t b) const {
#if defined(__GNUC__) || defined(__clang__)
    __builtin_prefetch(&slots_[place_of(hash_of(a, b))]);
#endif
  }

  /// The value of a pair or kNone.
  [[nodiscard]] std::uint32_t get(std::uint32_t a, std::uint32_t b) const {
    return slots_[find(key_of(a, b), hash_of(a, b))].value;
  }

 private:
  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t value = kNone;
  };

  static std::uint64_t key_of(std::uint32_t a, std::uint32_t b) { return std::uint64_t{a} << 32 | b; }
  [[nodiscard]] std::uint64_t hash_of(std::uint32_t a, std::uint32_t b) const {
    const std::uint64_t product = key_of(a, b) * multiplier_;
    return product ^ (product >> 29);
  }
  [[nodiscard]] std::size_t place_of(std::uint64_t hash) const { return (hash >> 7) & mask_; }

  [[nodiscard]] std::size_t find(std::uint64_t key, std::uint64_t hash) const {
    std::size_t place = place_of(hash);
    while (slots_[place].key != 0 && slots_[place].key != key) place = (place + 1) & mask_;
    return place;
  }

  std::uint64_t multiplier_ = hash_seed().multiplier;
  std::size_t mask_, bit_mask_;
  std::vector<Slot> slots_;
  std::vector<std::uint64_t> bits_;
};

}  // namespace newword
