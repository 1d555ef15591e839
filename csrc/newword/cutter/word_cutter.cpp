#include "newword/cutter/word_cutter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "newword/system/errors.hpp"

namespace newword {

namespace {

constexpr double kNever = -std::numeric_limits<double>::infinity();
/// In relation to the best path no path weighs more than 1, so that the sums of all paths through so many
/// units stay below 2^512.
constexpr std::size_t kLearnedRun = 512;

std::size_t characters(const std::vector<std::string>& words) {
  std::size_t sum = 0;
  for (const std::string& word : words) {
    sum += static_cast<std::size_t>(
        std::count_if(word.begin(), word.end(), [](char b) { return (static_cast<unsigned char>(b) & 0xC0) != 0x80; }));
  }
  return sum;
}

const std::uint8_t* bytes_of(std::string_view text) { return reinterpret_cast<const std::uint8_t*>(text.data()); }

}  // namespace

/// The best path into every place of a run, and room for the sums of all paths.
struct WordCutter::Lattice {
  std::vector<double> best;
  std::vector<std::uint8_t> length;
  std::vector<double> before, after;

  void resize(std::size_t places) {
    if (best.size() >= places) return;
    for (auto* column : {&best, &before, &after}) column->resize(places);
    length.resize(places);
  }
};

WordCutter::WordCutter(const std::vector<std::string>& words, bool tokens)
    : tokens_(tokens),
      moves_(characters(words)),
      node_of_unit_(1),
      word_of_node_(1, kNoWord),
      word_of_unit_(1, kNoWord) {
  ItemSplitter splitter(classes_, tokens_);
  std::vector<TextItem> items;
  std::vector<std::uint32_t> units;
  for (const std::string& word : words) {
    splitter.split_and_intern(bytes_of(word), word.size(), numbers_, items);
    units.clear();
    for (const TextItem& item : items) units.push_back(item.unit);
    const bool is_word =
        !units.empty() && units.size() <= kLongestWord && std::find(units.begin(), units.end(), 0u) == units.end();
    node_of_unit_.resize(numbers_.size() + 1);
    word_of_unit_.resize(numbers_.size() + 1, kNoWord);
    if (is_word) {
      std::uint32_t& place = units.size() == 1 ? word_of_unit_[units[0]] : word_of_node_[add_path(units)];
      if (place == kNoWord) place = narrow<std::uint32_t>(words_);
    }
    ++words_;
  }
}

std::uint32_t WordCutter::add_path(std::span<const std::uint32_t> units) {
  const auto new_node = [&] {
    word_of_node_.push_back(kNoWord);
    return narrow<std::uint32_t>(word_of_node_.size() - 1);
  };
  if (node_of_unit_[units[0]] == 0) node_of_unit_[units[0]] = new_node();
  std::uint32_t node = node_of_unit_[units[0]];
  for (const std::uint32_t unit : units.subspan(1)) {
    std::uint32_t& next = moves_.at(node, unit);
    if (next == PairIndex::kNone) next = new_node();
    node = next;
  }
  return node;
}

std::string WordCutter::add_units(std::string_view text) {
  ItemSplitter splitter(classes_, tokens_);
  std::vector<TextItem> items;
  splitter.split_and_intern(bytes_of(text), text.size(), numbers_, items);
  node_of_unit_.resize(numbers_.size() + 1);
  word_of_unit_.resize(numbers_.size() + 1, kNoWord);
  std::string added;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const TextItem& item = items[i];
    if (item.kind != TextItem::Kind::kUnit || word_of_unit_[item.unit] != kNoWord) continue;
    word_of_unit_[item.unit] = narrow<std::uint32_t>(words_++);
    const std::size_t end = i + 1 < items.size() ? items[i + 1].begin : text.size();
    added.append(text.substr(item.begin, end - item.begin)).push_back('\n');
  }
  return added;
}

std::vector<std::uint32_t> WordCutter::units_of(std::string_view text) const {
  std::vector<std::uint32_t> words;
  for (const TextItem& item : items_of(text)) {
    words.push_back(item.kind == TextItem::Kind::kUnit ? word_of_unit_[item.unit] : kNoWord);
  }
  return words;
}

/// Calls visit(word, units) for every word that begins at `at`; a unit that is none is a word kNoWord.
template <class Visit>
void WordCutter::for_words(const TextItem* run, std::size_t size, std::size_t at, const Visit& visit) const {
  const std::uint32_t first = run[at].unit;
  visit(word_of_unit_[first], 1);
  std::uint32_t node = node_of_unit_[first];
  if (node == 0) return;
  const std::size_t end = std::min(size, at + kLongestWord);
  for (std::size_t i = at + 1; i < end; ++i) {
    if (run[i].unit == 0 || !moves_.may_hold(node, run[i].unit)) return;
    node = moves_.get(node, run[i].unit);
    if (node == PairIndex::kNone) return;
    if (word_of_node_[node] != kNoWord) visit(word_of_node_[node], i + 1 - at);
  }
}

