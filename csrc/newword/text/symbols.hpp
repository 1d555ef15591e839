// Surface forms of units and the numbers that stand for them while text is read.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "newword/base/hash_seed.hpp"
#include "newword/jobs/workers.hpp"

namespace newword {

/// Number of a unit. 0 is the boundary.
using Symbol = std::uint32_t;
inline constexpr Symbol kBoundary = 0;

/// Numbers the surface forms of units in the order in which they arrive: 1, 2, ...
///
/// The numbers depend on the timing of threads and live only until the text is sealed (text.hpp),
/// which replaces them by ranks. Thread-safe.
class SurfaceTable {
 public:
  [[nodiscard]] Symbol intern(std::string_view surface);

  /// The approximate memory of this many forms: here, in the encoders of `threads` threads, and in an alphabet.
  [[nodiscard]] std::uint64_t bytes(unsigned threads);
  [[nodiscard]] std::size_t size();
  /// Every form, form i+1 at index i. Not while other threads intern.
  [[nodiscard]] const std::vector<std::string>& surfaces() const { return surfaces_; }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, Symbol, StringHash> numbers_;
  std::vector<std::string> surfaces_;
};

/// The symbols of a sealed text: symbol s (1..size) is the s-th folded form in order of code points.
struct Alphabet {
  std::vector<std::string> folded;  ///< the key, index s - 1
  std::vector<std::string> shown;   ///< the surface form written most often, ties: the smallest
  std::vector<bool> is_script;      ///< one character of an unsegmented script

  [[nodiscard]] std::size_t size() const { return folded.size(); }
  /// The symbol of a folded form, or kBoundary when the text does not hold it.
  [[nodiscard]] Symbol find(const std::string& folded_form) const;
};

/// Builds the alphabet of the surface forms that occur; `counts[i]` belongs to form i (0 unused).
/// Fills `rank_of`, which maps each form's number to its symbol (kBoundary to kBoundary).
[[nodiscard]] Alphabet rank_symbols(const std::vector<std::string>& surfaces, const std::vector<std::uint64_t>& counts,
                                    std::vector<Symbol>& rank_of, const JobControl& control);

}  // namespace newword
