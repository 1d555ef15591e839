#include "newword/system/memory_pages.hpp"

#include <cstdint>
#include <cstdlib>
#include <new>
#include <utility>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace newword {

PageBuffer& PageBuffer::operator=(PageBuffer&& other) noexcept {
  std::swap(memory_, other.memory_);
  std::swap(bytes_, other.bytes_);
  other.release();
  return *this;
}

PageBuffer::~PageBuffer() { release(); }

void PageBuffer::ensure(std::size_t bytes) {
  if (bytes <= bytes_) return;
  release();
  constexpr std::size_t kHugePage = std::size_t{2} << 20;
  if (bytes > static_cast<std::size_t>(PTRDIFF_MAX) - kHugePage) throw std::bad_alloc();
#ifdef __linux__
  // Little memory is not worth a large page: the system would zero all of it for a few bytes.
  constexpr std::size_t kCacheLine = 64, kWorthIt = kHugePage / 2;
  const std::size_t unit = bytes < kWorthIt ? kCacheLine : kHugePage;
  bytes = (bytes + unit - 1) / unit * unit;
  memory_ = std::aligned_alloc(unit, bytes);
  if (memory_ != nullptr && unit == kHugePage) madvise(memory_, bytes, MADV_HUGEPAGE);  // advice: failing is no error
#else
  memory_ = std::malloc(bytes);
#endif
  if (memory_ == nullptr) throw std::bad_alloc();
  bytes_ = bytes;
}

void PageBuffer::release() noexcept {
  std::free(memory_);
  memory_ = nullptr;
  bytes_ = 0;
}

}  // namespace newword
