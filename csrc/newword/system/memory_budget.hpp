// How much memory the core may take, and where data go that do not fit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace newword {

/// What a session may keep in memory. Large sequential data that exceeds its part goes to unnamed
/// temporary files; what must be in memory and does not fit is refused with BudgetError.
struct MemoryBudget {
  static constexpr std::size_t kUnlimited = SIZE_MAX;

  std::size_t bytes = kUnlimited;
  std::size_t outside_bytes = 0;  ///< that the process takes beside it
  std::string temp_dir;           ///< existing directory for temporary files

  [[nodiscard]] bool is_limited() const { return bytes != kUnlimited; }
  /// 1 / `parts` of the budget, or kUnlimited.
  [[nodiscard]] std::size_t part(std::size_t parts) const { return is_limited() ? bytes / parts : kUnlimited; }
};

/// The work cannot be done in the budget.
class BudgetError : public std::runtime_error {
 public:
  /// The process would have to be allowed `needed_bytes`.
  BudgetError(std::uint64_t needed_bytes, const std::string& what_for)
      : std::runtime_error(describe(needed_bytes, what_for)) {}

 private:
  static std::string describe(std::uint64_t needed_bytes, const std::string& what_for) {
    const std::string size = std::to_string(needed_bytes / 1'000'000 + 1) + "M";
    return "too little memory for " + what_for + ": allow " + size + " (--memory " + size + ")";
  }
};

/// Throws BudgetError when `needed_bytes` exceed the budget.
inline void require(const MemoryBudget& budget, std::uint64_t needed_bytes, const char* what_for) {
  if (needed_bytes > budget.bytes) throw BudgetError(needed_bytes + budget.outside_bytes, what_for);
}

}  // namespace newword
