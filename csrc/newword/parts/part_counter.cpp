#include "newword/parts/part_counter.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "newword/count/trie_assembly.hpp"
#include "newword/count_build/large_weights.hpp"
#include "newword/count_build/weighted_counter.hpp"
#include "newword/count_file/count_codec.hpp"
#include "newword/system/errors.hpp"

namespace newword {

namespace {

template <class Number>
class PartCounter {
 public:
  using Counter = WeightedCounter<Number>;

  PartCounter(const std::vector<std::string>& blobs, const WindowPart& part, const std::vector<Count>& histogram,
              unsigned max_order, Count min_count, const JobControl& control)
      : blobs_(blobs),
        part_(part),
        codes_(histogram),
        symbols_(histogram.size()),
        max_order_(max_order),
        min_count_(min_count),
        control_(control),
        depth_(part.prefix == kBoundary ? 1 : 2),
        windows_(part.last - part.first),
        weights_(part.last - part.first) {}

  CountedPart run() {
    CountedPart counted;
    if (depth_ == 2) {
      NeighbourTally left(symbols_ - 1), right(symbols_ - 1);
      for_windows([&](const Symbol* s, Count count) {
        left.add(s[0], count);
        right.add(s[2], count);
        tally(s, count);
      });
      counted.left = pairs_of(left);
      counted.right = pairs_of(right);
    } else {
      for_windows([&](const Symbol* s, Count count) { tally(s, count); });
    }
    collect();
    Counter counter(symbols_ - 1, max_order_, min_count_, terms_, large_.all(), SIZE_MAX / 2, "", control_);
    count(counter);
    for (unsigned depth = 1; depth <= max_order_; ++depth) {
      const Paged<FoundNode> found = counter.found(depth).take();
      counted.nodes.emplace_back(found.data(), found.data() + found.size());
    }
    return counted;
  }

 private:
  /// Symbols in the record of a window: the left neighbour and what follows the n-gram of depth_ units.
  [[nodiscard]] unsigned nexts() const { return max_order_ + 1 - depth_; }
  [[nodiscard]] std::size_t stride() const { return 1 + nexts() + Counter::kWeightNumbers; }

  template <class Take>
  void for_windows(const Take& take) const {
    for (const std::string& blob : blobs_) {
      control_.check();
      EntryReader entry(codes_, max_order_ + 1);
      const auto* const bytes = reinterpret_cast<const std::uint8_t*>(blob.data());
      entry.open(bytes, bytes + blob.size());
      while (entry.next()) {
        const Symbol* const s = entry.symbols();
        const bool is_ours = depth_ == 1 ? is_in_part(s[1]) : s[1] == part_.prefix && is_in_part(s[2]);
        if (!is_ours) throw std::invalid_argument("a window of another part");
        take(s, entry.count());
      }
      if (entry.problem() != nullptr) throw std::invalid_argument(std::string("windows of a part: ") + entry.problem());
    }
  }
  [[nodiscard]] bool is_in_part(Symbol s) const { return s - part_.first < part_.last - part_.first; }

  void tally(const Symbol* s, Count count) {
    ++windows_[s[depth_] - part_.first];
    weights_[s[depth_] - part_.first] = checked_add(weights_[s[depth_] - part_.first], count);
  }
  [[nodiscard]] bool is_wanted(std::size_t i) const {
    return weights_[i] >= min_count_ && windows_[i] > 0 && part_.first + i != kBoundary;
  }

  /// Records by the unit that ends the n-gram of depth_ units.
  void collect() {
    std::vector<std::size_t> next(windows_.size());
    std::size_t size = 0;
    for (std::size_t i = 0; i < windows_.size(); ++i) {
      next[i] = size;
      if (is_wanted(i)) size += windows_[i];
    }
    records_ = RawBuffer<Number>(size * stride());
    for_windows([&](const Symbol* s, Count count) {
      const std::size_t i = s[depth_] - part_.first;
      if (!is_wanted(i)) return;
      Number* const to = records_.data() + next[i]++ * stride();
      to[0] = static_cast<Number>(s[0]);
      for (unsigned k = 0; k < nexts(); ++k) to[1 + k] = static_cast<Number>(s[1 + depth_ + k]);
      const std::uint32_t weight = large_.code_of(count);
      std::memcpy(to + 1 + nexts(), &weight, sizeof weight);
    });
  }

