// Reads count files: everything that is used has been checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "newword/count_file/count_codec.hpp"
#include "newword/count_file/count_file.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/system/file.hpp"

namespace newword {

/// An open count file. Opening reads and checks all but the blocks. Any thread may read blocks.
class CountFileReader {
 public:
  /// Throws IoError, FormatError.
  explicit CountFileReader(const std::string& path);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const CountFileHeader& header() const { return header_; }
  [[nodiscard]] const SymbolCodes& codes() const { return *codes_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] std::uint64_t entries() const { return footer_.entries; }
  [[nodiscard]] std::size_t blocks() const { return blocks_.size(); }

  /// A digest of the whole file, from its checksums, by which a kept text identifies its counts. Reads the beginning of
  /// every block. Throws IoError, FormatError.
  [[nodiscard]] Digest digest() const;

  [[nodiscard]] const BlockEntry& block(std::size_t block) const { return blocks_[block]; }

  /// Reads and checks the payload of a block. Throws IoError, FormatError.
  void read_block(std::size_t block, std::vector<std::uint8_t>& payload) const;
  /// Calls `take(entry)` for the windows of a block, in order; checks all of them against the rules
  /// of the format. `buffer` is room for the payload.
  template <class Take>
  void for_entries(std::size_t block, std::vector<std::uint8_t>& buffer, EntryReader& entry, const Take& take) const {
    read_block(block, buffer);
    entry.open(buffer.data(), buffer.data() + buffer.size());
    std::uint32_t entries = 0;
    while (entry.next()) {
      ++entries;
      take(entry);
    }
    check_end(block, entry, entries);
  }
  /// Throws FormatError if the entries of a block did not end as they should, after this many.
  void check_end(std::size_t block, const EntryReader& entry, std::uint32_t entries) const;
  [[nodiscard]] EntryReader entry_reader() const { return EntryReader(*codes_, header_.order); }
  /// Throws FormatError for what is wrong with the file as a whole.
  [[noreturn]] void fail(std::uint64_t offset, const std::string& what) const;

 private:
  std::vector<std::uint8_t> read(std::uint64_t offset, std::uint64_t size, const char* what);
  void read_index();

  std::string path_;
  mutable File file_;  // read_at changes nothing in it
  std::uint64_t size_;
  CountFileHeader header_;
  Footer footer_;
  std::vector<BlockEntry> blocks_;
  std::unique_ptr<const SymbolCodes> codes_;
};

/// Reads all of a file, checks it against itself, and throws FormatError at the first thing wrong:
/// checksums, order, the number of entries, that every symbol is as often the first of a window as the
/// symbol table says, and as often the second, and that the windows can be those of a text (WindowBalance).
/// Progress is counted in bytes.
void verify(const CountFileReader& file, unsigned threads, JobControl& control);

}  // namespace newword