std::vector<TextItem> WordCutter::items_of(std::string_view text) const {
  std::vector<TextItem> items;
  ItemSplitter(classes_, tokens_).split(bytes_of(text), text.size(), numbers_, items);
  return items;
}

void WordCutter::find_best(const TextItem* run, std::size_t size, std::span<const double> logarithms, double unknown,
                           Lattice& lattice) const {
  lattice.resize(size + 1);
  double* const best = lattice.best.data();
  best[0] = 0;
  std::fill(best + 1, best + size + 1, kNever);
  for (std::size_t i = 0; i < size; ++i) {
    for_words(run, size, i, [&](std::uint32_t word, std::size_t units) {
      const double path = best[i] + (word == kNoWord ? unknown : logarithms[word]);
      if (path < best[i + units] || path == kNever) return;
      best[i + units] = path;
      lattice.length[i + units] = static_cast<std::uint8_t>(units);
    });
    // A unit that must not be a word still has to be cut somehow.
    if (best[i + 1] == kNever) {
      best[i + 1] = best[i] + unknown;
      lattice.length[i + 1] = 1;
    }
  }
}

double WordCutter::least(std::span<const double> logarithms) const {
  if (logarithms.size() != words_) throw std::invalid_argument("one logarithm a word is needed");
  double least = 0;
  for (const double x : logarithms) {
    if (x != kNever) least = std::min(least, x);
  }
  return least;
}

void WordCutter::count(std::string_view text, std::span<double> counts) const {
  if (counts.size() != words_) throw std::invalid_argument("one count a word is needed");
  const std::vector<TextItem> items = items_of(text);
  for_runs(items, kLongestRun, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return;
    for (std::size_t i = 0; i < size; ++i) {
      for_words(&items[begin], size, i, [&](std::uint32_t word, std::size_t) {
        if (word != kNoWord) ++counts[word];
      });
    }
  });
}

void WordCutter::expect(std::string_view text, std::span<const double> logarithms, std::span<double> expected) const {
  if (expected.size() != words_) throw std::invalid_argument("one expected count a word is needed");
  const double unknown = least(logarithms);
  const std::vector<TextItem> items = items_of(text);
  Lattice lattice;
  struct Edge {
    std::uint32_t word;
    std::uint32_t begin, end;
    double weight;
  };
  std::vector<Edge> edges;
  for_runs(items, kLearnedRun, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return;
    find_best(&items[begin], size, logarithms, unknown, lattice);
    const std::vector<double>& best = lattice.best;
    edges.clear();
    std::fill_n(lattice.before.begin(), size + 1, 0.0);
    std::fill_n(lattice.after.begin(), size + 1, 0.0);
    lattice.before[0] = lattice.after[size] = 1;
    for (std::size_t i = 0; i < size; ++i) {
      for_words(&items[begin], size, i, [&](std::uint32_t word, std::size_t units) {
        const double own = word == kNoWord || (units == 1 && logarithms[word] == kNever) ? unknown : logarithms[word];
        if (own == kNever) return;
        const double weight = std::exp(own + best[i] - best[i + units]);
        edges.push_back({word, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + units), weight});
        lattice.before[i + units] += lattice.before[i] * weight;
      });
    }
    const double total = lattice.before[size];
    for (auto edge = edges.rbegin(); edge != edges.rend(); ++edge) {
      lattice.after[edge->begin] += edge->weight * lattice.after[edge->end];
    }
    for (const Edge& edge : edges) {
      if (edge.word == kNoWord) continue;
      expected[edge.word] += lattice.before[edge.begin] * edge.weight * lattice.after[edge.end] / total;
    }
  });
}

void WordCutter::cut(std::string_view text, std::span<const double> logarithms, std::vector<CutPiece>& pieces) const {
  const double unknown = least(logarithms);
  Lattice lattice;
  std::vector<std::size_t> ends;
  const std::vector<TextItem> items = items_of(text);
  PieceMaker maker(text, items, pieces);
  for_runs(items, kLongestRun, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return maker.add_other(begin);
    find_best(&items[begin], size, logarithms, unknown, lattice);
    ends.clear();
    for (std::size_t end = size; end > 0; end -= lattice.length[end]) ends.push_back(end);
    for (auto end = ends.rbegin(); end != ends.rend(); ++end) maker.add_word(begin + *end - 1);
  });
}

std::size_t WordCutter::safe_end(std::string_view text) const { return safe_end_of(text, items_of(text)); }

void WordCutter::write_cut(std::string_view text, std::span<const double> logarithms, std::string_view separator,
                           std::string& to) const {
  std::vector<CutPiece> pieces;
  cut(text, logarithms, pieces);
  write_pieces(text, pieces, separator, to);
}

}  // namespace newword
