#include "newword/memory_pages.hpp"

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
#ifdef __linux__
  constexpr std::size_t kHugePage = std::size_t{2} << 20;
  bytes = (bytes + kHugePage - 1) / kHugePage * kHugePage;
  memory_ = std::aligned_alloc(kHugePage, bytes);
  if (memory_ != nullptr) madvise(memory_, bytes, MADV_HUGEPAGE);  // advice: failing is no error
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
