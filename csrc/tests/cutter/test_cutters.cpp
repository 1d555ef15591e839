// Cuts of texts that leave little choice.
#include <limits>

#include "newword/cutter/word_cutter.hpp"
#include "newword/lm/arpa_reader.hpp"
#include "newword/tagger/tag_cutter.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();

std::string cut_of(const WordCutter& cutter, const std::string& text, const std::vector<double>& logarithms) {
  std::string to;
  cutter.write_cut(text, logarithms, "|", to);
  return to;
}

/// Bigrams of three units, by hand.
TagCutter tag_cutter() {
  const std::string arpa =
      "\\data\\\nngram 1=6\nngram "
      "2=2\n\n\\1-grams:\n-1\t<unk>\t0\n0\t<s>\t-0.5\n-1\t</s>\t0\n-1\t机\t-0.2\n-1\t器\t-0.1\n-1\t学\t0\n\n"
      "\\2-grams:\n-0.1\t机 器\n-0.3\t<s> 机\n\n\\end\\\n";
  ArpaReader reader(arpa.size());
  reader.feed(arpa);
  return {reader.finish(), TagWeights{}};
}

void a_unit_that_must_be_no_word_is_cut_all_the_same() {
  WordCutter cutter({"机器", "机", "学"});
  const std::string text = "机器学机机";
  CHECK(cut_of(cutter, text, {-1, -2, -2}) == "机器|学|机|机");
  CHECK(cut_of(cutter, text, {-1, kNever, -2}) == "机器|学|机|机");
  CHECK(cut_of(cutter, text, {kNever, kNever, kNever}) == "机|器|学|机|机");
  CHECK(cut_of(cutter, "", {-1, -2, -2}).empty());
  // Beside a word that holds it, it is none.
  WordCutter long_words({"器学", "机"});
  CHECK(cut_of(long_words, "机器学机器", {-1, kNever}) == "机|器学|机|器");
}

void a_text_without_a_boundary_may_be_cut_nowhere() {
  const WordCutter words({"机器"});
  const TagCutter tags = tag_cutter();
  const struct {
    std::string text;
    std::size_t end;
  } cases[] = {
      {"", 0},         {"机器学习", 0}, {"。", 0},    {"机器。学", 9}, {"机器。学。", 9}, {"。机器", 3},
      {"机器，学", 0}, {"1,000", 0},    {"20%机", 0}, {"a:b", 0},      {"机\xff器", 4},
  };
  for (const auto& one : cases) {
    CHECK(words.safe_end(one.text) == one.end);
    CHECK(tags.safe_end(one.text) == one.end);
  }
}

void words_are_as_many_as_were_given_and_met() {
  WordCutter cutter({"机器", "机器", ""});
  CHECK(cutter.size() == 3);
  CHECK(cutter.add_units("机器，机学") == "机\n器\n学\n");
  CHECK(cutter.size() == 6);
  CHECK((cutter.units_of("学，Ａ机") == std::vector<std::uint32_t>{5, UINT32_MAX, UINT32_MAX, 3}));
}

}  // namespace

void test_cutters() {
  a_unit_that_must_be_no_word_is_cut_all_the_same();
  a_text_without_a_boundary_may_be_cut_nowhere();
  words_are_as_many_as_were_given_and_met();
}

}  // namespace newword::test
