// Keys that were chosen to collide, as the author of a text could choose them.
#include <algorithm>
#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

#include "newword/base/hash_seed.hpp"
#include "newword/base/pair_index.hpp"
#include "newword/text/symbols.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

/// Units that the hash of the standard library puts into one bucket of so many.
std::vector<std::string> units_alike(std::size_t number, std::size_t buckets) {
  std::vector<std::string> units;
  for (std::uint64_t i = 0; units.size() < number; ++i) {
    std::string unit = "u" + std::to_string(i);
    if (std::hash<std::string>()(unit) % buckets == 0) units.push_back(std::move(unit));
  }
  return units;
}

template <class Work>
double fastest_of_three(const Work& work) {
  double best = 1e9;
  for (int round = 0; round < 3; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  return best;
}

double time_of_interning(const std::vector<std::string>& units) {
  return fastest_of_three([&] {
    SurfaceTable table;
    for (const std::string& unit : units) (void)table.intern(unit);
    CHECK(table.size() == units.size());
  });
}

double time_of_indexing(const std::vector<std::uint64_t>& keys) {
  return fastest_of_three([&] {
    PairIndex index(keys.size());
    std::uint32_t number = 0;
    for (const std::uint64_t key : keys) {
      index.at(static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(key)) = number++;
    }
    CHECK(index.get(static_cast<std::uint32_t>(keys[7] >> 32), static_cast<std::uint32_t>(keys[7])) == 7);
  });
}

}  // namespace

void test_hashes() {
  // The vectors of the paper, appendix A: key 00 01 .. 0f, 15 bytes 00 01 .. 0e.
  std::string bytes;
  for (char c = 0; c < 15; ++c) bytes += c;
  CHECK(sip_hash<2, 4>(bytes, 0x0706050403020100u, 0x0F0E0D0C0B0A0908u) == 0xA129CA6149BE45E5u);
  CHECK(StringHash()("机器") == StringHash()("机器"));
  CHECK(StringHash()("机器") != StringHash()("器机"));

  constexpr std::size_t kUnits = 5000, kBuckets = 5087;
  std::unordered_map<std::string, int> as_the_library_does;
  std::vector<std::string> plain;
  for (std::size_t i = 0; i < kUnits; ++i) as_the_library_does[plain.emplace_back("u" + std::to_string(i))] = 0;
  if (as_the_library_does.bucket_count() == kBuckets) {  // else another library's collisions would be needed
    CHECK(time_of_interning(units_alike(kUnits, kBuckets)) < 10 * time_of_interning(plain));
  }

  // Multiples of the inverse of a well-known multiplier: a hash by it alone would put them side by side.
  constexpr std::uint64_t kInverse = 0xF1DE83E19937733Du;
  static_assert(kInverse * 0x9E3779B97F4A7C15u == 1);
  std::vector<std::uint64_t> spread, alike;
  Chance chance(5);
  for (std::uint64_t i = 1; i <= 20'000; ++i) {
    spread.push_back(std::uint64_t{chance.below(UINT32_MAX)} << 32 | i);
    alike.push_back(kInverse * i);
  }
  CHECK(time_of_indexing(alike) < 10 * time_of_indexing(spread));
}

}  // namespace newword::test
