// Files to read, and what there is to report of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace newword {

enum class Outcome : std::uint8_t {
  kInvalidBytes,   ///< read; `total` bad subparts, the first at `offset`
  kWrongEncoding,  ///< not read: its beginning is not UTF-8
  kBinary,         ///< not read: a NUL in a file that nobody named
  kUtf16,          ///< not read: starts with the byte order mark of UTF-16
  kUtf32,          ///< not read: likewise
  kUnreadable,     ///< `error_number` says why
  kVanished,       ///< gone since it was listed
  kNotAFile,       ///< FIFO, device, directory
  kPacked,         ///< not read: begins as what is not for the core: compressed, records, documents
  kChanged,        ///< read as found, but somebody was writing to it
  kCounted,        ///< not read: the ledger knows its content
};

/// One thing to report of one file.
struct FileOutcome {
  std::size_t index;  ///< into the paths
  Outcome code;
  std::uint64_t offset = 0;
  std::uint64_t total = 0;
  int error_number = 0;
};

struct FileToRead {
  std::string path;
  bool is_explicit;  ///< named by the user: read even if it holds NULs
};

/// One outcome per file and code, by file: the blocks of a large file report each on its own.
[[nodiscard]] std::vector<FileOutcome> merged(std::vector<FileOutcome> all);

}  // namespace newword
