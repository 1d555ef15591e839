// Where the windows of a count file are read from: the file, or what was put by of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "newword/count/pass_bins.hpp"
#include "newword/count_file/count_codec.hpp"
#include "newword/count_file/count_reader.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// The windows of a file.
class FileWindows {
 public:
  FileWindows(const CountFileReader& file, JobControl& control) : file_(file), control_(control) {}

  /// Calls take(symbols, count) for one worker's share.
  template <class Take>
  void for_share(unsigned worker, unsigned workers, const Take& take) const {
    EntryReader entry = file_.entry_reader();
    std::vector<std::uint8_t> buffer;
    const std::size_t end = share_begin(file_.blocks(), worker + 1, workers);
    for (std::size_t b = share_begin(file_.blocks(), worker, workers); b < end; ++b) {
      control_.check();
      file_.for_entries(b, buffer, entry, [&](const EntryReader& e) { take(e.symbols(), e.count()); });
      control_.advance(file_.block(b).entries);
    }
  }

 private:
  const CountFileReader& file_;
  JobControl& control_;
};

/// Windows that were put by for one pass: their symbols, then their count.
template <class Number>
class BinWindows {
 public:
  BinWindows(const PassBins& bins, std::size_t pass, unsigned order, const JobControl& control)
      : bins_(bins), pass_(pass), symbols_(order + 1), control_(control) {}

  [[nodiscard]] static std::size_t bytes(unsigned order) { return (order + 1) * sizeof(Number) + sizeof(Count); }

  static void put(PassBins& bins, unsigned worker, std::size_t pass, const auto* symbols, unsigned order, Count count) {
    std::uint8_t window[EntryReader::kMaxWindow * sizeof(Number) + sizeof(Count)];
    for (unsigned k = 0; k <= order; ++k) {
      const auto symbol = static_cast<Number>(symbols[k]);
      std::memcpy(window + k * sizeof(Number), &symbol, sizeof symbol);
    }
    std::memcpy(window + (order + 1) * sizeof(Number), &count, sizeof count);
    bins.put(worker, pass, window);
  }

  template <class Take>
  void for_share(unsigned worker, unsigned, const Take& take) const {
    bins_.for_windows(worker, pass_, [&](const std::uint8_t* bytes, std::size_t windows) {
      control_.check();
      Number symbols[EntryReader::kMaxWindow];
      Count count = 0;
      for (std::size_t i = 0; i < windows; ++i) {
        std::memcpy(symbols, bytes, symbols_ * sizeof(Number));
        std::memcpy(&count, bytes + symbols_ * sizeof(Number), sizeof count);
        take(static_cast<const Number*>(symbols), count);
        bytes += symbols_ * sizeof(Number) + sizeof count;
      }
    });
  }

 private:
  const PassBins& bins_;
  std::size_t pass_;
  unsigned symbols_;
  const JobControl& control_;
};

}  // namespace newword
