// Cutting into given words: the pieces cover the text, nothing but separators is added, and a text may be cut in two
// where safe_end() says so.
#include <cmath>
#include <memory>
#include <numeric>

#include "fuzz.hpp"
#include "newword/cutter/word_cutter.hpp"

namespace {

using namespace newword;

void check_cover(std::string_view text, const std::vector<CutPiece>& pieces) {
  std::uint32_t end = 0;
  for (const CutPiece& piece : pieces) {
    FUZZ_CHECK(piece.end > end);
    end = piece.end;
  }
  FUZZ_CHECK(end == text.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  std::vector<std::string> words(input.below(6));
  for (std::string& word : words) word = input.take(input.below(24));
  // Making a cutter takes long: many texts go through one.
  static std::unique_ptr<WordCutter> cutter;
  static std::vector<std::string> its_words;
  const std::string_view text = input.rest();
  if (cutter == nullptr || words != its_words) {
    cutter = std::make_unique<WordCutter>(words);
    its_words = words;
  }
  cutter->add_units(text.substr(0, text.size() / 2));
  if (cutter->size() > 5000) {
    cutter = std::make_unique<WordCutter>(words);
    cutter->add_units(text);
  }
  std::vector<double> logarithms(cutter->size());
  for (std::size_t i = 0; i < logarithms.size(); ++i) {
    logarithms[i] = i % 7 == 5 ? -INFINITY : -1 - static_cast<double>(i * 37 % 11);
  }
  std::vector<CutPiece> pieces;
  cutter->cut(text, logarithms, pieces);
  check_cover(text, pieces);
  std::string written;
  cutter->write_cut(text, logarithms, "", written);
  FUZZ_CHECK(written == text);

  const std::size_t end = cutter->safe_end(text);
  FUZZ_CHECK(end <= text.size());
  std::vector<CutPiece> halves, rest;
  cutter->cut(text.substr(0, end), logarithms, halves);
  cutter->cut(text.substr(end), logarithms, rest);
  for (const CutPiece& piece : rest) halves.push_back({static_cast<std::uint32_t>(piece.end + end), piece.kind});
  FUZZ_CHECK(halves.size() == pieces.size());
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    FUZZ_CHECK(halves[i].end == pieces[i].end && halves[i].kind == pieces[i].kind);
  }

  std::vector<double> counts(cutter->size()), expected(cutter->size());
  cutter->count(text, counts);
  cutter->expect(text, logarithms, expected);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    FUZZ_CHECK(std::isfinite(expected[i]) && expected[i] >= 0 && expected[i] <= counts[i] * (1 + 1e-9) + 1e-9);
  }
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  std::string all(1, '\0');
  for (const std::string& token : text_tokens()) all += token;
  return {std::string("\2\6") + "机器" + "\6" + "学习" + "机器学习，C++ 1,000 机器",
          std::string("\1\3") + "a+b" + "a+b 15:30 20% x", all};
}
std::vector<std::string> tokens() { return text_tokens(); }
}  // namespace newword::fuzz
