// Takes the spaces out of character-spaced UTF-8, for what keeps the text itself and not its units.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "newword/text/char_class.hpp"
#include "newword/text/joining.hpp"

namespace newword {

/// Drops what `Joining::spaces` reads as nothing, and counts what `Encoder::lone_characters` counts.
///
/// Streaming: the bytes may be cut anywhere. Not thread-safe.
class SpaceJoiner {
 public:
  /// Unless `joins`, the text stays as it is and is only counted.
  explicit SpaceJoiner(bool joins) : classes_(std::make_unique<BmpClasses>()), joins_(joins) {}

  /// Appends to `out` what is certain of the text so far.
  void feed(const std::uint8_t* bytes, std::size_t size, std::string& out);
  /// Appends the rest of the document.
  void end_document(std::string& out);

  [[nodiscard]] std::uint64_t lone_characters() const { return lone_characters_; }
  [[nodiscard]] std::uint64_t script_characters() const { return script_characters_; }

 private:
  void take(char32_t c, const char* bytes, std::size_t length, std::string& out);
  void break_run(std::string& out);

  std::unique_ptr<const BmpClasses> classes_;
  bool joins_;
  std::string tail_;              ///< bytes of a sequence cut by the end of a block
  std::string spaces_;            ///< behind a script character: they go if another follows
  std::string ignored_;           ///< of them the characters that are ignored: they stay
  std::uint64_t run_ = 0;         ///< script characters directly before this place
  bool has_unit_before_ = false;  ///< the run holds something else, too
  std::uint64_t lone_characters_ = 0, script_characters_ = 0;
};

}  // namespace newword
