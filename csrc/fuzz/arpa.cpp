// ARPA text, whole and in blocks; what is read scores and cuts any text.
#include <cmath>
#include <new>
#include <stdexcept>

#include "fuzz.hpp"
#include "newword/lm/arpa_reader.hpp"
#include "newword/tagger/tag_cutter.hpp"

namespace {

using namespace newword;

/// The model, or why there is none.
std::string read(std::string_view text, std::size_t block, std::shared_ptr<NgramModel>& model) {
  ArpaReader reader(text.size());
  try {
    for (std::size_t at = 0; at < text.size(); at += block) reader.feed(text.substr(at, block));
    model = reader.finish();
    FUZZ_CHECK(model != nullptr);
  } catch (const std::invalid_argument& error) {
    FUZZ_CHECK(std::string_view(error.what()).substr(0, 5) == "line ");
    return error.what();
  }
  return "";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::size_t block = 1 + input.below(40);
  const std::string_view text = input.take(input.size() * 3 / 4), sample = input.rest();
  std::shared_ptr<NgramModel> whole, blocks;
  const std::string problem = read(text, text.size() + 1, whole);
  FUZZ_CHECK(read(text, block, blocks) == problem);
  if (!problem.empty()) return 0;

  TextScore a, b;
  score_text(*whole, sample, true, a);
  score_text(*blocks, sample, true, b);
  FUZZ_CHECK(a.tokens == b.tokens && a.unknown == b.unknown && a.sentences == b.sentences);
  FUZZ_CHECK(std::isfinite(a.logarithm) && a.logarithm == b.logarithm);
  TagWeights weights{};
  for (std::size_t row = 0; row < weights.size(); ++row) weights[row] = {1, 1, 1, -0.5, -0.5, 1, -0.3};
  std::vector<CutPiece> pieces;
  std::vector<GapEvidence> gaps;
  std::vector<std::uint32_t> begins;
  std::vector<std::uint8_t> are_first;
  const TagCutter cutter(whole, weights);
  cutter.cut(sample, pieces);
  std::uint32_t end = 0;
  for (const CutPiece& piece : pieces) {
    FUZZ_CHECK(piece.end > end);
    end = piece.end;
  }
  FUZZ_CHECK(end == sample.size());
  FUZZ_CHECK(cutter.safe_end(sample) <= sample.size());
  cutter.find_evidence(sample, gaps, begins, are_first);
  for (const GapEvidence& gap : gaps) {
    for (const double x : gap) FUZZ_CHECK(std::isfinite(x));
  }
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  return {
      "\7\\data\\\nngram 1=4\nngram 2=2\n\n\\1-grams:\n-1.5\t<unk>\n-99\t<s>\t-0.3\n-1\t</s>\n-0.7\t机\t-0.2\n\n"
      "\\2-grams:\n-0.1\t<s> 机\n-0.2\t机 </s>\n\n\\end\\\n机机，a机机机机机机机机机机机机机机机机机机机机机机机机机",
      "\3\\data\\\nngram 1=2\n\\1-grams:\n-1 a 0\n-inf b -inf\n\\end\\\nab ab a+b b b b b b b b b b b b b b b"};
}
std::vector<std::string> tokens() {
  std::vector<std::string> all = text_tokens();
  for (const char* token :
       {"\\data\\\n", "ngram 1=", "ngram 2=1\n", "\\1-grams:\n", "\\2-grams:\n", "\\end\\\n", "-1\t",  "\t-0.5\n",
        "<s>",        "</s>",     "<unk>",       "1e30",         "-1e-300",      "-inf",      "1e999", "inf",
        "nan",        "0",        "-99",         "\n",           "机",           "机 机"}) {
    all.emplace_back(token);
  }
  return all;
}
}  // namespace newword::fuzz
