// Writes a count file: header, blocks of chunks, index, footer. Sequentially, so into a pipe, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "newword/count_file/count_codec.hpp"
#include "newword/count_file/count_file.hpp"
#include "newword/system/file.hpp"

namespace newword {

/// Not thread-safe. What is written depends on the header and the chunks alone.
class CountFileWriter {
 public:
  /// Writes the header. `block_bytes` (at most kBlockBytes) is kBlockBytes but in tests.
  CountFileWriter(Output& output, const CountFileHeader& header, std::size_t block_bytes = kBlockBytes);

  /// Appends chunks that lie one behind the other in `bytes`.
  void append(const std::uint8_t* bytes, const std::vector<Chunk>& chunks);
  /// Writes the rest. Throws std::logic_error when the windows are not as many as the header says.
  void finish();

 private:
  void flush_block();

  Output* output_;
  std::size_t block_bytes_;
  Footer footer_;
  Count expected_;
  std::vector<std::uint8_t> block_;  ///< with room for its header
  std::uint32_t entries_ = 0;
  std::vector<std::uint8_t> index_;
  std::vector<std::uint8_t> key_;
};

}  // namespace newword
