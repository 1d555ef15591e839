// Decoding against a decoder that only knows the definition: the shortest form of a scalar value.
#include <algorithm>

#include "fuzz.hpp"
#include "newword/text/utf8.hpp"

namespace {

using newword::fuzz::bytes_of;

/// The shortest forms of all lengths, by trying: slow, and without a table of lead bytes.
bool is_form(const std::uint8_t* bytes, std::size_t length, char32_t& c) {
  static constexpr char32_t kFirst[] = {0, 0, 0x80, 0x800, 0x10000};
  static constexpr std::uint8_t kMark[] = {0, 0, 0xC0, 0xE0, 0xF0}, kBits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
  if ((bytes[0] & ~kBits[length]) != (length == 1 ? 0 : kMark[length])) return false;
  c = bytes[0] & kBits[length];
  for (std::size_t i = 1; i < length; ++i) {
    if (bytes[i] < 0x80 || bytes[i] > 0xBF) return false;
    c = c * 64 + bytes[i] - 0x80;
  }
  return c >= kFirst[length] && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF);
}

/// Whether some bytes could go on so that they become a form: all ends are tried.
bool may_go_on(const std::uint8_t* bytes, std::size_t size) {
  std::uint8_t whole[4];
  for (std::size_t length = size + 1; length <= 4; ++length) {
    std::copy_n(bytes, size, whole);
    for (const std::uint8_t next : {0x80, 0x90, 0xA0, 0xBF}) {
      for (std::size_t i = size; i < length; ++i) whole[i] = i == size ? next : 0x80;
      char32_t c = 0;
      if (is_form(whole, length, c)) return true;
    }
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (std::size_t i = 0; i < size;) {
    const newword::Utf8Step step = newword::decode_utf8(data + i, size - i);
    FUZZ_CHECK(step.length >= 1 && step.length <= size - i);
    char32_t c = 0;
    std::size_t length = 1;
    while (length <= std::min<std::size_t>(4, size - i) && !is_form(data + i, length, c)) ++length;
    const bool is_valid = length <= std::min<std::size_t>(4, size - i);
    FUZZ_CHECK(step.ok == is_valid);
    if (is_valid) {
      FUZZ_CHECK(step.length == length && step.code_point == c && !step.incomplete);
      std::string again;
      newword::append_utf8(again, c);
      FUZZ_CHECK(std::equal(again.begin(), again.end(), data + i, data + i + length,
                            [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }));
    } else {
      // The maximal subpart: the longest beginning that could have gone on.
      std::size_t longest = 1;
      while (longest < size - i && may_go_on(data + i, longest + 1)) ++longest;
      if (!may_go_on(data + i, 1)) longest = 1;
      FUZZ_CHECK(step.length == longest);
      FUZZ_CHECK(step.incomplete == (longest == size - i && may_go_on(data + i, longest)));
    }
    i += step.length;
  }
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() { return text_tokens(); }
std::vector<std::string> tokens() { return text_tokens(); }
}  // namespace newword::fuzz
