// One large block of scratch memory that wants large pages.
#pragma once

#include <cstddef>

namespace newword {

/// Scratch memory for scattered writes. Asks for huge pages where the system has them: without, half
/// of the time of a scatter goes into the address translation. Not thread-safe.
class PageBuffer {
 public:
  PageBuffer() = default;
  PageBuffer(PageBuffer&& other) noexcept { *this = static_cast<PageBuffer&&>(other); }
  PageBuffer(const PageBuffer&) = delete;
  PageBuffer& operator=(const PageBuffer&) = delete;
  PageBuffer& operator=(PageBuffer&& other) noexcept;
  ~PageBuffer();

  /// Makes room for at least `bytes`; the content is lost when it has to grow.
  void ensure(std::size_t bytes);

  template <class T>
  [[nodiscard]] T* as() {
    return static_cast<T*>(memory_);
  }
  template <class T>
  [[nodiscard]] const T* as() const {
    return static_cast<const T*>(memory_);
  }

 private:
  void release() noexcept;

  void* memory_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace newword
