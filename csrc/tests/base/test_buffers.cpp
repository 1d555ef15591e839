#ifdef __linux__
#include <malloc.h>
#endif

#include <cstdint>
#include <new>
#include <numeric>
#include <utility>

#include "newword/base/raw_buffer.hpp"
#include "newword/system/memory_pages.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

void raw_buffer_keeps_what_a_vector_keeps() {
  Chance chance(1);
  RawBuffer<std::uint32_t> buffer;
  std::vector<std::uint32_t> twin;
  std::vector<std::uint32_t> some(300);
  std::iota(some.begin(), some.end(), 1000u);
  for (int i = 0; i < 20'000; ++i) {
    const std::size_t n = chance.below(some.size());
    switch (chance.below(8)) {
      case 0:
      case 1:
      case 2: {
        buffer.push_back(static_cast<std::uint32_t>(i));
        twin.push_back(static_cast<std::uint32_t>(i));
        break;
      }
      case 3: {
        buffer.append(some.data(), n);
        twin.insert(twin.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(n));
        break;
      }
      case 4: {
        const std::size_t size = chance.below(twin.size() + 1);
        buffer.resize(size);
        twin.resize(size);
        break;
      }
      case 5:
        buffer.shrink_to_fit();
        break;
      case 6:
        buffer.reserve(buffer.size() + n);
        break;
      default: {
        RawBuffer<std::uint32_t> moved(std::move(buffer));
        CHECK(buffer.empty() && buffer.data() == nullptr);
        if (chance.below(50) == 0) {
          moved.clear();
          twin.clear();
        }
        buffer = std::move(moved);
      }
    }
    CHECK(buffer.size() == twin.size());
    CHECK(std::equal(twin.begin(), twin.end(), buffer.span().begin()));
  }
}

void raw_buffer_refuses_sizes_past_memory() {
  RawBuffer<std::uint64_t> buffer(3);
  buffer[2] = 7;
  CHECK(throws<std::bad_alloc>([&] { buffer.reserve(std::size_t{1} << 62); }));
  CHECK(throws<std::bad_alloc>([&] { buffer.resize(std::size_t{1} << 60); }));
  CHECK(buffer.size() == 3 && buffer[2] == 7);
}

void an_empty_buffer_shrinks_to_nothing() {
  RawBuffer<char> buffer(100);
  buffer.clear();
  buffer.shrink_to_fit();
  CHECK(buffer.data() == nullptr && buffer.empty());
  buffer.append(nullptr, 0);
  buffer.push_back('a');
  CHECK(buffer.back() == 'a');
}

void page_buffer_grows_and_gives_back() {
  PageBuffer pages;
  for (const std::size_t bytes : {std::size_t{1}, std::size_t{100}, std::size_t{3} << 20, std::size_t{5}}) {
    pages.ensure(bytes);
    pages.as<char>()[bytes - 1] = 1;
  }
  PageBuffer moved(std::move(pages));
  CHECK(moved.as<char>()[4] == 1 && pages.as<char>() == nullptr);
  moved = PageBuffer();
  CHECK(moved.as<char>() == nullptr);
}

void a_buffer_of_a_few_bytes_takes_no_large_page() {
#ifdef __GLIBC__
  PageBuffer pages;
  pages.ensure(100);
  CHECK(malloc_usable_size(pages.as<char>()) < 4096);
  pages.ensure(std::size_t{3} << 20);
  CHECK(reinterpret_cast<std::uintptr_t>(pages.as<char>()) % (std::size_t{2} << 20) == 0);
#endif
}

void page_buffer_refuses_sizes_past_memory() {
  PageBuffer pages;
  for (const std::size_t bytes : {SIZE_MAX, SIZE_MAX - 5000, SIZE_MAX / 2}) {
    CHECK(throws<std::bad_alloc>([&] { pages.ensure(bytes); }));
    CHECK(pages.as<char>() == nullptr);
  }
}

}  // namespace

void test_buffers() {
  raw_buffer_keeps_what_a_vector_keeps();
  raw_buffer_refuses_sizes_past_memory();
  an_empty_buffer_shrinks_to_nothing();
  page_buffer_grows_and_gives_back();
  a_buffer_of_a_few_bytes_takes_no_large_page();
  page_buffer_refuses_sizes_past_memory();
}

}  // namespace newword::test
