#include "newword/door/count_session.hpp"

#include <stdexcept>
#include <utility>

#include "newword/count_file/count_merge.hpp"

namespace newword {

void CountFileSession::start_checking(const std::string& path, bool reads_all) {
  job_.start([this, path, reads_all](JobControl& control) {
    file_ = std::make_unique<CountFileReader>(path);
    if (reads_all) verify(*file_, threads_, control);
  });
}

void CountFileSession::start_merging(std::vector<std::string> paths, int descriptor, std::string output_path,
                                     std::size_t block_bytes) {
  if (paths.empty()) throw std::invalid_argument("nothing to merge");
  job_.start([=](JobControl& control) {
    std::vector<std::unique_ptr<CountFileReader>> files;
    for (const std::string& path : paths) files.push_back(std::make_unique<CountFileReader>(path));
    Output output(descriptor, output_path);
    merge_counts(files, output, control, block_bytes > 0 ? block_bytes : kBlockBytes);
  });
}

}  // namespace newword
