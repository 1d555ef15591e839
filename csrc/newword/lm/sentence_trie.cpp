#include "newword/lm/sentence_trie.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "newword/count_file/window_balance.hpp"
#include "newword/system/errors.hpp"
#include "newword/system/prefetch.hpp"
#include "newword/text/text.hpp"

namespace newword {

namespace {

constexpr const char* kContradiction =
    "its windows contradict each other; the file is damaged: fetch it again, or count again";
constexpr std::size_t kStride = std::size_t{1} << 16;

}  // namespace

std::uint32_t CountCodes::encode(Count count) {
  if (count < kLarge) return static_cast<std::uint32_t>(count);
  large_.push_back(count);
  if (large_.size() > kLarge) throw OverflowError("more large counts than can be told apart");
  return kLarge + static_cast<std::uint32_t>(large_.size() - 1);
}

/// Windows in order become nodes: one is open for every symbol of the last window.
class SentenceTrie::Builder {
 public:
  Builder(SentenceTrie& trie, const SentenceOptions& options) : trie_(trie), options_(options), order_(options.order) {
    const std::size_t limit = trie.column_bytes();
    for (unsigned d = 0; d < order_; ++d) {
      symbol_.emplace_back(limit, options.budget.temp_dir);
      first_child_.emplace_back(limit, options.budget.temp_dir);
      count_.emplace_back(limit, options.budget.temp_dir);
    }
  }

  void add(const Symbol* window, unsigned known, Count count) {
    unsigned shared = std::min(known, open_);
    while (shared < open_ && window[shared] == path_[shared]) ++shared;
    close(shared);
    while (open_ < order_ && (open_ < 2 || path_[open_ - 1] != kBoundary)) {
      path_[open_] = window[open_];
      sum_[open_] = 0;
      child_[open_] = open_ + 1 < order_ ? narrow<NodeIndex>(symbol_[open_ + 1].size()) : 0;
      ++open_;
    }
    sum_[open_ - 1] = checked_add(sum_[open_ - 1], count);
  }

  void finish() {
    close(0);
    if (symbol_[0].size() > 0) {
      // </s> begins nothing.
      symbol_[0].push_back(kBoundary);
      first_child_[0].push_back(narrow<NodeIndex>(symbol_[1].size()));
      count_[0].push_back(0);
    }
    for (unsigned d = 0; d < order_; ++d) {
      (void)narrow<NodeIndex>(symbol_[d].size());
      SentenceLevel& level = trie_.levels_[d];
      if (d + 1 < order_) {
        first_child_[d].push_back(narrow<NodeIndex>(symbol_[d + 1].size()));
        level.first_child = first_child_[d].take();
      }
      level.symbol = symbol_[d].take();
      level.count = count_[d].take();
    }
  }

 private:
  /// Closes the nodes below depth `depth`.
  void close(unsigned depth) {
    for (; open_ > depth; --open_) {
      const unsigned d = open_ - 1;
      const bool is_mark = d == 0 && path_[0] == kBoundary;
      const bool is_left_out = !is_mark && sum_[d] <= options_.prune[d];
      const bool keeps_count = d + 1 == order_ || path_[0] == kBoundary;
      symbol_[d].push_back(path_[d] | (is_left_out ? kLeftOut : 0));
      count_[d].push_back(keeps_count && !is_mark ? trie_.codes_.encode(sum_[d]) : 0);
      if (d + 1 < order_) first_child_[d].push_back(child_[d]);
      if (path_[0] == kBoundary) trie_.of_sentence_begin_[d] = static_cast<NodeIndex>(symbol_[d].size());
      if (d > 0) sum_[d - 1] = checked_add(sum_[d - 1], sum_[d]);
    }
  }

