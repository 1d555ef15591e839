// What every fuzz target needs: a way to take an input apart, a check that stops the process, files without a name.
//
// A target is one file with LLVMFuzzerTestOneInput, so libFuzzer runs it as it is; main.cpp runs it without.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace newword::fuzz {

/// Inputs that a target begins with; main.cpp alone knows what to do with them.
[[nodiscard]] std::vector<std::string> seeds();
/// Strings that its inputs are made of.
[[nodiscard]] std::vector<std::string> tokens();

#define FUZZ_CHECK(...)                                                                \
  do {                                                                                 \
    if (!(__VA_ARGS__)) {                                                              \
      std::fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #__VA_ARGS__); \
      std::abort();                                                                    \
    }                                                                                  \
  } while (false)

/// An input, taken apart from its front. Beyond its end there are zeros.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : at_(data), end_(data + size) {}

  [[nodiscard]] bool empty() const { return at_ == end_; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(end_ - at_); }
  std::uint8_t byte() { return empty() ? 0 : *at_++; }
  /// A number below `end`, of one byte.
  unsigned below(unsigned end) { return byte() % end; }
  /// Up to `most` bytes.
  std::string_view take(std::size_t most) {
    const std::size_t n = most < size() ? most : size();
    const std::string_view taken(reinterpret_cast<const char*>(at_), n);
    at_ += n;
    return taken;
  }
  std::string_view rest() { return take(size()); }

 private:
  const std::uint8_t *at_, *end_;
};

/// Whether an input is compared with the work of several threads, which take far longer than the work itself: one in
/// 256, by its hash, so that no input is kept for it. Under ThreadSanitizer, where nothing else matters, one in 4.
[[nodiscard]] inline bool uses_threads(const std::uint8_t* data, std::size_t size) {
#if defined(__SANITIZE_THREAD__)
  constexpr std::uint32_t kOneIn = 4;
#else
  constexpr std::uint32_t kOneIn = 256;
#endif
  std::uint32_t hash = 2166136261;
  for (std::size_t i = 0; i < size; ++i) hash = (hash ^ data[i]) * 16777619;
  return (hash >> 16) % kOneIn == 1;
}

[[nodiscard]] inline const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

/// A file in memory, reached by a path for as long as the object lives.
class MemoryFile {
 public:
  MemoryFile();
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  /// Makes `content` all that is in the file.
  void replace(std::string_view content) const;
  [[nodiscard]] std::string content() const;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  std::string path_;
};

/// Pieces of text that an encoder could stumble over, UTF-8 and not.
[[nodiscard]] std::vector<std::string> text_tokens();

}  // namespace newword::fuzz
