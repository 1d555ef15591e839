// Sources of the windows of a count file: the file itself, or windows spilled from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "newword/count/pass_bins.hpp"
#include "newword/count_file/count_codec.hpp"
#include "newword/count_file/count_reader.hpp"
#include "newword/count_file/window_balance.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// The windows of a file.
class FileWindows {
 public:
  FileWindows(const CountFileReader& file, unsigned workers, JobControl& control)
      : file_(file), control_(control), balances_(workers, WindowBalance(file.header().order)) {}

  /// Calls take(symbols, count) for one worker's share.
  template <class Take>
  void for_share(unsigned worker, unsigned workers, const Take& take) const {
    EntryReader entry = file_.entry_reader();
    std::vector<std::uint8_t> buffer;
    WindowBalance balance(file_.header().order);
    const std::size_t end = share_begin(file_.blocks(), worker + 1, workers);
    for (std::size_t b = share_begin(file_.blocks(), worker, workers); b < end; ++b) {
      control_.check();
      file_.for_entries(b, buffer, entry, [&](const EntryReader& e) {
        if (!is_checked_) balance.add(e);
        take(e.symbols(), e.count());
      });
      control_.advance(file_.block(b).entries);
    }
    if (!is_checked_) balances_[worker] = balance;
  }

  /// After the first look of all workers: throws FormatError unless the windows can be those of a text.
  void require_balance() {
    WindowBalance sum(file_.header().order);
    for (const WindowBalance& balance : balances_) sum.add(balance);
    sum.require(file_);
    is_checked_ = true;
  }

 private:
  const CountFileReader& file_;
  JobControl& control_;
  mutable std::vector<WindowBalance> balances_;  ///< by worker, each touched by its own alone
  bool is_checked_ = false;
};

/// Windows that were spilled for one pass: their symbols, then their count.
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
