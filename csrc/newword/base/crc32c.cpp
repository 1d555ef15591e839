#include "newword/base/crc32c.hpp"

#include <array>
#include <cstring>

#include "newword/base/little_endian.hpp"

namespace newword {

namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78;  // reflected
constexpr unsigned kSlices = 8;

using Tables = std::array<std::array<std::uint32_t, 256>, kSlices>;

/// tables[k][b]: what byte b does to the checksum k bytes later.
constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t b = 0; b < 256; ++b) {
    std::uint32_t crc = b;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kPolynomial : 0);
    tables[0][b] = crc;
  }
  for (unsigned k = 1; k < kSlices; ++k) {
    for (std::uint32_t b = 0; b < 256; ++b) {
      tables[k][b] = (tables[k - 1][b] >> 8) ^ tables[0][tables[k - 1][b] & 0xFF];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

std::uint32_t update_by_table(const std::uint8_t* p, std::size_t size, std::uint32_t crc) {
  for (; size >= 8; p += 8, size -= 8) {
    const std::uint64_t x = load_u64(p) ^ crc;
    crc = 0;
    for (unsigned k = 0; k < 8; ++k) crc ^= kTables[7 - k][(x >> (8 * k)) & 0xFF];
  }
  for (; size > 0; ++p, --size) crc = (crc >> 8) ^ kTables[0][(crc ^ *p) & 0xFF];
  return crc;
}

#if defined(__GNUC__) && defined(__x86_64__)

__attribute__((target("sse4.2"))) std::uint32_t update_by_instruction(const std::uint8_t* p, std::size_t size,
                                                                      std::uint32_t crc) {
  std::uint64_t wide = crc;
  for (; size >= 8; p += 8, size -= 8) wide = __builtin_ia32_crc32di(wide, load_u64(p));
  crc = static_cast<std::uint32_t>(wide);
  for (; size > 0; ++p, --size) crc = __builtin_ia32_crc32qi(crc, *p);
  return crc;
}

std::uint32_t update(const std::uint8_t* p, std::size_t size, std::uint32_t crc) {
  static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
  return has_instruction ? update_by_instruction(p, size, crc) : update_by_table(p, size, crc);
}

#else

std::uint32_t update(const std::uint8_t* p, std::size_t size, std::uint32_t crc) {
  return update_by_table(p, size, crc);
}

#endif

}  // namespace

std::uint32_t crc32c(const std::uint8_t* bytes, std::size_t size, std::uint32_t crc) {
  return ~update(bytes, size, ~crc);
}

std::uint32_t crc32c_by_table(const std::uint8_t* bytes, std::size_t size, std::uint32_t crc) {
  return ~update_by_table(bytes, size, ~crc);
}

}  // namespace newword
