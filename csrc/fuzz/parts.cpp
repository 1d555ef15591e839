#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "fuzz.hpp"

namespace newword::fuzz {

namespace {

/// The memory of one execution is there for the next one: giving it back and asking again is slow.
[[maybe_unused]] const bool keeps_memory = [] {
#ifdef __GLIBC__
  return mallopt(M_TRIM_THRESHOLD, 1 << 30) == 1 && mallopt(M_MMAP_THRESHOLD, 1 << 30) == 1;
#else
  return false;
#endif
}();

}  // namespace

MemoryFile::MemoryFile() : descriptor_(::memfd_create("newword-fuzz", MFD_CLOEXEC)) {
  FUZZ_CHECK(descriptor_ >= 0);
  path_ = "/proc/self/fd/" + std::to_string(descriptor_);
}

MemoryFile::~MemoryFile() { ::close(descriptor_); }

void MemoryFile::replace(std::string_view content) const {
  FUZZ_CHECK(::ftruncate(descriptor_, 0) == 0 && ::lseek(descriptor_, 0, SEEK_SET) == 0);
  FUZZ_CHECK(::write(descriptor_, content.data(), content.size()) == static_cast<ssize_t>(content.size()));
}

std::string MemoryFile::content() const {
  struct stat status{};
  FUZZ_CHECK(::fstat(descriptor_, &status) == 0);
  std::string all(static_cast<std::size_t>(status.st_size), '\0');
  FUZZ_CHECK(::pread(descriptor_, all.data(), all.size(), 0) == static_cast<ssize_t>(all.size()));
  return all;
}

std::vector<std::string> text_tokens() {
  return {"机",
          "器",
          "学",
          "机器学习",
          "，",
          " ",
          "き",
          "ー",
          "\u3099",
          "ไ",
          "한",
          "\U00020000",
          "〇",
          "々",
          "ｶ",
          "a",
          "B",
          "é",
          "e\u0301",
          "0",
          "Ａ",
          "９",
          "C++",
          "C#",
          "1,000",
          "15:30",
          "20%",
          "３％",
          "\u212a",
          std::string(64, 'x'),
          std::string(65, 'y'),
          ".",
          "_",
          "-",
          "＿",
          "+",
          "#",
          "＋",
          "\u3000",
          "!",
          "\u0085",
          "\u2028",
          "\U0001f600",
          "\n",
          "\r",
          "\r\n",
          "\n\n",
          "\u200b",
          "\ufeff",
          "\u00ad",
          "\ufe0f",
          "\U000e0100",
          std::string(1, '\0'),
          "\x80",
          "\xbf",
          "\xc0\x80",
          "\xc2",
          "\xe6",
          "\xe6\x9c",
          "\xe0\x80\x80",
          "\xed\xa0\x80",
          "\xf0\x9f",
          "\xf4\x90\x80\x80",
          "\xff",
          "\xe3\x80",
          "\xe4"};
}

}  // namespace newword::fuzz
