// Temporary files without a name, and memory mapped to them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "newword/system/memory_budget.hpp"

namespace newword {

/// A file without a name that disappears when it is closed, even if the process is killed. write() may be called from
/// several threads for places that do not overlap.
class TempFile {
 public:
  /// None.
  TempFile() = default;
  /// Throws IoError with the directory as its path.
  explicit TempFile(const std::string& directory);
  TempFile(TempFile&& other) noexcept;
  TempFile& operator=(TempFile&& other) noexcept;
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;
  ~TempFile();

  /// Writes all bytes at a place. Throws IoError.
  void write(std::uint64_t at, const void* bytes, std::size_t size) const;
  /// Reads bytes that were written before. Throws IoError.
  void read(std::uint64_t at, void* bytes, std::size_t size) const;
  /// Makes the file at least so long, with room for it on the disk: a full disk shows here and not when
  /// a mapped page is written. Throws IoError.
  void reserve(std::uint64_t size) const;

 private:
  friend class FileMapping;
  [[noreturn]] void fail(const char* what) const;

  std::string directory_;
  int descriptor_ = -1;
};

/// The bytes of a temporary file as memory. Its pages count as the process's own until release().
class FileMapping {
 public:
  FileMapping() = default;
  /// Maps the first `size` bytes, which the file must have. Throws IoError.
  FileMapping(TempFile file, std::size_t size);
  FileMapping(FileMapping&& other) noexcept;
  FileMapping& operator=(FileMapping&& other) noexcept;
  FileMapping(const FileMapping&) = delete;
  FileMapping& operator=(const FileMapping&) = delete;
  ~FileMapping();

  [[nodiscard]] explicit operator bool() const noexcept { return memory_ != nullptr; }
  [[nodiscard]] void* data() const noexcept { return memory_; }
  /// Gives the pages of these bytes back to the system, which keeps their content in the file; reading them
  /// again is only slower. Any thread, at any time.
  void release(std::size_t begin, std::size_t end) const noexcept;
  /// Tells the system that reading jumps about: it then brings single pages in, not their neighbours too.
  void expect_jumps() const noexcept;
  /// Changes bytes through the file, where a failure is an error and not a signal. Throws IoError.
  void write(std::size_t at, const void* bytes, std::size_t size) const { file_.write(at, bytes, size); }

 private:
  TempFile file_;
  void* memory_ = nullptr;
  std::size_t size_ = 0;
};

/// True when mapped files of this process, its libraries among them, hold more memory than a sixth of the
/// budget and what libraries take, or when the system does not tell.
[[nodiscard]] bool mapped_memory_exceeds(const MemoryBudget& budget);

}  // namespace newword
