// Reads an n-gram model in the ARPA format.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "newword/lm/ngram_model.hpp"

namespace newword {

/// Takes the text of a model in blocks that may be cut anywhere. Fields are separated by tabs or spaces, n-grams of an
/// order come in any order, those of lower orders first. What is not so throws std::invalid_argument with the line
/// and what helps.
class ArpaReader {
 public:
  /// `most_bytes` bounds the text, so that a damaged head asks for no memory that no text of that size needs.
  explicit ArpaReader(std::uint64_t most_bytes) : most_bytes_(most_bytes) {}

  void feed(std::string_view block);
  /// Ends the text and hands the model over.
  [[nodiscard]] std::shared_ptr<NgramModel> finish();

 private:
  enum class Place : std::uint8_t { kBefore, kSizes, kNgrams, kEnd };

  [[noreturn]] void fail(const std::string& what) const;
  void take_line(std::string_view line);
  void take_size(std::string_view line);
  void take_heading(std::string_view line);
  void take_ngram(std::string_view line);
  [[nodiscard]] NgramModel::Node find_beginning(unsigned tokens);
  [[nodiscard]] std::string_view next_field();
  [[nodiscard]] float number(std::string_view field, const char* what, float most) const;

  std::uint64_t most_bytes_;
  Place place_ = Place::kBefore;
  std::uint64_t line_ = 0;
  std::string open_;  ///< the beginning of a line
  std::vector<std::uint64_t> sizes_;
  unsigned order_ = 0;
  std::uint64_t found_ = 0;
  std::shared_ptr<NgramModel> model_;
  std::string_view rest_;
  std::vector<std::string_view> fields_;
  std::string last_beginning_;  ///< of the n-gram before, and its node
  NgramModel::Node last_node_ = NgramModel::kNone;
  std::string token_;
};

}  // namespace newword
