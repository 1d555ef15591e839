#include "newword/door/count_files.hpp"

#include <algorithm>
#include <stdexcept>

#include "newword/count_file/count_merge.hpp"

namespace newword {

std::unique_ptr<CountFileReader> check_count_file(const std::string& path, bool reads_all, unsigned threads,
                                                  const Watch& watch) {
  return watched(watch, [&](JobControl& control) {
    auto file = std::make_unique<CountFileReader>(path);
    if (reads_all) verify(*file, std::max(1u, threads), control);
    return file;
  });
}

void merge_count_files(const std::vector<std::string>& paths, int descriptor, const std::string& output_path,
                       std::size_t block_bytes, const Watch& watch) {
  if (paths.empty()) throw std::invalid_argument("nothing to merge");
  run_watched(watch, [&](JobControl& control) {
    std::vector<std::unique_ptr<CountFileReader>> files;
    for (const std::string& path : paths) files.push_back(std::make_unique<CountFileReader>(path));
    Output output(descriptor, output_path);
    merge_counts(files, output, control, block_bytes > 0 ? block_bytes : kBlockBytes);
  });
}

}  // namespace newword
