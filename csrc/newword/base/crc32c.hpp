// CRC-32C (Castagnoli): the checksum of the blocks of count files.
#pragma once

#include <cstddef>
#include <cstdint>

namespace newword {

/// Continues from `crc`, the checksum of the bytes before (0 at the beginning). Polynomial 0x1EDC6F41, reflected, all
/// ones before and after, as in RFC 3720. Thread-safe.
[[nodiscard]] std::uint32_t crc32c(const std::uint8_t* bytes, std::size_t size, std::uint32_t crc = 0);

/// The same without the processor's instruction for it, which would be about ten times faster.
[[nodiscard]] std::uint32_t crc32c_by_table(const std::uint8_t* bytes, std::size_t size, std::uint32_t crc = 0);

}  // namespace newword
