#include "newword/search/occurrences.hpp"

#include <algorithm>

#include "newword/ngrams/entropy.hpp"
#include "newword/search/numbers.hpp"
#include "newword/search/string_automaton.hpp"

namespace newword {

namespace {

/// Keeps an even sample of a stream of unknown length.
class EvenSample {
 public:
  void offer(std::size_t place, std::size_t limit) {
    if (limit == 0 || seen_++ % stride_ != 0) return;
    if (kept_.size() == limit) {
      // Keep every other one; this one belongs to the new stride exactly when `limit` is even.
      for (std::size_t i = 0; 2 * i < kept_.size(); ++i) kept_[i] = kept_[2 * i];
      kept_.resize((kept_.size() + 1) / 2);
      stride_ *= 2;
      if ((seen_ - 1) % stride_ != 0) return;
    }
    kept_.push_back(place);
  }
  [[nodiscard]] std::vector<std::size_t>& kept() { return kept_; }

 private:
  std::vector<std::size_t> kept_;
  std::size_t seen_ = 0, stride_ = 1;
};

using Tally = std::map<Symbol, Count>;

struct Found : NeighbourCounts {
  EvenSample sample;
};

void summarize(const Tally& tally, const EntropyTerms& terms, Count& total, Count& variety, double& entropy) {
  EntropySum sum;
  total = variety = 0;
  for (const auto& [symbol, count] : tally) {
    total += count;
    variety += symbol == kBoundary ? count : 1;
    if (symbol != kBoundary) terms.add_large(sum, count);
  }
  entropy = total > 0 ? terms.entropy(total, sum) : 0;
}

template <class Number>
void scan(const Text& whole, std::span<const Number> text, const std::vector<std::vector<Symbol>>& strings,
          std::size_t sample_size, std::vector<Found>& found, JobControl& control) {
  constexpr std::size_t kStride = 1 << 18;
  const StringAutomaton automaton(strings);
  StringAutomaton::State state = StringAutomaton::kStart;
  std::size_t steps = 0;
  const auto step = [&] {
    if (steps++ % kStride == 0) control.check();
  };
  control.expect(text.size());
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    step();
    if (i % kStride == 0) {
      control.advance(std::min(kStride, text.size() - i));
      whole.release(0, i);
    }
    if (state == StringAutomaton::kStart && !automaton.may_begin(text[i], text[i + 1])) continue;
    state = automaton.next(state, text[i]);
    automaton.each_end(state, [&](std::uint32_t s) {
      step();
      const std::size_t begin = i + 1 - strings[s].size();
      ++found[s].left[text[begin - 1]];
      ++found[s].right[text[i + 1]];
      found[s].sample.offer(begin, sample_size);
    });
  }
}

}  // namespace

std::vector<Occurrences> find_occurrences(const Text& text, const std::vector<std::vector<Symbol>>& strings,
                                          std::size_t sample_size, JobControl& control) {
  std::vector<Found> found(strings.size());
  text.visit([&](auto symbols) { scan(text, symbols, strings, sample_size, found, control); });
  std::vector<Occurrences> result = summarize({found.begin(), found.end()}, text.alphabet());
  for (std::size_t s = 0; s < strings.size(); ++s) result[s].sample = std::move(found[s].sample.kept());
  return result;
}

std::vector<NeighbourCounts> count_neighbours(const Text& text, const std::vector<std::vector<Symbol>>& strings,
                                              JobControl& control) {
  std::vector<Found> found(strings.size());
  text.visit([&](auto symbols) { scan(text, symbols, strings, 0, found, control); });
  return {found.begin(), found.end()};
}

std::vector<Occurrences> summarize(const std::vector<NeighbourCounts>& counts, const Alphabet& alphabet) {
  const EntropyTerms terms;
  std::vector<Occurrences> result(counts.size());
  for (std::size_t s = 0; s < counts.size(); ++s) {
    Occurrences& r = result[s];
    summarize(counts[s].left, terms, r.count, r.left_variety, r.left_entropy);
    summarize(counts[s].right, terms, r.count, r.right_variety, r.right_entropy);
    for (const auto& [symbol, count] : counts[s].left) {
      if (symbol != kBoundary && is_number(alphabet.folded[symbol - 1])) r.after_number += count;
    }
  }
  return result;
}

}  // namespace newword
