// Checks whether the windows of a count file can be those of a text, in one pass and without memory.
#pragma once

#include <cstdint>

#include "newword/base/hash_seed.hpp"
#include "newword/base/wide_product.hpp"
#include "newword/count_file/count_codec.hpp"
#include "newword/count_file/count_reader.hpp"

namespace newword {

/// Sums over windows that agree exactly when the windows do.
///
/// At the place behind that of a window w0 w1 ... wN stands a window that begins with w1 ... wN (up to the boundary
/// that ends it), unless that is a boundary alone. So for every such string, the windows that begin with it are as many
/// as those that end with it; all that readers assume follows: with an n-gram its prefix and its suffix are there, as
/// often or more often. The numbers of all strings are compared at once, each times an unpredictable hash: sums over
/// other windows are equal by chance once in 2^60 or less often.
class WindowBalance {
 public:
  explicit WindowBalance(unsigned order) : order_(order) {}

  /// Adds the window of an entry; entries in order, from the first of a block on.
  void add(const EntryReader& entry) {
    const Symbol* const s = entry.symbols();
    const unsigned known = is_empty_ ? 0 : entry.shared();
    is_empty_ = false;
    for (unsigned k = known; k < order_; ++k) begin_[k + 1] = mix(begin_[k], s[k]);
    for (unsigned k = known > 0 ? known : 1; k <= order_; ++k) behind_[k] = mix(behind_[k - 1], s[k]);
    if (s[0] != kBoundary) begins_ += multiply(begin_[order_], entry.count());
    if (s[1] != kBoundary) ends_ += multiply(behind_[order_], entry.count());
  }

  /// Adds what another worker saw.
  void add(const WindowBalance& other) {
    begins_ += other.begins_;
    ends_ += other.ends_;
  }

  [[nodiscard]] bool holds() const { return begins_ == ends_; }

  /// Throws FormatError unless it holds.
  void require(const CountFileReader& file) const {
    if (!holds()) fail(file);
  }

 private:
  [[noreturn]] static void fail(const CountFileReader& file);

  [[nodiscard]] std::uint64_t mix(std::uint64_t hash, Symbol symbol) const {
    const Wide product = multiply(hash ^ seed_->first, (symbol + seed_->second) ^ seed_->multiplier);
    return product.high ^ product.low;
  }

  unsigned order_;
  bool is_empty_ = true;
  const HashSeed* seed_ = &hash_seed();
  // Hashes of the first k symbols, and of those from the second on up to the k-th; the zeros behind the
  // boundary that ends a window are hashed, too, which makes no two strings one.
  std::uint64_t begin_[EntryReader::kMaxWindow + 1] = {1}, behind_[EntryReader::kMaxWindow + 1] = {1};
  Wide begins_, ends_;
};

}  // namespace newword
