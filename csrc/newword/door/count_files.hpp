// Work on count files without a text.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "newword/count_file/count_reader.hpp"
#include "newword/jobs/watched.hpp"

namespace newword {

/// Reads the header of a file; with `reads_all` checks the whole file.
[[nodiscard]] std::unique_ptr<CountFileReader> check_count_file(const std::string& path, bool reads_all,
                                                                unsigned threads, const Watch& watch = {});

/// Writes the sum of count files to an open descriptor; `output_path` is for errors. `block_bytes` 0: what is usual.
void merge_count_files(const std::vector<std::string>& paths, int descriptor, const std::string& output_path,
                       std::size_t block_bytes, const Watch& watch = {});

}  // namespace newword
