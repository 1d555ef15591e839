#include "newword/door/language_trainer.hpp"

#include <stdexcept>
#include <utility>

#include "newword/count_file/count_reader.hpp"
#include "newword/system/file.hpp"

namespace newword {

void LanguageTrainer::train(const std::string& count_file, const TrainingOptions& options, const Watch& watch) {
  const auto& [order, prune, fallback] = options;
  if (prune.size() != order || fallback.size() != 3)
    throw std::invalid_argument("prune and fallback by order and count");
  const std::array<float, 3> amounts = {static_cast<float>(fallback[0]), static_cast<float>(fallback[1]),
                                        static_cast<float>(fallback[2])};
  run_watched(watch, [&](JobControl& control) {
    const CountFileReader file(count_file);
    control.expect(3 * file.entries());
    SentenceTrie trie(file, {options.order, options.prune, budget_}, control);
    std::uint64_t ngrams = 0;
    for (unsigned k = 2; k <= options.order; ++k) ngrams += trie.level(k).size();
    control.expect(file.entries() + 2 * ngrams);
    trie.link(threads_, control);
    model_ = std::make_unique<KneserNey>(std::move(trie), amounts, threads_, control);
    std::vector<std::string> units;
    for (const SymbolForms& symbol : file.header().symbols) units.push_back(symbol.folded);
    writer_ = std::make_unique<ArpaWriter>(*model_, std::move(units));
  });
}

std::string LanguageTrainer::next_piece(const Watch& watch) {
  require_model();
  return watched(watch, [&](JobControl& control) {
    std::string piece;
    if (!writer_->next(piece, threads_, control)) piece.clear();
    model_->release_if_much();
    return piece;
  });
}

void LanguageTrainer::write(int descriptor, const std::string& path, const Watch& watch) {
  require_model();
  run_watched(watch, [&](JobControl& control) {
    std::uint64_t ngrams = 0;
    for (unsigned k = 1; k <= model_->order(); ++k) ngrams += model_->facts(k).ngrams;
    control.expect(ngrams);
    Output output(descriptor, path);
    std::string piece;
    while (writer_->next(piece, threads_, control)) {
      output.write(reinterpret_cast<const std::uint8_t*>(piece.data()), piece.size());
      model_->release_if_much();
    }
  });
}

void LanguageTrainer::require_model() const {
  if (!writer_) throw std::logic_error("nothing was trained");
}

}  // namespace newword
