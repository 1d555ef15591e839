#include "newword/base/blake2b.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "newword/base/little_endian.hpp"

namespace newword {

namespace {

constexpr std::array<std::uint64_t, 8> kStart = {0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B,
                                                 0xA54FF53A5F1D36F1, 0x510E527FADE682D1, 0x9B05688C2B3E6C1F,
                                                 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179};

constexpr std::uint8_t kOrder[10][16] = {
    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
    {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
    {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
    {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
    {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

inline void mix(std::uint64_t& a, std::uint64_t& b, std::uint64_t& c, std::uint64_t& d, std::uint64_t x,
                std::uint64_t y) {
  a += b + x;
  d = std::rotr(d ^ a, 32);
  c += d;
  b = std::rotr(b ^ c, 24);
  a += b + y;
  d = std::rotr(d ^ a, 16);
  c += d;
  b = std::rotr(b ^ c, 63);
}

}  // namespace

Blake2b::Blake2b() : state_(kStart) {
  state_[0] ^= 0x01010000 ^ sizeof(Digest);  // no key, one node, so many bytes of result
}

void Blake2b::compress(const std::uint8_t* block, bool is_last) {
  std::uint64_t m[16];
  for (unsigned i = 0; i < 16; ++i) m[i] = load_u64(block + 8 * i);
  std::uint64_t v[16];
  std::copy(state_.begin(), state_.end(), v);
  std::copy(kStart.begin(), kStart.end(), v + 8);
  v[12] ^= size_;
  if (is_last) v[14] = ~v[14];
  for (unsigned round = 0; round < 12; ++round) {
    const std::uint8_t* const s = kOrder[round % 10];
    mix(v[0], v[4], v[8], v[12], m[s[0]], m[s[1]]);
    mix(v[1], v[5], v[9], v[13], m[s[2]], m[s[3]]);
    mix(v[2], v[6], v[10], v[14], m[s[4]], m[s[5]]);
    mix(v[3], v[7], v[11], v[15], m[s[6]], m[s[7]]);
    mix(v[0], v[5], v[10], v[15], m[s[8]], m[s[9]]);
    mix(v[1], v[6], v[11], v[12], m[s[10]], m[s[11]]);
    mix(v[2], v[7], v[8], v[13], m[s[12]], m[s[13]]);
    mix(v[3], v[4], v[9], v[14], m[s[14]], m[s[15]]);
  }
  for (unsigned i = 0; i < 8; ++i) state_[i] ^= v[i] ^ v[i + 8];
}

void Blake2b::update(const std::uint8_t* bytes, std::size_t size) {
  while (size > 0) {
    if (pending_size_ == kBlock) {  // only now: the last block is compressed by finish()
      size_ += kBlock;
      compress(pending_.data(), false);
      pending_size_ = 0;
    }
    while (pending_size_ == 0 && size > kBlock) {
      size_ += kBlock;
      compress(bytes, false);
      bytes += kBlock;
      size -= kBlock;
    }
    const std::size_t taken = std::min(size, kBlock - pending_size_);
    std::memcpy(pending_.data() + pending_size_, bytes, taken);
    pending_size_ += taken;
    bytes += taken;
    size -= taken;
  }
}

Digest Blake2b::finish() {
  size_ += pending_size_;
  std::fill(pending_.begin() + static_cast<std::ptrdiff_t>(pending_size_), pending_.end(), std::uint8_t{0});
  compress(pending_.data(), true);
  std::uint8_t result[64];
  for (unsigned i = 0; i < 8; ++i) store_u64(result + 8 * i, state_[i]);
  Digest digest;
  std::copy_n(result, digest.bytes.size(), digest.bytes.begin());
  return digest;
}

Digest blake2b(const std::uint8_t* bytes, std::size_t size) {
  Blake2b hash;
  hash.update(bytes, size);
  return hash.finish();
}

}  // namespace newword
