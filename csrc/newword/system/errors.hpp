// Every exception the core throws. `raise_newword` in newword/core/_core_errors.hpp maps them to Python's.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>

namespace newword {

/// An operation on a file failed; keeps errno and the path as the system saw them.
class IoError : public std::runtime_error {
 public:
  IoError(int error_number, std::string path, const std::string& what_failed)
      : std::runtime_error(what_failed), error_number_(error_number), path_(std::move(path)) {}
  [[nodiscard]] int error_number() const noexcept { return error_number_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  int error_number_;
  std::string path_;
};

/// A file that should be one of ours is not, is damaged, or is of another version.
class FormatError : public std::runtime_error {
 public:
  /// `what` says what was found at byte `offset`, what would have been right, and what helps.
  FormatError(std::string path, std::uint64_t offset, const std::string& what)
      : std::runtime_error("at byte " + std::to_string(offset) + ": " + what), path_(std::move(path)) {}
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  std::string path_;
};

/// A count or an offset would not fit 64 bits, or an id its 32.
class OverflowError : public std::overflow_error {
 public:
  using std::overflow_error::overflow_error;
};

/// The caller asked a job to stop; never shown to a user.
class Cancelled : public std::runtime_error {
 public:
  Cancelled() : std::runtime_error("cancelled") {}
};

/// Adds two counts or offsets; throws OverflowError instead of wrapping.
[[nodiscard]] inline std::uint64_t checked_add(std::uint64_t a, std::uint64_t b) {
  if (a > UINT64_MAX - b) throw OverflowError("a count passes 2^64");
  return a + b;
}

/// Converts to a narrower integer type; throws OverflowError when the value does not survive.
template <class To, class From>
[[nodiscard]] To narrow(From value) {
  const To result = static_cast<To>(value);
  if (static_cast<From>(result) != value || ((result < To{}) != (value < From{}))) {
    throw OverflowError("a value does not fit its narrower type");
  }
  return result;
}

}  // namespace newword
