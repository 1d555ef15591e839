// What a file is, told from its beginning.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "newword/input/file_outcome.hpp"

namespace newword {

/// Why a file is not read; nothing for one that is. `is_explicit`: see FileToRead.
[[nodiscard]] std::optional<Outcome> judge(const std::uint8_t* bytes, std::size_t size, bool is_explicit);

/// True when the bytes are rather some other encoding than damaged UTF-8: over 0.1 % bad subparts,
/// and sound multi-byte characters do not outnumber them well. A cut last character counts for nothing.
[[nodiscard]] bool is_wrong_encoding(const std::uint8_t* bytes, std::size_t size);

}  // namespace newword
