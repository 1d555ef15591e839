// A growable array of plain values that leaves new elements unwritten.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace newword {

/// Like std::vector for trivial types, but growing leaves the new elements unwritten (untouched pages
/// cost no memory) and large buffers move by realloc, which the system does without copying.
template <class T>
class RawBuffer {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  RawBuffer() = default;
  explicit RawBuffer(std::size_t size) { resize(size); }
  RawBuffer(RawBuffer&& other) noexcept { swap(other); }
  RawBuffer& operator=(RawBuffer&& other) noexcept {
    RawBuffer moved(std::move(other));
    swap(moved);
    return *this;
  }
  RawBuffer(const RawBuffer&) = delete;
  RawBuffer& operator=(const RawBuffer&) = delete;
  ~RawBuffer() { std::free(data_); }

  [[nodiscard]] T* data() noexcept { return data_; }
  [[nodiscard]] const T* data() const noexcept { return data_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return data_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return data_[i]; }
  [[nodiscard]] T& back() noexcept { return data_[size_ - 1]; }
  [[nodiscard]] std::span<const T> span() const noexcept { return {data_, size_}; }

  /// Makes room for `capacity` elements, growing by at least a quarter.
  void reserve(std::size_t capacity) {
    if (capacity <= capacity_) return;
    const std::size_t grown = capacity_ + capacity_ / 4;
    set_capacity(capacity > grown ? capacity : grown);
  }

  /// New elements are unwritten.
  void resize(std::size_t size) {
    reserve(size);
    size_ = size;
  }

  void push_back(T value) {
    reserve(size_ + 1);
    data_[size_++] = value;
  }

  void append(const T* from, std::size_t count) {
    if (count == 0) return;
    reserve(size_ + count);
    std::memcpy(data_ + size_, from, count * sizeof(T));
    size_ += count;
  }

  void clear() noexcept { size_ = 0; }

  /// Releases memory that is not in use.
  void shrink_to_fit() {
    if (size_ < capacity_) set_capacity(size_);
  }

  void swap(RawBuffer& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

 private:
  void set_capacity(std::size_t capacity) {
    if (capacity == 0) {
      std::free(data_);
      data_ = nullptr;
    } else {
      if (capacity > static_cast<std::size_t>(PTRDIFF_MAX) / sizeof(T)) throw std::bad_alloc();
      void* moved = std::realloc(data_, capacity * sizeof(T));
      if (moved == nullptr) throw std::bad_alloc();
      data_ = static_cast<T*>(moved);
    }
    capacity_ = capacity;
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace newword
