#include "newword/base/hash_seed.hpp"

#include <bit>
#include <chrono>
#include <random>

#include "newword/base/little_endian.hpp"

namespace newword {

namespace {

std::uint64_t draw() {
  try {
    std::random_device device;
    return std::uint64_t{device()} << 32 | device();
  } catch (const std::exception&) {  // a machine without a source of chance: the time must do
    return static_cast<std::uint64_t>(
        std::chrono::steady_clock::now().time_since_epoch().count());  // LCOV_EXCL_LINE only there
  }
}

struct SipState {
  std::uint64_t a, b, c, d;

  void rounds(int number) {
    for (int i = 0; i < number; ++i) {
      a += b, b = std::rotl(b, 13) ^ a, a = std::rotl(a, 32);
      c += d, d = std::rotl(d, 16) ^ c;
      a += d, d = std::rotl(d, 21) ^ a;
      c += b, b = std::rotl(b, 17) ^ c, c = std::rotl(c, 32);
    }
  }

  void take(std::uint64_t word, int rounds_of_word) {
    d ^= word;
    rounds(rounds_of_word);
    a ^= word;
  }
};

}  // namespace

const HashSeed& hash_seed() {
  static const HashSeed seed{draw(), draw(), draw() | 1};
  return seed;
}

template <int kPerWord, int kAtEnd>
std::uint64_t sip_hash(std::string_view bytes, std::uint64_t first, std::uint64_t second) {
  SipState state{first ^ 0x736F6D6570736575u, second ^ 0x646F72616E646F6Du, first ^ 0x6C7967656E657261u,
                 second ^ 0x7465646279746573u};
  std::size_t at = 0;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  for (; at + 8 <= bytes.size(); at += 8) state.take(load_u64(data + at), kPerWord);
  std::uint64_t rest = std::uint64_t{bytes.size()} << 56;
  for (int shift = 0; at < bytes.size(); ++at, shift += 8) rest |= std::uint64_t{data[at]} << shift;
  state.take(rest, kPerWord);
  state.c ^= 0xFF;
  state.rounds(kAtEnd);
  return state.a ^ state.b ^ state.c ^ state.d;
}

template std::uint64_t sip_hash<1, 3>(std::string_view, std::uint64_t, std::uint64_t);
template std::uint64_t sip_hash<2, 4>(std::string_view, std::uint64_t, std::uint64_t);

}  // namespace newword
