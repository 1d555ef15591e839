// Characters as a gap network reads them: in simplified form, the commoner ones by a number of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <unordered_map>
#include <vector>

namespace newword {

/// A unit as a gap network sees it, and as the strings do that are its inputs.
struct GapUnit {
  std::uint32_t code;   ///< code point of the simplified form; 0 for Latin words and numbers
  std::uint16_t token;  ///< row of the embeddings
};

/// Immutable; thread-safe.
class GapCharacters {
 public:
  static constexpr std::uint16_t kPad = 0, kUnknown = 1, kAlphanumeric = 2, kFirst = 3;

  /// `characters` have the tokens from kFirst on; `simplified[i]` is what stands for `written[i]`.
  GapCharacters(std::span<const std::uint32_t> characters, std::span<const std::uint32_t> written,
                std::span<const std::uint32_t> simplified)
      : bmp_(0x10000), tokens_(characters.size() + kFirst) {
    if (tokens_ > UINT16_MAX) throw std::invalid_argument("more characters than a gap network can have");
    if (written.size() != simplified.size()) throw std::invalid_argument("every character needs its simplified form");
    for (std::uint32_t code = 0; code < bmp_.size(); ++code) bmp_[code] = {code, kUnknown};
    for (std::size_t i = 0; i < characters.size(); ++i) {
      at(characters[i]) = {characters[i], static_cast<std::uint16_t>(kFirst + i)};
    }
    for (std::size_t i = 0; i < written.size(); ++i) at(written[i]) = of_character(simplified[i]);
  }

  [[nodiscard]] GapUnit of_character(char32_t code) const {
    if (code < bmp_.size()) return bmp_[code];
    const auto found = others_.find(code);
    return found == others_.end() ? GapUnit{code, kUnknown} : found->second;
  }
  [[nodiscard]] static GapUnit alphanumeric() { return {0, kAlphanumeric}; }
  /// One more than the last.
  [[nodiscard]] std::size_t tokens() const { return tokens_; }

 private:
  GapUnit& at(std::uint32_t code) { return code < bmp_.size() ? bmp_[code] : others_[code]; }

  std::vector<GapUnit> bmp_;
  std::unordered_map<std::uint32_t, GapUnit> others_;
  std::size_t tokens_;
};

}  // namespace newword
