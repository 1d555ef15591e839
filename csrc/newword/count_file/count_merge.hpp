// Adds count files: the file of all their texts together, without the texts.
#pragma once

#include <memory>
#include <vector>

#include "newword/count_file/count_file.hpp"
#include "newword/count_file/count_reader.hpp"
#include "newword/count_file/count_writer.hpp"
#include "newword/jobs/workers.hpp"
#include "newword/system/file.hpp"

namespace newword {

/// The header of the sum. Throws FormatError, which names the file, when one was counted otherwise than the first
/// (order, joined lines), OverflowError if a count does not fit into 64 bits.
[[nodiscard]] CountFileHeader merged_header(const std::vector<std::unique_ptr<CountFileReader>>& files);

/// Writes the sum of one or more files: the same bytes as counting all their texts at once. Holds one
/// block of each. Progress is counted in bytes read.
void merge_counts(const std::vector<std::unique_ptr<CountFileReader>>& files, Output& output, JobControl& control,
                  std::size_t block_bytes = kBlockBytes);

}  // namespace newword
