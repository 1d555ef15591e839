// Reads plain UTF-8 files into a text: many small ones in batches, large ones in blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "newword/input/source_ledger.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/text/char_class.hpp"
#include "newword/text/joining.hpp"
#include "newword/text/symbols.hpp"
#include "newword/text/text.hpp"

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

/// Appends the files to `text` in their order and returns what there is to report, by file.
/// Progress is counted in bytes. A file that fails is reported, never thrown. What is read is noted
/// in the ledger if that is enabled. `check_memory` is called now and then and may throw. After what it
/// has of a file was appended, `end_document` is told where that ends in the text, and the file's number.
/// What `Encoder::lone_characters` counts is added to `lone_characters`.
[[nodiscard]] std::vector<FileOutcome> read_files(const std::vector<FileToRead>& files, const BmpClasses& classes,
                                                  Joining joining, unsigned threads, SurfaceTable& surfaces, Text& text,
                                                  SourceLedger& ledger, JobControl& control,
                                                  const std::function<void()>& check_memory,
                                                  const std::function<void(std::size_t, std::size_t)>& end_document,
                                                  std::uint64_t& lone_characters);

}  // namespace newword
