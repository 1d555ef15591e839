#include "newword/parts/window_parts.hpp"

#include <algorithm>
#include <numeric>

#include "newword/system/errors.hpp"

namespace newword {

WindowParts::WindowParts(const std::vector<Count>& histogram, Count min_count, Count most)
    : part_of_(histogram.size(), kNone) {
  constexpr Count kMostPieces = 4096;
  Count open = 0;  // windows of the last part, which may take more
  bool is_open = false;
  for (Symbol s = 1; s < histogram.size(); ++s) {
    if (histogram[s] == 0 || histogram[s] < min_count) continue;
    if (histogram[s] > most) {
      part_of_[s] = narrow<std::uint32_t>(parts_.size());
      split(histogram, s, std::min(kMostPieces, histogram[s] / most + 1));
      is_open = false;
      continue;
    }
    if (!is_open || open + histogram[s] > most) {
      parts_.push_back({kBoundary, s, s});
      open = 0;
      is_open = true;
    }
    open += histogram[s];
    parts_.back().last = s + 1;
    part_of_[s] = narrow<std::uint32_t>(parts_.size() - 1);
  }
}

void WindowParts::split(const std::vector<Count>& histogram, Symbol prefix, Count pieces) {
  const Count all = std::accumulate(histogram.begin(), histogram.end(), Count{0});
  const Count share = all / pieces + 1;
  Symbol first = 0;
  Count held = 0;
  for (Symbol s = 0; s < histogram.size(); ++s) {
    held += histogram[s];
    if (held < share && s + 1 < histogram.size()) continue;
    parts_.push_back({prefix, first, s + 1});
    first = s + 1;
    held = 0;
  }
}

std::uint32_t WindowParts::part_below(std::uint32_t first_part, Symbol next) const {
  const Symbol prefix = parts_[first_part].prefix;
  const auto begin = parts_.begin() + first_part;
  const auto found = std::partition_point(
      begin, parts_.end(), [&](const WindowPart& part) { return part.prefix == prefix && part.last <= next; });
  return static_cast<std::uint32_t>(found - parts_.begin());
}

}  // namespace newword
