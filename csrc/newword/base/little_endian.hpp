// Numbers in files: little-endian, of fixed or variable width.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace newword {

[[nodiscard]] constexpr std::uint64_t swap_bytes(std::uint64_t x) {
  x = (x & 0x00FF00FF00FF00FF) << 8 | ((x >> 8) & 0x00FF00FF00FF00FF);
  x = (x & 0x0000FFFF0000FFFF) << 16 | ((x >> 16) & 0x0000FFFF0000FFFF);
  return x << 32 | x >> 32;
}

[[nodiscard]] inline std::uint64_t load_u64(const std::uint8_t* from) {
  std::uint64_t x = 0;
  std::memcpy(&x, from, sizeof x);
  return std::endian::native == std::endian::little ? x : swap_bytes(x);
}

[[nodiscard]] inline std::uint32_t load_u32(const std::uint8_t* from) {
  return std::uint32_t{from[0]} | std::uint32_t{from[1]} << 8 | std::uint32_t{from[2]} << 16 |
         std::uint32_t{from[3]} << 24;
}

inline void store_u32(std::uint8_t* to, std::uint32_t x) {
  for (unsigned i = 0; i < 4; ++i) to[i] = static_cast<std::uint8_t>(x >> (8 * i));
}

inline void store_u64(std::uint8_t* to, std::uint64_t x) {
  for (unsigned i = 0; i < 8; ++i) to[i] = static_cast<std::uint8_t>(x >> (8 * i));
}

/// Seven bits a byte, the lowest first, the top bit set on all but the last. 1 to 10 bytes.
inline constexpr std::size_t kLongestVarint = 10;

/// Returns the place after the written bytes.
inline std::uint8_t* store_varint(std::uint8_t* to, std::uint64_t x) {
  for (; x >= 0x80; x >>= 7) *to++ = static_cast<std::uint8_t>(x | 0x80);
  *to++ = static_cast<std::uint8_t>(x);
  return to;
}

inline void append_varint(std::vector<std::uint8_t>& to, std::uint64_t x) {
  std::uint8_t bytes[kLongestVarint];
  to.insert(to.end(), bytes, store_varint(bytes, x));
}

/// Reads a varint of [from, end) into `x`. Returns the place behind it, or nullptr when it is cut
/// off, longer than it need be, or does not fit 64 bits.
inline const std::uint8_t* load_varint(const std::uint8_t* from, const std::uint8_t* end, std::uint64_t& x) {
  x = 0;
  for (unsigned shift = 0; shift < 64 && from != end; shift += 7) {
    const std::uint64_t byte = *from++;
    if (shift == 63 && byte > 1) return nullptr;
    x |= (byte & 0x7F) << shift;
    if (byte < 0x80) return byte == 0 && shift > 0 ? nullptr : from;
  }
  return nullptr;
}

}  // namespace newword
