// Numbers at the edges of what they fit, and as files hold them.
#include <cstdint>

#include "newword/base/crc32c.hpp"
#include "newword/base/little_endian.hpp"
#include "newword/count_build/large_weights.hpp"
#include "newword/lm/sentence_trie.hpp"
#include "newword/system/errors.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

void what_does_not_fit_is_refused() {
  CHECK(narrow<std::uint32_t>(std::uint64_t{UINT32_MAX}) == UINT32_MAX);
  CHECK(throws<OverflowError>([] { (void)narrow<std::uint32_t>(std::uint64_t{UINT32_MAX} + 1); }));
  CHECK(throws<OverflowError>([] { (void)narrow<std::uint32_t>(-1); }));
  CHECK(throws<OverflowError>([] { (void)narrow<int>(std::uint32_t{1} << 31); }));
  CHECK(checked_add(UINT64_MAX - 1, 1) == UINT64_MAX);
  CHECK(throws<OverflowError>([] { (void)checked_add(UINT64_MAX, 1); }));
}

void numbers_of_any_length_come_back() {
  for (unsigned bits = 0; bits < 64; ++bits) {
    for (const std::uint64_t x : {(std::uint64_t{1} << bits) - 1, std::uint64_t{1} << bits, UINT64_MAX >> bits}) {
      std::uint8_t bytes[kLongestVarint];
      const std::uint8_t* const end = store_varint(bytes, x);
      std::uint64_t found = 0;
      CHECK(load_varint(bytes, end, found) == end && found == x);
      for (const std::uint8_t* cut = bytes; cut < end; ++cut) CHECK(load_varint(bytes, cut, found) == nullptr);
    }
  }
}

void a_number_longer_than_it_need_be_is_none() {
  const std::uint8_t zero[] = {0x80, 0x00}, one[] = {0x81, 0x80, 0x00};
  // 2^64, and eleven bytes.
  const std::uint8_t large[] = {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02};
  const std::uint8_t endless[] = {0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x81, 0x00};
  std::uint64_t found = 0;
  CHECK(load_varint(zero, zero + sizeof zero, found) == nullptr);
  CHECK(load_varint(one, one + sizeof one, found) == nullptr);
  CHECK(load_varint(large, large + sizeof large, found) == nullptr);
  CHECK(load_varint(endless, endless + sizeof endless, found) == nullptr);
}

void checksums_are_those_of_the_standard_with_and_without_the_instruction() {
  const auto* const digits = reinterpret_cast<const std::uint8_t*>("123456789");
  const std::uint8_t zeros[32] = {};
  for (const auto& checksum : {crc32c, crc32c_by_table}) {
    CHECK(checksum(digits, 9, 0) == 0xE3069283);  // the check value of the catalogues
    CHECK(checksum(zeros, 32, 0) == 0x8A9136AA);  // RFC 3720, B.4
    CHECK(checksum(digits, 0, 0) == 0);
    CHECK(checksum(digits + 4, 5, checksum(digits, 4, 0)) == 0xE3069283);
  }
  Chance chance(13);
  std::vector<std::uint8_t> bytes(1000);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(chance.below(256));
  for (std::size_t size = 0; size < 100; ++size) {
    const std::uint8_t* const from = bytes.data() + chance.below(900);
    CHECK(crc32c(from, size, 7) == crc32c_by_table(from, size, 7));
  }
}

void counts_past_31_bits_are_kept_beside_the_records() {
  LargeWeights weights;
  CountCodes codes;
  const Count limit = LargeWeights::kLimit;
  for (const Count count : {Count{0}, Count{1}, limit - 1}) {
    CHECK(weights.code_of(count) == count);
    CHECK(codes.decode(codes.encode(count)) == count);
  }
  CHECK(weights.all().empty());
  CHECK(weights.code_of(limit) == limit);
  CHECK(weights.code_of(UINT64_MAX) == limit + 1);
  CHECK(weights.all() == std::vector<Count>({limit, UINT64_MAX}));
  std::vector<std::uint32_t> large;
  const std::vector<Count> counts = {limit, limit + 5, UINT64_MAX, Count{1} << 32, limit};
  for (const Count count : counts) large.push_back(codes.encode(count));
  for (std::size_t i = 0; i < counts.size(); ++i) CHECK(codes.decode(large[i]) == counts[i]);
}

}  // namespace

void test_numbers() {
  what_does_not_fit_is_refused();
  numbers_of_any_length_come_back();
  a_number_longer_than_it_need_be_is_none();
  checksums_are_those_of_the_standard_with_and_without_the_instruction();
  counts_past_31_bits_are_kept_beside_the_records();
}

}  // namespace newword::test
