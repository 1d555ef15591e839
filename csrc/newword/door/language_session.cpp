#include "newword/door/language_session.hpp"

#include <stdexcept>
#include <utility>

#include "newword/count_file/count_reader.hpp"
#include "newword/system/file.hpp"

namespace newword {

void LanguageTrainer::start_training(std::string count_file, unsigned order, std::vector<Count> prune,
                                     std::vector<double> fallback) {
  if (prune.size() != order || fallback.size() != 3)
    throw std::invalid_argument("prune and fallback by order and count");
  job_.start([this, path = std::move(count_file), order, prune = std::move(prune), fallback](JobControl& control) {
    const CountFileReader file(path);
    control.expect(3 * file.entries());
    SentenceTrie trie(file, {order, prune, budget_}, control);
    std::uint64_t ngrams = 0;
    for (unsigned k = 2; k <= order; ++k) ngrams += trie.level(k).size();
    control.expect(file.entries() + 2 * ngrams);
    trie.link(threads_, control);
    const std::array<float, 3> amounts = {static_cast<float>(fallback[0]), static_cast<float>(fallback[1]),
                                          static_cast<float>(fallback[2])};
    model_ = std::make_unique<KneserNey>(std::move(trie), amounts, threads_, control);
    std::vector<std::string> units;
    for (const SymbolForms& symbol : file.header().symbols) units.push_back(symbol.folded);
    writer_ = std::make_unique<ArpaWriter>(*model_, std::move(units));
  });
}

void LanguageTrainer::start_writing() {
  if (!writer_) throw std::logic_error("nothing was trained");
  job_.start([this](JobControl& control) {
    if (!writer_->next(piece_, threads_, control)) piece_.clear();
    model_->release_if_much();
  });
}

void LanguageTrainer::start_writing_to(int descriptor, std::string path) {
  if (!writer_) throw std::logic_error("nothing was trained");
  job_.start([this, descriptor, path = std::move(path)](JobControl& control) {
    std::uint64_t ngrams = 0;
    for (unsigned k = 1; k <= model_->order(); ++k) ngrams += model_->facts(k).ngrams;
    control.expect(ngrams);
    Output output(descriptor, path);
    while (writer_->next(piece_, threads_, control)) {
      output.write(reinterpret_cast<const std::uint8_t*>(piece_.data()), piece_.size());
      model_->release_if_much();
    }
    piece_.clear();
  });
}

}  // namespace newword