  void count(Counter& counter) const {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < windows_.size(); ++i) {
      if (!is_wanted(i)) continue;
      counter.count(depth_, part_.first + static_cast<Symbol>(i), records_.data() + begin * stride(), windows_[i],
                    nexts());
      begin += windows_[i];
    }
  }

  static std::vector<std::pair<Symbol, Count>> pairs_of(NeighbourTally& tally) {
    std::vector<std::pair<Symbol, Count>> pairs;
    for (std::size_t i = 0; i < tally.distinct; ++i)
      pairs.emplace_back(tally.touched[i], tally.counts[tally.touched[i]]);
    std::sort(pairs.begin(), pairs.end());
    return pairs;
  }

  const std::vector<std::string>& blobs_;
  const WindowPart& part_;
  SymbolCodes codes_;
  std::size_t symbols_;  ///< the boundary included
  unsigned max_order_;
  Count min_count_;
  const JobControl& control_;
  unsigned depth_;  ///< of the n-grams that the part begins with
  std::vector<std::size_t> windows_;
  std::vector<Count> weights_;
  EntropyTerms terms_;
  LargeWeights large_;
  RawBuffer<Number> records_;
};

/// The node of a prefix, from all its parts.
Split split_of(const std::vector<WindowPart>& parts, const std::vector<CountedPart>& counted, std::size_t first,
               std::size_t last, std::size_t alphabet_size, const EntropyTerms& terms) {
  NeighbourTally left(alphabet_size), right(alphabet_size);
  Split split{parts[first].prefix, 1, 0};
  for (std::size_t p = first; p < last; ++p) {
    for (const auto& [symbol, count] : counted[p].left) {
      left.add(symbol, count);
      split.count = checked_add(split.count, count);
    }
    for (const auto& [symbol, count] : counted[p].right) right.add(symbol, count);
  }
  left.summarize(terms, split.count, split.left_variety, split.left_entropy);
  right.summarize(terms, split.count, split.right_variety, split.right_entropy);
  return split;
}

}  // namespace

CountedPart count_part(const std::vector<std::string>& blobs, const WindowPart& part,
                       const std::vector<Count>& histogram, unsigned max_order, Count min_count,
                       const JobControl& control) {
  if (max_order < 2 || max_order + 2 > EntryReader::kMaxWindow) throw std::invalid_argument("max_order must be 2..15");
  if (part.last > histogram.size() || part.first > part.last) throw std::invalid_argument("no such part");
  if (histogram.size() <= UINT16_MAX) {
    return PartCounter<std::uint16_t>(blobs, part, histogram, max_order, min_count, control).run();
  }
  return PartCounter<std::uint32_t>(blobs, part, histogram, max_order, min_count, control).run();
}

NgramTable join_parts(const std::vector<WindowPart>& parts, std::vector<CountedPart> counted, std::size_t alphabet_size,
                      unsigned max_order, std::uint64_t units, unsigned threads, const MemoryBudget& budget,
                      JobControl& control) {
  if (parts.size() != counted.size()) throw std::invalid_argument("every part must be counted");
  const EntropyTerms terms;
  std::vector<Step> steps;
  std::vector<Split> splits;
  Findings findings{};
  for (std::size_t p = 0; p < parts.size(); ++p) {
    const bool begins_split = parts[p].prefix != kBoundary && (p == 0 || parts[p - 1].prefix != parts[p].prefix);
    if (begins_split) {
      std::size_t last = p;
      while (last < parts.size() && parts[last].prefix == parts[p].prefix) ++last;
      steps.push_back({true, narrow<std::uint32_t>(splits.size())});
      splits.push_back(split_of(parts, counted, p, last, alphabet_size, terms));
    }
    steps.push_back({false, narrow<std::uint32_t>(p)});
    findings.owners.push_back(static_cast<unsigned>(p));
    FoundNodes found;
    for (unsigned d = 0; d < max_order; ++d) {
      std::vector<FoundNode>& nodes = counted[p].nodes.at(d);
      findings.spans.push_back({0, narrow<NodeIndex>(nodes.size())});
      RawBuffer<FoundNode> copy(nodes.size());
      std::copy(nodes.begin(), nodes.end(), copy.data());
      found.emplace_back(std::move(copy));
      nodes = {};
    }
    findings.found.push_back(std::move(found));
  }
  findings.steps = steps;
  findings.splits = splits;
  findings.max_order = max_order;
  findings.threads = threads;
  findings.budget = budget;
  findings.units = units;
  if (parts.empty()) findings.found.emplace_back(), findings.found.back().resize(max_order);
  return assemble(std::move(findings), control);
}

}  // namespace newword
