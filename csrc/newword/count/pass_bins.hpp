// Records of many passes, spilled to files: one look at the text then serves all of these passes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "newword/base/raw_buffer.hpp"
#include "newword/system/temp_file.hpp"

namespace newword {

/// Windows of a text by the pass that they belong to. Each worker spills its own, in order, and any number of workers
/// may do so at once. Reading must not overlap with writing.
class PassBins {
 public:
  /// `chunk_bytes`: the memory for every pass and worker, and the size of a single write.
  PassBins(std::size_t passes, unsigned workers, std::size_t window_bytes, std::size_t chunk_bytes,
           const std::string& directory);

  /// Spills a window. Throws IoError.
  void put(unsigned worker, std::size_t pass, const void* window) {
    Bin& bin = bins_[worker * passes_ + pass];
    if (bin.filled == chunk_windows_) write(worker, bin);
    std::memcpy(chunk(worker, pass) + bin.filled * window_bytes_, window, window_bytes_);
    ++bin.filled;
  }

  /// Calls visit(bytes, count) with the windows of one worker and pass, in the order in which they were spilled. Throws
  /// IoError.
  template <class Visit>
  void for_windows(unsigned worker, std::size_t pass, const Visit& visit) const {
    const Bin& bin = bins_[worker * passes_ + pass];
    RawBuffer<std::uint8_t> read(bin.chunks.empty() ? 0 : chunk_bytes());
    for (const std::uint64_t at : bin.chunks) {
      files_[worker].read(at, read.data(), read.size());
      visit(static_cast<const std::uint8_t*>(read.data()), chunk_windows_);
    }
    visit(chunk(worker, pass), bin.filled);
  }

  /// Forgets all windows; the files are overwritten.
  void clear();

 private:
  struct Bin {
    std::vector<std::uint64_t> chunks;  ///< places in the worker's file
    std::size_t filled = 0;             ///< windows of the chunk in memory
  };

  void write(unsigned worker, Bin& bin);
  [[nodiscard]] std::size_t chunk_bytes() const { return chunk_windows_ * window_bytes_; }
  [[nodiscard]] std::uint8_t* chunk(unsigned worker, std::size_t pass) {
    return memory_.data() + (worker * passes_ + pass) * chunk_bytes();
  }
  [[nodiscard]] const std::uint8_t* chunk(unsigned worker, std::size_t pass) const {
    return memory_.data() + (worker * passes_ + pass) * chunk_bytes();
  }

  std::size_t passes_, window_bytes_, chunk_windows_;
  std::vector<Bin> bins_;  ///< by worker, then pass
  RawBuffer<std::uint8_t> memory_;
  std::vector<TempFile> files_;      ///< by worker
  std::vector<std::uint64_t> ends_;  ///< of the files
};

}  // namespace newword
