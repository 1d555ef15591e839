// Arrays that may be in a file: filled once from front to back, or of a known size.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <utility>

#include "newword/base/raw_buffer.hpp"
#include "newword/system/memory_budget.hpp"
#include "newword/system/temp_file.hpp"

namespace newword {

/// An array of plain values in memory or in a mapped temporary file. Parts of a mapped array that were read or written
/// count as memory of the process until they are released.
template <class T>
class Paged {
 public:
  Paged() = default;
  /// Takes a buffer.
  explicit Paged(RawBuffer<T> buffer) : buffer_(std::move(buffer)), data_(buffer_.data()), size_(buffer_.size()) {}
  /// In memory; elements are unwritten.
  explicit Paged(std::size_t size) : Paged(RawBuffer<T>(size)) {}
  /// In a file of `directory`, all zero.
  Paged(std::size_t size, const std::string& directory) {
    if (size == 0) return;
    TempFile file(directory);
    file.reserve(size * sizeof(T));
    *this = Paged(std::move(file), size);
  }
  /// The first `size` elements of a file.
  Paged(TempFile file, std::size_t size)
      : mapping_(std::move(file), size * sizeof(T)), data_(static_cast<T*>(mapping_.data())), size_(size) {}
  Paged(Paged&& other) noexcept { *this = std::move(other); }
  Paged& operator=(Paged&& other) noexcept {
    buffer_.swap(other.buffer_);
    std::swap(mapping_, other.mapping_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }

  [[nodiscard]] T* data() noexcept { return data_; }
  [[nodiscard]] const T* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return data_[i]; }
  [[nodiscard]] std::span<const T> span() const noexcept { return {data_, size_}; }
  [[nodiscard]] bool is_mapped() const noexcept { return static_cast<bool>(mapping_); }

  /// Releases the memory of elements first..last if they are in a file.
  void release(std::size_t first, std::size_t last) const noexcept {
    mapping_.release(first * sizeof(T), last * sizeof(T));
  }
  void release() const noexcept { release(0, size_); }
  void expect_jumps() const noexcept { mapping_.expect_jumps(); }
  /// Replaces elements. Unlike writing to data(), it fails cleanly if the disk fails. Throws IoError.
  void store(std::size_t first, const T* from, std::size_t count) {
    if (is_mapped()) {
      mapping_.write(first * sizeof(T), from, count * sizeof(T));
    } else {
      std::copy_n(from, count, data_ + first);
    }
  }

 private:
  RawBuffer<T> buffer_;
  FileMapping mapping_;
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

/// An array in memory, or in a file when it is larger than `limit_bytes`; elements are unwritten.
template <class T>
[[nodiscard]] Paged<T> make_paged(std::size_t size, std::size_t limit_bytes, const std::string& directory) {
  return size * sizeof(T) > limit_bytes ? Paged<T>(size, directory) : Paged<T>(size);
}

/// An array that grows at its end: in memory up to a limit, from there on in a temporary file.
template <class T>
class Spool {
 public:
  /// Everything stays in memory.
  Spool() = default;
  Spool(std::size_t limit_bytes, std::string directory)
      : limit_(std::max<std::size_t>(limit_bytes / sizeof(T), kTail)), directory_(std::move(directory)) {}

  [[nodiscard]] std::size_t size() const noexcept { return written_ + buffer_.size(); }
  [[nodiscard]] bool is_in_file() const noexcept { return file_.has_value(); }
  /// Bytes of memory in use.
  [[nodiscard]] std::size_t bytes() const noexcept { return buffer_.size() * sizeof(T); }

  void push_back(T value) {
    if (buffer_.size() >= limit_) spill();
    buffer_.push_back(value);
  }

  /// Appends `count` elements that fill(T* to) writes.
  template <class Fill>
  void append(std::size_t count, const Fill& fill) {
    if (buffer_.size() + count > limit_) spill();
    const std::size_t old = buffer_.size();
    buffer_.resize(old + count);
    fill(buffer_.data() + old);
  }

  /// Calls visit(span) with all elements in order, in pieces.
  template <class Visit>
  void for_pieces(const Visit& visit) const {
    RawBuffer<T> piece(std::min(written_, kTail));
    for (std::size_t at = 0; at < written_; at += kTail) {
      const std::size_t size = std::min(kTail, written_ - at);
      file_->read(at * sizeof(T), piece.data(), size * sizeof(T));
      visit(piece.span().first(size));
    }
    visit(buffer_.span());
  }

  /// Moves the elements in memory to the file. Throws IoError.
  void spill() {
    if (!file_) file_.emplace(directory_);
    file_->write(written_ * sizeof(T), buffer_.data(), buffer_.size() * sizeof(T));
    written_ += buffer_.size();
    if (buffer_.size() > kTail) {
      buffer_ = {};
    } else {
      buffer_.clear();
    }
    limit_ = std::min(limit_, kTail);
  }

  /// Ends the growing and hands the array over.
  [[nodiscard]] Paged<T> take() {
    if (!file_) {
      buffer_.shrink_to_fit();
      return Paged<T>(std::move(buffer_));
    }
    spill();
    return Paged<T>(std::move(*std::exchange(file_, std::nullopt)), std::exchange(written_, 0));
  }

 private:
  static constexpr std::size_t kTail = (std::size_t{1} << 20) / sizeof(T);  ///< elements between two writes

  std::size_t limit_ = SIZE_MAX;
  std::string directory_;
  RawBuffer<T> buffer_;
  std::optional<TempFile> file_;
  std::size_t written_ = 0;
};

}  // namespace newword
