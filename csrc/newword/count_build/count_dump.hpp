// From a sealed text to a count file: all its windows, sorted and counted.
#pragma once

#include <cstddef>
#include <cstdint>

#include "newword/count_file/count_file.hpp"
#include "newword/count_file/count_writer.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/system/file.hpp"
#include "newword/text/text.hpp"

namespace newword {

struct DumpOptions {
  unsigned threads = 1;
  std::size_t buffer_bytes = std::size_t{128} << 20;  ///< for the windows of one pass
  std::size_t block_bytes = kBlockBytes;
};

/// Writes the count file of a text whose units, runs and symbols are those of `header`.
///
/// The windows of header.order + 1 symbols are distributed by first symbol, as many symbols a pass
/// as the buffer holds; each bucket is sorted by further distribution and encoded, and the chunks
/// are written in order. A symbol that alone passes the buffer is split by the symbols that follow.
/// No byte depends on threads or buffer. Progress is counted in symbols of the text.
void dump_counts(const Text& text, const CountFileHeader& header, const DumpOptions& options, Output& output,
                 JobControl& control);

}  // namespace newword
