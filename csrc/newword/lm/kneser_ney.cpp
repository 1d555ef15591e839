#include "newword/lm/kneser_ney.hpp"

#include <algorithm>
#include <utility>

#include "newword/text/text.hpp"

namespace newword {

namespace {

constexpr std::size_t kStride = std::size_t{1} << 16;

}  // namespace

KneserNey::KneserNey(SentenceTrie trie, const std::array<float, 3>& fallback, unsigned threads, JobControl& control)
    : trie_(std::move(trie)), facts_(trie_.order()) {
  find_discounts(fallback, control);
  for (unsigned k = 1; k < order(); ++k) {
    backoff_.push_back(make_paged<float>(trie_.level(k).size(), trie_.column_bytes(), trie_.budget().temp_dir));
  }
  estimate_units();
  for (unsigned k = 2; k <= order(); ++k) {
    estimate_level(k, threads, control);
  }
}

void KneserNey::find_discounts(const std::array<float, 3>& fallback, JobControl& control) {
  for (unsigned k = 1; k <= order(); ++k) {
    CountsOfCounts counts;
    const std::size_t size = trie_.level(k).size();
    std::uint64_t left_out = 0;
    for (std::size_t i = 0; i < size; ++i) {
      if (i % kStride == 0) {
        control.check();
        release_if_much();
      }
      counts.add(trie_.count(k, static_cast<NodeIndex>(i)));
      left_out += trie_.is_left_out(k, static_cast<NodeIndex>(i));
    }
    const std::uint64_t ngrams = size + (k == 1);  // <unk>
    facts_[k - 1] = {ngrams, ngrams - left_out, counts.estimate(fallback)};
  }
}

KneserNey::Children KneserNey::sum_children(unsigned order, NodeIndex parent) const {
  const SentenceLevel& level = trie_.level(order);
  const SentenceLevel& parents = trie_.level(order - 1);
  const Discounts& discounts = facts_[order - 1].discounts;
  Children children{parents.first_child[parent], parents.first_child[parent + 1], 0, 1};
  Count total = 0, left_out = 0;
  std::array<std::uint32_t, 3> by_count = {};
  for (NodeIndex c = children.begin; c < children.end; ++c) {
    const Count count = trie_.codes().decode(level.count[c]);
    total += count;
    if (level.symbol[c] >= SentenceTrie::kLeftOut) {
      left_out += count;
    } else {
      ++by_count[count < 3 ? count - 1 : 2];
    }
  }
  if (total == 0) return children;
  double taken = static_cast<double>(left_out);
  for (unsigned i = 0; i < 3; ++i) taken += static_cast<double>(discounts.amount[i]) * by_count[i];
  children.total = static_cast<double>(total);
  children.backoff = taken / children.total;
  return children;
}

double KneserNey::interpolate(unsigned order, const Children& siblings, NodeIndex node) const {
  const SentenceLevel& level = trie_.level(order);
  const Count count = trie_.codes().decode(level.count[node]);
  const double own = static_cast<double>(count) - static_cast<double>(facts_[order - 1].discounts.of(count));
  return own / siblings.total + siblings.backoff * probability(order - 1, level.suffix[node]);
}

void KneserNey::estimate_units() {
  SentenceLevel& level = trie_.level(1);
  const Discounts& discounts = facts_.front().discounts;
  Count total = 0;
  double taken = 0;
  for (std::size_t i = 0; i < level.size(); ++i) {
    const auto node = static_cast<NodeIndex>(i);
    const Count count = trie_.count(1, node);
    total += count;
    taken += trie_.is_left_out(1, node) ? static_cast<double>(count) : static_cast<double>(discounts.of(count));
  }
  unknown_ = taken / static_cast<double>(total) / static_cast<double>(facts_.front().kept - 1);  // <s> is no word
  for (std::size_t i = 0; i < level.size(); ++i) {
    const Count count = trie_.count(1, static_cast<NodeIndex>(i));
    const double own = static_cast<double>(count) - static_cast<double>(discounts.of(count));
    const double p = i == 0 ? 1 : own / static_cast<double>(total) + unknown_;
    level.count[i] = std::bit_cast<std::uint32_t>(static_cast<float>(p));
  }
}

/// Backoff weights of the n-grams below `order`, and probabilities of its own but for the longest, over the counts.
void KneserNey::estimate_level(unsigned order, unsigned threads, JobControl& control) {
  SentenceLevel& level = trie_.level(order);
  const SentenceLevel& lower = trie_.level(order - 1);
  float* const backoff = backoff_[order - 2].data();
  const bool is_longest = order == this->order();
  run_workers(threads, control, [&](unsigned worker) {
    const std::size_t end = share_begin(lower.size(), worker + 1, threads);
    for (std::size_t x = share_begin(lower.size(), worker, threads); x < end; ++x) {
      if (x % kStride == 0) {
        control.check();
        release_if_much();
      }
      const Children children = sum_children(order, static_cast<NodeIndex>(x));
      backoff[x] = static_cast<float>(children.backoff);
      if (is_longest) continue;
      for (NodeIndex c = children.begin; c < children.end; ++c) {
        if (c + kAhead < level.size()) prefetch(&lower.count[level.suffix[c + kAhead]]);
        level.count[c] = std::bit_cast<std::uint32_t>(static_cast<float>(interpolate(order, children, c)));
      }
    }
  });
  control.advance(level.size());
}

void KneserNey::release_if_much() const noexcept {
  if (!trie_.budget().is_limited() || !mapped_memory_exceeds(trie_.budget())) return;
  trie_.release();
  for (const auto& backoff : backoff_) backoff.release();
}

}  // namespace newword
