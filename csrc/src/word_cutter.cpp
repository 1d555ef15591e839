#include "newword/word_cutter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "newword/errors.hpp"

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

bool begins_with_digit(std::string_view text) {
  if (text.empty()) return false;
  if (text[0] >= '0' && text[0] <= '9') return true;
  return text.size() >= 3 && text.substr(0, 2) == "\xEF\xBC" && text[2] >= '\x90' && text[2] <= '\x99';
}

bool ends_with_digit(std::string_view text) {
  if (text.empty()) return false;
  if (text.back() >= '0' && text.back() <= '9') return true;
  return text.size() >= 3 && begins_with_digit(text.substr(text.size() - 3));
}

bool begins_with_three_digits(std::string_view text) {
  for (int digits = 0; digits < 3; ++digits) {
    if (!begins_with_digit(text)) return false;
    text.remove_prefix(text[0] >= '0' && text[0] <= '9' ? 1 : 3);
  }
  return !begins_with_digit(text);
}

bool is_percent(std::string_view mark) { return mark == "%" || mark == "％" || mark == "‰"; }
bool is_colon(std::string_view mark) { return mark == ":" || mark == "："; }
bool is_comma(std::string_view mark) { return mark == "," || mark == "，"; }

/// Whether a mark behind a number, and before `after`, belongs to it.
bool goes_on_number(std::string_view mark, std::string_view after) {
  return is_percent(mark) || (is_colon(mark) && begins_with_digit(after)) ||
         (is_comma(mark) && begins_with_three_digits(after));
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

WordCutter::WordCutter(const std::vector<std::string>& words)
    : moves_(characters(words)), node_of_unit_(1), word_of_node_(1, kNoWord), word_of_unit_(1, kNoWord) {
  ItemSplitter splitter(classes_);
  std::vector<TextItem> items;
  std::vector<std::uint32_t> units;
  for (const std::string& word : words) {
    splitter.split_and_intern(bytes_of(word), word.size(), numbers_, items);
    units.clear();
    for (const TextItem& item : items) units.push_back(item.unit);
    const bool is_word = !units.empty() && units.size() <= kLongestWord &&
                         std::find(units.begin(), units.end(), 0u) == units.end();
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

void WordCutter::add_units(std::string_view text) {
  ItemSplitter splitter(classes_);
  std::vector<TextItem> items;
  splitter.split_and_intern(bytes_of(text), text.size(), numbers_, items);
  node_of_unit_.resize(numbers_.size() + 1);
  word_of_unit_.resize(numbers_.size() + 1, kNoWord);
  for (const TextItem& item : items) {
    if (item.kind != TextItem::Kind::kUnit || word_of_unit_[item.unit] != kNoWord) continue;
    word_of_unit_[item.unit] = narrow<std::uint32_t>(words_++);
  }
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

/// Calls visit(first item, items, are units) for every stretch of units and for every item between runs.
template <class Visit>
void WordCutter::for_runs(std::string_view text, std::size_t longest, std::vector<TextItem>& items,
                          const Visit& visit) const {
  ItemSplitter(classes_).split(bytes_of(text), text.size(), numbers_, items);
  for (std::size_t i = 0; i < items.size();) {
    std::size_t end = i;
    while (end < items.size() && end - i < longest && items[end].kind == TextItem::Kind::kUnit) ++end;
    if (end == i) {
      visit(i, 1, false);
      ++i;
    } else {
      visit(i, end - i, true);
      i = end;
    }
  }
}

void WordCutter::find_best(const TextItem* run, std::size_t size, std::span<const double> logarithms,
                           double unknown, Lattice& lattice) const {
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
  std::vector<TextItem> items;
  for_runs(text, kLongestRun, items, [&](std::size_t begin, std::size_t size, bool are_units) {
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
  std::vector<TextItem> items;
  Lattice lattice;
  struct Edge {
    std::uint32_t word;
    std::uint32_t begin, end;
    double weight;
  };
  std::vector<Edge> edges;
  for_runs(text, kLearnedRun, items, [&](std::size_t begin, std::size_t size, bool are_units) {
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
  std::vector<TextItem> items;
  Lattice lattice;
  std::vector<std::size_t> ends;
  const auto end_of = [&](std::size_t item) {
    return item + 1 < items.size() ? items[item + 1].begin : static_cast<std::uint32_t>(text.size());
  };
  bool number_goes_on = false;
  for_runs(text, kLongestRun, items, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) {
      const std::uint32_t first = items[begin].begin, last = end_of(begin);
      const std::string_view mark = text.substr(first, last - first), after = text.substr(last);
      const bool is_space = items[begin].kind == TextItem::Kind::kSpace;
      if (!is_space && !number_goes_on && ends_with_digit(text.substr(0, first)) && goes_on_number(mark, after)) {
        pieces.back().end = last;
        number_goes_on = !is_percent(mark);
      } else {
        pieces.push_back({last, is_space ? CutPiece::Kind::kSpace : CutPiece::Kind::kOther});
        number_goes_on = false;
      }
      return;
    }
    find_best(&items[begin], size, logarithms, unknown, lattice);
    ends.clear();
    for (std::size_t end = size; end > 0; end -= lattice.length[end]) ends.push_back(end);
    for (auto end = ends.rbegin(); end != ends.rend(); ++end) {
      const std::uint32_t last = end_of(begin + *end - 1);
      if (number_goes_on) {
        pieces.back().end = last;
      } else {
        pieces.push_back({last, CutPiece::Kind::kWord});
      }
      number_goes_on = false;
    }
  });
}

std::size_t WordCutter::safe_end(std::string_view text) const {
  std::vector<TextItem> items;
  ItemSplitter(classes_).split(bytes_of(text), text.size(), numbers_, items);
  // The last item may go on behind the end, and so may a number.
  for (std::size_t i = items.size(); i-- > 1;) {
    const std::string_view before = text.substr(items[i - 1].begin, items[i].begin - items[i - 1].begin);
    const bool is_mark = is_percent(before) || is_colon(before) || is_comma(before);
    if (items[i - 1].kind == TextItem::Kind::kOther && !is_mark) return items[i].begin;
  }
  return 0;
}

void WordCutter::write_cut(std::string_view text, std::span<const double> logarithms, std::string_view separator,
                           std::string& to) const {
  std::vector<CutPiece> pieces;
  cut(text, logarithms, pieces);
  to.reserve(to.size() + text.size() + pieces.size() * separator.size());
  std::uint32_t begin = 0;
  bool is_open = false;  // the last piece wants a separator
  for (const CutPiece& piece : pieces) {
    const bool is_space = piece.kind == CutPiece::Kind::kSpace;
    if (is_open && !is_space) to += separator;
    to += text.substr(begin, piece.end - begin);
    begin = piece.end;
    is_open = !is_space;
  }
}

}  // namespace newword
