#include "newword/tagger/tag_counts.hpp"

#include <algorithm>
#include <span>

namespace newword {

namespace {

using Counts = std::vector<std::vector<std::uint64_t>>;

/// Counts the words of one worker's runs.
template <class Number>
class RunCounter {
 public:
  RunCounter(const NgramTable& table, const std::vector<Token>& tokens, const NgramModel& model,
             const TagWeights& weights)
      : table_(table), tokens_(tokens), path_(model, weights) {
    for (unsigned order = 1; order <= table.max_order(); ++order) counts_.emplace_back(table.level(order).size());
  }

  void add(std::span<const Number> run) {
    for (; run.size() > kLongestTagged; run = run.subspan(kLongestTagged)) add(run.first(kLongestTagged));
    units_.clear();
    for (const Number symbol : run) units_.push_back(tokens_[symbol]);
    std::size_t begin = 0;
    for (const std::size_t end : path_.find_ends(units_)) {
      if (end - begin <= table_.max_order()) {
        word_.assign(run.begin() + static_cast<std::ptrdiff_t>(begin), run.begin() + static_cast<std::ptrdiff_t>(end));
        if (const auto found = table_.find(word_)) ++counts_[found->order - 1][found->index];
      }
      begin = end;
    }
  }

  [[nodiscard]] Counts& counts() { return counts_; }

 private:
  const NgramTable& table_;
  const std::vector<Token>& tokens_;
  TagPath path_;
  Counts counts_;
  std::vector<Token> units_;
  std::vector<Symbol> word_;
};

template <class Number>
Counts count(const Text& text, std::span<const Number> symbols, const NgramTable& table,
             const std::vector<Token>& tokens, const NgramModel& model, const TagWeights& weights, unsigned threads,
             JobControl& control) {
  constexpr std::size_t kStride = std::size_t{1} << 16;
  std::vector<Counts> shares(threads);
  control.expect(symbols.size());
  run_workers(threads, control, [&](unsigned worker) {
    RunCounter<Number> counter(table, tokens, model, weights);
    const std::size_t last = share_begin(symbols.size(), worker + 1, threads);
    std::size_t i = share_begin(symbols.size(), worker, threads);
    // A run belongs to the worker in whose share the boundary before it lies.
    while (i < last && symbols[i] != kBoundary) ++i;
    for (std::size_t told = i; i < last;) {
      const std::size_t begin = i + 1;
      std::size_t end = begin;
      while (end < symbols.size() && symbols[end] != kBoundary) ++end;
      if (end > begin) counter.add(symbols.subspan(begin, end - begin));
      i = end;
      if (i - told >= kStride) {
        control.check();
        control.advance(i - told);
        text.release(told, i);
        told = i;
      }
    }
    shares[worker] = std::move(counter.counts());
  });
  for (unsigned worker = 1; worker < threads; ++worker) {
    for (std::size_t k = 0; k < shares[0].size(); ++k) {
      for (std::size_t n = 0; n < shares[0][k].size(); ++n) shares[0][k][n] += shares[worker][k][n];
    }
  }
  return std::move(shares[0]);
}

}  // namespace

Counts count_tagged(const Text& text, const NgramTable& table, const NgramModel& model, const TagWeights& weights,
                    unsigned threads, JobControl& control) {
  std::vector<Token> tokens(text.alphabet().size() + 1, model.unknown());
  for (Symbol s = 1; s < tokens.size(); ++s) {
    const Token token = model.token(text.alphabet().folded[s - 1]);
    if (token != NgramModel::kNone) tokens[s] = token;
  }
  return text.visit([&](auto symbols) {
    using Number = std::remove_const_t<typename decltype(symbols)::element_type>;
    return count<Number>(text, symbols, table, tokens, model, weights, threads, control);
  });
}

}  // namespace newword
