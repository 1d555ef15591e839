#include "newword/tag_cutter.hpp"

#include <algorithm>

namespace newword {

namespace {

constexpr unsigned kTags = 5;  // by units of the word so far: 1, 2, 3, 4, more

/// The best tags into every unit.
class TagLattice {
 public:
  explicit TagLattice(const TagWeights& weights) : weights_(weights) {}

  /// Finds the ends of words of a run of gaps.size() units.
  void find(const std::vector<GapEvidence>& gaps, std::vector<std::size_t>& ends) {
    from_.assign(gaps.size() * kTags, 0);
    std::array<double, kTags> best = {0, kNever, kNever, kNever, kNever};
    for (std::size_t i = 1; i < gaps.size(); ++i) {
      std::array<double, kTags> next;
      const auto longest = static_cast<unsigned>(std::max_element(best.begin(), best.end()) - best.begin());
      next[0] = best[longest];
      from_[i * kTags] = static_cast<std::uint8_t>(longest);
      for (unsigned tag = 1; tag < kTags; ++tag) {
        next[tag] = best[tag - 1] + join(gaps[i], tag - 1);
        from_[i * kTags + tag] = static_cast<std::uint8_t>(tag - 1);
      }
      const double later = best[kTags - 1] + join(gaps[i], kTags - 2);
      if (later > next[kTags - 1]) {
        next[kTags - 1] = later;
        from_[i * kTags + kTags - 1] = kTags - 1;
      }
      best = next;
    }
    auto tag = static_cast<unsigned>(std::max_element(best.begin(), best.end()) - best.begin());
    ends.assign(1, gaps.size());
    for (std::size_t i = gaps.size() - 1; i > 0; --i) {
      if (tag == 0) ends.push_back(i);
      tag = from_[i * kTags + tag];
    }
    std::reverse(ends.begin(), ends.end());
  }

 private:
  static constexpr double kNever = -1e300;

  [[nodiscard]] double join(const GapEvidence& gap, unsigned row) const {
    const GapWeights& weights = weights_[row];
    double sum = weights[kEvidences];
    for (std::size_t k = 0; k < kEvidences; ++k) sum += weights[k] * gap[k];
    return sum;
  }

  const TagWeights& weights_;
  std::vector<std::uint8_t> from_;
};

}  // namespace

std::vector<TextItem> TagCutter::items_of(std::string_view text) const {
  std::vector<TextItem> items;
  ItemSplitter(model_->classes())
      .split(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), model_->numbers(), items);
  return items;
}

void TagCutter::find_run(const std::vector<TextItem>& items, std::size_t begin, std::size_t size,
                         std::vector<Token>& tokens, std::vector<GapEvidence>& gaps) const {
  tokens.clear();
  for (std::size_t i = begin; i < begin + size; ++i) tokens.push_back(model_->of_unit(items[i].unit));
  newword::find_evidence(*model_, tokens, gaps);
}

void TagCutter::cut(std::string_view text, std::vector<CutPiece>& pieces) const {
  const std::vector<TextItem> items = items_of(text);
  std::vector<Token> tokens;
  std::vector<GapEvidence> gaps;
  std::vector<std::size_t> ends;
  TagLattice lattice(weights_);
  PieceMaker maker(text, items, pieces);
  for_runs(items, kLongestRun, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return maker.add_other(begin);
    find_run(items, begin, size, tokens, gaps);
    lattice.find(gaps, ends);
    for (const std::size_t end : ends) maker.add_word(begin + end - 1);
  });
}

void TagCutter::write_cut(std::string_view text, std::string_view separator, std::string& to) const {
  std::vector<CutPiece> pieces;
  cut(text, pieces);
  write_pieces(text, pieces, separator, to);
}

std::size_t TagCutter::safe_end(std::string_view text) const { return safe_end_of(text, items_of(text)); }

void TagCutter::find_evidence(std::string_view text, std::vector<GapEvidence>& gaps,
                              std::vector<std::uint32_t>& begins) const {
  const std::vector<TextItem> items = items_of(text);
  std::vector<Token> tokens;
  std::vector<GapEvidence> of_run;
  for_runs(items, kLongestRun, [&](std::size_t begin, std::size_t size, bool are_units) {
    if (!are_units) return;
    find_run(items, begin, size, tokens, of_run);
    gaps.insert(gaps.end(), of_run.begin(), of_run.end());
    for (std::size_t i = begin; i < begin + size; ++i) begins.push_back(items[i].begin);
  });
}

}  // namespace newword
