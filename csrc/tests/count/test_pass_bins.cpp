#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "newword/count/pass_bins.hpp"
#include "newword/system/errors.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

using Window = std::array<std::uint16_t, 3>;

std::vector<Window> read(const PassBins& bins, unsigned worker, std::size_t pass) {
  std::vector<Window> windows;
  bins.for_windows(worker, pass, [&](const std::uint8_t* bytes, std::size_t count) {
    for (std::size_t k = 0; k < count; ++k) {
      windows.emplace_back();
      std::memcpy(windows.back().data(), bytes + k * sizeof(Window), sizeof(Window));
    }
  });
  return windows;
}

void windows_come_back_in_their_order() {
  constexpr std::size_t kPasses = 5;
  constexpr unsigned kWorkers = 3;
  for (const std::size_t chunk : {std::size_t{1}, sizeof(Window), std::size_t{100}, std::size_t{1} << 14}) {
    Chance chance(static_cast<std::uint32_t>(chunk));
    PassBins bins(kPasses, kWorkers, sizeof(Window), chunk, std::filesystem::temp_directory_path());
    for (int round = 0; round < 3; ++round) {
      std::vector<std::vector<Window>> twin(kPasses * kWorkers);
      for (std::uint16_t i = 0; i < 3000; ++i) {
        const auto worker = static_cast<unsigned>(chance.below(kWorkers));
        const std::size_t pass = chance.below(kPasses - 1);  // one stays empty
        const Window window{i, static_cast<std::uint16_t>(worker), static_cast<std::uint16_t>(pass)};
        bins.put(worker, pass, window.data());
        twin[worker * kPasses + pass].push_back(window);
      }
      for (unsigned worker = 0; worker < kWorkers; ++worker) {
        for (std::size_t pass = 0; pass < kPasses; ++pass) {
          CHECK(read(bins, worker, pass) == twin[worker * kPasses + pass]);
        }
      }
      bins.clear();
      CHECK(read(bins, 0, 0).empty());
    }
  }
}

void a_directory_that_is_not_there_is_an_error() {
  CHECK(throws<IoError>([] { PassBins bins(1, 1, 2, 2, "/no/such/directory"); }));
}

}  // namespace

void test_pass_bins() {
  windows_come_back_in_their_order();
  a_directory_that_is_not_there_is_an_error();
}

}  // namespace newword::test
