// Reads plain UTF-8 files into a text: many small ones in batches, large ones in blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "newword/input/file_outcome.hpp"
#include "newword/input/source_ledger.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/text/char_class.hpp"
#include "newword/text/joining.hpp"
#include "newword/text/symbols.hpp"
#include "newword/text/text.hpp"

namespace newword {

/// What files are read into, and how.
struct ReadingTarget {
  const BmpClasses& classes;
  Joining joining;
  unsigned threads;
  SurfaceTable& surfaces;
  Text& text;
  SourceLedger& ledger;            ///< notes what is read if it is enabled
  std::uint64_t& lone_characters;  ///< what `Encoder::lone_characters` counts is added to it
  /// Called now and then; may throw.
  std::function<void()> check_memory;
  /// Called after what is read of a file was appended: where that ends in the text, and the file's number.
  std::function<void(std::size_t, std::size_t)> end_document;
};

/// Appends the files to the text in their order and returns what there is to report, by file.
/// Progress is counted in bytes. A file that fails is reported, never thrown.
[[nodiscard]] std::vector<FileOutcome> read_files(const std::vector<FileToRead>& files, const ReadingTarget& target,
                                                  JobControl& control);

}  // namespace newword
