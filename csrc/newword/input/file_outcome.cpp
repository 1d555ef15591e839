#include "newword/input/file_outcome.hpp"

#include <algorithm>

namespace newword {

std::vector<FileOutcome> merged(std::vector<FileOutcome> all) {
  std::sort(all.begin(), all.end(), [](const FileOutcome& a, const FileOutcome& b) {
    if (a.index != b.index) return a.index < b.index;
    return a.code != b.code ? a.code < b.code : a.offset < b.offset;
  });
  std::vector<FileOutcome> result;
  for (const FileOutcome& next : all) {
    if (!result.empty() && result.back().index == next.index && result.back().code == next.code) {
      result.back().total += next.total;
    } else {
      result.push_back(next);
    }
  }
  return result;
}

}  // namespace newword
