// BLAKE2b with a result of 128 bits: identifies inputs by their content.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>

namespace newword {

/// A digest of 128 bits.
struct Digest {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Digest&) const = default;
};

/// BLAKE2b-128 without key, salt or personalisation, for bytes that come in parts (`b2sum -l 128`). Not thread-safe.
/// Source: RFC 7693.
class Blake2b {
 public:
  Blake2b();
  void update(const std::uint8_t* bytes, std::size_t size);
  /// The digest of all bytes. The object cannot be used afterwards.
  [[nodiscard]] Digest finish();

 private:
  static constexpr std::size_t kBlock = 128;
  void compress(const std::uint8_t* block, bool is_last);

  std::array<std::uint64_t, 8> state_;
  std::uint64_t size_ = 0;  ///< compressed so far
  std::array<std::uint8_t, kBlock> pending_{};
  std::size_t pending_size_ = 0;
};

[[nodiscard]] Digest blake2b(const std::uint8_t* bytes, std::size_t size);

}  // namespace newword
