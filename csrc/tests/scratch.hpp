// A file to write and read again.
#pragma once

#ifdef __unix__

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <random>
#include <string>

#include "tests/check.hpp"

namespace newword::test {

/// A file that goes with the object, empty at first.
class Scratch {
 public:
  Scratch()
      : path_(std::filesystem::temp_directory_path() /
              ("newword-core-tests-" + std::to_string(std::random_device()()))) {
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  }
  ~Scratch() {
    ::close(descriptor_);
    std::filesystem::remove(path_);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  /// Writing begins anew.
  [[nodiscard]] int descriptor() const {
    CHECK(::ftruncate(descriptor_, 0) == 0 && ::lseek(descriptor_, 0, SEEK_SET) == 0);
    return descriptor_;
  }
  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::string content() const {
    std::string all(static_cast<std::size_t>(::lseek(descriptor_, 0, SEEK_END)), '\0');
    CHECK(::pread(descriptor_, all.data(), all.size(), 0) == static_cast<ssize_t>(all.size()));
    return all;
  }

 private:
  std::filesystem::path path_;
  int descriptor_;
};

}  // namespace newword::test

#endif
