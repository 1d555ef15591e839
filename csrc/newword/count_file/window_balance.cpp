#include "newword/count_file/window_balance.hpp"

namespace newword {

void WindowBalance::fail(const CountFileReader& file) {
  file.fail(
      kPreambleBytes,
      "its windows contradict each other: the suffix of an n-gram is not there as often as the n-gram; the file is "
      "damaged: fetch it again, or count again");
}

}  // namespace newword
