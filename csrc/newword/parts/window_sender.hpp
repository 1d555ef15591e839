// From the count file of some of the texts to what counts them together with the others, part by part.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "newword/count_file/count_codec.hpp"
#include "newword/count_file/count_reader.hpp"
#include "newword/count_file/window_balance.hpp"
#include "newword/parts/window_parts.hpp"

namespace newword {

/// Windows for one part, sorted and coded: chunks one after the other (count_codec.hpp).
using PartBlob = std::pair<std::uint32_t, std::string>;

/// Reads a count file once and codes its windows anew, with the symbols of all texts, by the part that counts
/// them. Windows after which no n-gram of any part begins are left out. Not thread-safe.
class WindowSender {
 public:
  /// `symbol_of[s]` = the symbol in all texts of symbol s of the file, 0 of 0; ascending. `histogram` is that of
  /// all texts. Throws IoError, FormatError.
  WindowSender(const std::string& path, std::vector<Symbol> symbol_of, const std::vector<Count>& histogram,
               Count min_count, Count most_of_part);

  /// Gives what is held back when it exceeds `most_bytes`, or at the end of the file; nothing is the end.
  [[nodiscard]] std::vector<PartBlob> next(std::size_t most_bytes);

 private:
  struct Last {
    Symbol symbols[EntryReader::kMaxWindow];
    bool is_there = false;
  };
  void take(const EntryReader& entry);

  CountFileReader file_;
  EntryReader entry_;
  WindowBalance balance_;
  std::vector<Symbol> symbol_of_;
  WindowParts parts_;
  SymbolCodes codes_;
  std::vector<std::unique_ptr<ChunkEncoder>> encoders_;  ///< by part, once it has windows
  std::vector<Last> lasts_;
  std::vector<std::uint8_t> buffer_;
  std::size_t block_ = 0, held_ = 0;
};

}  // namespace newword