  SentenceTrie& trie_;
  const SentenceOptions& options_;
  unsigned order_, open_ = 0;
  Symbol path_[EntryReader::kMaxWindow] = {};
  Count sum_[EntryReader::kMaxWindow] = {};
  NodeIndex child_[EntryReader::kMaxWindow] = {};
  std::vector<Spool<std::uint32_t>> symbol_, count_;
  std::vector<Spool<NodeIndex>> first_child_;
};

SentenceTrie::SentenceTrie(const CountFileReader& file, const SentenceOptions& options, JobControl& control)
    : path_(file.path()), budget_(options.budget), levels_(options.order), of_sentence_begin_(options.order) {
  if (options.order < 2 || options.order > file.header().order + 1 || options.prune.size() != options.order) {
    throw std::invalid_argument("order must be 2 to " + std::to_string(file.header().order + 1));
  }
  Builder builder(*this, options);
  WindowBalance balance(file.header().order);
  EntryReader entry = file.entry_reader();
  std::vector<std::uint8_t> buffer;
  for (std::size_t b = 0; b < file.blocks(); ++b) {
    control.check();
    file.for_entries(b, buffer, entry, [&](const EntryReader& e) {
      balance.add(e);
      builder.add(e.symbols(), e.shared(), e.count());
    });
    control.advance(file.block(b).entries);
  }
  builder.finish();
  balance.require(file);
  const SentenceLevel& units = level(1);
  const std::size_t expected = file.header().units > 0 ? file.header().symbols.size() + 2 : 0;
  bool is_sound = units.size() == expected;
  for (std::size_t i = 0; is_sound && i + 1 < units.size(); ++i) is_sound = (units.symbol[i] & ~kLeftOut) == i;
  if (!is_sound) throw FormatError(path_, 0, kContradiction);
}

void SentenceTrie::link(unsigned threads, JobControl& control) {
  for (unsigned k = 2; k <= order(); ++k) {
    link_level(k, threads, control);
    count_left(k - 1, control);
    release_if_much();
  }
}

void SentenceTrie::link_level(unsigned order, unsigned threads, JobControl& control) {
  SentenceLevel& own = level(order);
  const SentenceLevel& parents = level(order - 1);
  own.suffix = make_paged<NodeIndex>(own.size(), column_bytes(), budget_.temp_dir);
  NodeIndex* const suffix = own.suffix.data();
  if (order == 2) {
    for (std::size_t i = 0; i < own.size(); ++i) {
      const Symbol symbol = own.symbol[i] & ~kLeftOut;
      suffix[i] = symbol == kBoundary ? end_mark() : symbol;
    }
    return control.advance(own.size());
  }
  const SentenceLevel& contexts = level(order - 2);
  run_workers(threads, control, [&](unsigned worker) {
    constexpr std::size_t kAhead = 12;
    const std::size_t end = share_begin(parents.size(), worker + 1, threads);
    for (std::size_t x = share_begin(parents.size(), worker, threads); x < end; ++x) {
      if (x % kStride == 0) {
        control.check();
        release_if_much();
      }
      if (x + 2 * kAhead < end) prefetch(&contexts.first_child[parents.suffix[x + 2 * kAhead]]);
      if (x + kAhead < end) {
        const NodeIndex s = parents.suffix[x + kAhead];
        prefetch(&parents.symbol[(contexts.first_child[s] + contexts.first_child[s + 1]) / 2]);
      }
      const NodeIndex s = parents.suffix[x];
      const std::uint32_t* const below = parents.symbol.data();
      const std::uint32_t* at = below + contexts.first_child[s];
      const std::uint32_t* const last = below + contexts.first_child[s + 1];
      for (NodeIndex c = parents.first_child[x]; c < parents.first_child[x + 1]; ++c) {
        const Symbol symbol = own.symbol[c] & ~kLeftOut;
        at = std::lower_bound(at, last, symbol,
                              [](std::uint32_t marked, Symbol wanted) { return (marked & ~kLeftOut) < wanted; });
        if (at == last || (*at & ~kLeftOut) != symbol) throw FormatError(path_, 0, kContradiction);
        suffix[c] = static_cast<NodeIndex>(at - below);
      }
    }
  });
  control.advance(own.size());
}

/// Every n-gram of one more symbol is a left neighbour of its suffix.
void SentenceTrie::count_left(unsigned order, JobControl& control) {
  std::uint32_t* const count = level(order).count.data();
  const SentenceLevel& longer = level(order + 1);
  const NodeIndex counted_already = of_sentence_begin_[order - 1];
  for (std::size_t i = 0; i < longer.size(); ++i) {
    if (i % kStride == 0) {
      control.check();
      release_if_much();
    }
    const NodeIndex s = longer.suffix[i];
    if (s >= counted_already) ++count[s];
  }
}

void SentenceTrie::release_if_much() const noexcept {
  if (budget_.is_limited() && mapped_memory_exceeds(budget_)) release();
}

void SentenceTrie::release() const noexcept {
  for (const SentenceLevel& level : levels_) {
    level.symbol.release();
    level.first_child.release();
    level.count.release();
    level.suffix.release();
  }
}

}  // namespace newword
