// A text's count file trained to a model, written as ARPA, read back: what is estimated is a distribution.
#include <array>
#include <cmath>

#include "corpus_text.hpp"
#include "newword/lm/arpa_reader.hpp"
#include "newword/lm/arpa_writer.hpp"

namespace {

using namespace newword;

std::string arpa_of(const CountFileReader& file, unsigned order, const std::vector<Count>& prune, unsigned threads) {
  JobControl control;
  SentenceTrie trie(file, {order, prune, {}}, control);
  trie.link(threads, control);
  const KneserNey model(std::move(trie), std::array<float, 3>{0.5f, 1.0f, 1.5f}, threads, control);
  std::vector<std::string> units;
  for (const SymbolForms& symbol : file.header().symbols) units.push_back(symbol.folded);
  ArpaWriter writer(model, std::move(units));
  std::string text, piece;
  while (writer.next(piece, threads, control)) text += piece;
  return text;
}

/// The sum of the probabilities of all tokens but <s> in a state, which is 1.
void check_sum(const NgramModel& model, const NgramModel::State& state, const std::vector<std::string>& units) {
  double sum = 0;
  const auto add = [&](Token token) {
    NgramModel::State next = state;
    sum += std::pow(10, model.advance(next, token));
  };
  for (const std::string& unit : units) add(model.token(unit));
  add(model.end_mark());
  add(model.unknown());
  FUZZ_CHECK(std::abs(sum - 1) < 1e-3);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const unsigned order = 2 + input.below(4);
  std::vector<Count> prune(order, 0);
  const unsigned most = input.below(3);
  for (unsigned k = 1; k < order; ++k) prune[k] = std::min(k, most);
  const std::string_view text = input.rest();
  const fuzz::MemoryFile place;
  place.replace(fuzz::count_file_of(text, order - (order > 2)));
  const CountFileReader file(place.path());
  if (file.header().units == 0) return 0;
  const std::string arpa = arpa_of(file, order, prune, 1);
  if (fuzz::uses_threads(data, size)) FUZZ_CHECK(arpa_of(file, order, prune, 3) == arpa);
  ArpaReader reader(arpa.size());
  reader.feed(arpa);
  const std::shared_ptr<NgramModel> model = reader.finish();
  FUZZ_CHECK(model->order() == order);
  std::vector<std::string> units;
  for (const SymbolForms& symbol : file.header().symbols) {
    if (model->token(symbol.folded) != NgramModel::kNone) units.push_back(symbol.folded);
  }
  NgramModel::State state = model->sentence_begin();
  check_sum(*model, NgramModel::State(), units);
  check_sum(*model, state, units);
  for (std::size_t i = 0; i < std::min<std::size_t>(units.size(), 12); ++i) {
    (void)model->advance(state, model->token(units[(i * 7) % units.size()]));
    check_sum(*model, state, units);
  }
  TextScore score;
  score_text(*model, text, true, score);
  FUZZ_CHECK(std::isfinite(score.logarithm) && score.logarithm <= 0);
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  return {std::string("\xfd\0", 2) + "机器学习，机器学习，机器翻译，学习",
          std::string("\2\1") + "aaaa，aaab，abab，a b c d e f g"};
}
std::vector<std::string> tokens() { return text_tokens(); }
}  // namespace newword::fuzz
