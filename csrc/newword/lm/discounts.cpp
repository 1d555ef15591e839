#include "newword/lm/discounts.hpp"

namespace newword {

Discounts CountsOfCounts::estimate(const std::array<float, 3>& fallback) const {
  Discounts found;
  const auto n = [&](unsigned count) { return static_cast<float>(n_[count]); };
  const double doubled = static_cast<double>(n_[1]) + 2.0 * static_cast<double>(n_[2]);
  found.is_estimated = n_[1] > 0 && n_[2] > 0 && n_[3] > 0;
  const float y = found.is_estimated ? n(1) / static_cast<float>(doubled) : 0;
  for (unsigned count = 1; found.is_estimated && count <= 3; ++count) {
    const float whole = static_cast<float>(count);
    const float taken = whole - (whole + 1) * y * n(count + 1) / n(count);
    found.is_estimated = taken >= 0 && taken <= whole;
    found.amount[count - 1] = taken;
  }
  if (!found.is_estimated) found.amount = fallback;
  return found;
}

}  // namespace newword
