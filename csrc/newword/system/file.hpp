// Raw file descriptors: the only way the core touches the file system.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace newword {

/// Identity of a file's content, as far as the system tells.
struct FileStamp {
  std::uint64_t size = 0;
  std::int64_t modified_ns = 0;
  bool is_regular = false;
  bool operator==(const FileStamp&) const = default;
};

/// An open file to read. Closes with the object. Not thread-safe.
class File {
 public:
  /// Opens for reading without ever blocking on a FIFO. Throws IoError.
  explicit File(const std::string& path);
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] FileStamp stamp() const;
  /// Reads up to `size` bytes from `offset`; fewer only at the end of the file. Throws IoError.
  std::size_t read_at(std::uint8_t* into, std::size_t size, std::uint64_t offset);

 private:
  [[noreturn]] void fail(const char* what) const;

  std::string path_;
  int descriptor_;
};

/// An open descriptor to write to, in order. The caller owns it; Python opens and commits outputs.
class Output {
 public:
  /// `path` is what errors name.
  Output(int descriptor, std::string path) : path_(std::move(path)), descriptor_(descriptor) {}

  /// Writes all of it. Throws IoError.
  void write(const std::uint8_t* bytes, std::size_t size);
  /// Bytes written so far.
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  std::string path_;
  int descriptor_;
  std::uint64_t size_ = 0;
};

/// The stamp of the file at `path` (links followed). Throws IoError.
[[nodiscard]] FileStamp stamp_of(const std::string& path);

}  // namespace newword
