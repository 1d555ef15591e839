// A whole run of a session, and everything it found as numbers to compare.
#pragma once

#include "newword/door/counting.hpp"
#include "newword/door/lattice_passes.hpp"
#include "newword/door/searching.hpp"
#include "tests/check.hpp"

namespace newword::test {

using Numbers = std::vector<double>;

/// Looks at work as Python does: it runs on a thread of its own.
inline const Watch kWatched = {[](std::uint64_t, std::uint64_t) {}};

template <class Range>
void add(Numbers& found, const Range& range) {
  for (const auto value : range) found.push_back(static_cast<double>(value));
}

inline void add_columns(Numbers& found, const Columns& columns) {
  for (const std::vector<double>& column : columns) add(found, column);
}

inline void add_edges(Numbers& found, const EdgeMeans& edges) {
  for (const Columns* columns : {&edges.left, &edges.right, &edges.both, &edges.inner}) add_columns(found, *columns);
}

inline void add_table(Numbers& found, const NgramTable& table) {
  for (unsigned order = 1; order <= table.max_order(); ++order) {
    const Level& level = table.level(order);
    found.push_back(static_cast<double>(level.size()));
    add(found, level.symbol.span());
    add(found, level.count.span());
    add(found, level.left_variety.span());
    add(found, level.right_variety.span());
    add(found, level.left_entropy.span());
    add(found, level.right_entropy.span());
    if (order > 1) add(found, level.cohesion.span());
  }
}

inline void add_counts(Numbers& found, Session& session, const Watch& watch) {
  add_table(found, *count_ngrams(session, 4, 2, 1 << 16, watch));
}

inline void add_pieces(Numbers& found, Session& session, const Watch& watch) {
  const std::shared_ptr<NgramTable> table = session.table();
  KeptNgrams kept(table->max_order() + 1);
  for (unsigned order = 1; order <= table->max_order(); ++order) {
    kept[order].assign(table->level(order).size(), order > 1);
  }
  for (const Piece& piece : connect(session, kept, 1, watch)) {
    found.push_back(static_cast<double>(piece.count));
    add(found, piece.symbols);
  }
}

inline void add_occurrences(Numbers& found, Session& session, const Watch& watch) {
  for (const Occurrences& one : find_strings(session, {"机器", "机器学习", "学A习"}, 3, watch).occurrences) {
    found.push_back(static_cast<double>(one.count));
    found.push_back(one.left_entropy);
    found.push_back(one.right_entropy);
    add(found, one.sample);
  }
}

inline void add_words(Numbers& found, Session& session, const Watch& watch) {
  ExpectationOptions options;
  options.passes = 2;
  options.with_pair_edges = true;
  options.sample_of_2_32 = std::uint64_t{3} << 30;
  const Posteriors posteriors = expect(session, options, watch);
  for (const Columns* columns : {&posteriors.probability, &posteriors.expected, &posteriors.significance}) {
    add_columns(found, *columns);
  }
  add_edges(found, posteriors.edges);
  add_edges(found, posteriors.pair_edges);
  add(found, posteriors.begins.span());
  add(found, session.lattice()->of_units(posteriors.begins));

  const Segmentation segmentation = segment(session, posteriors.probability, 1e-9, true, watch);
  found.push_back(static_cast<double>(segmentation.words));
  add_columns(found, segmentation.count);
  add_edges(found, segmentation.edges);
  add(found, segmentation.begins.span());
}

inline void add_tags(Numbers& found, Session& session, const Watch& watch) {
  // The scheme of Su (2016).
  constexpr TagWeights kWeights = {
      {{1, 0, 0, 0, 0, 0, -.8}, {0, 1, 0, 0, 0, 0, -2}, {0, 0, 1, 0, 0, 0, -2}, {0, 0, 1, 0, 0, 0, -3}}};
  const TagPosteriors tags = find_tag_posteriors(session, kWeights, watch);
  for (const Columns* columns : {&tags.words, &tags.expected, &tags.left, &tags.right, &tags.joined}) {
    add_columns(found, *columns);
  }
  const TextGaps gaps = find_text_gaps(session, watch);
  for (const GapEvidence& gap : gaps.gaps) add(found, gap);
  add(found, gaps.are_first);
}

/// Counts, connects, searches and segments; all results one after the other.
inline Numbers digest(Session& session, const Watch& watch = kWatched) {
  Numbers found;
  add_counts(found, session, watch);
  add_pieces(found, session, watch);
  add_occurrences(found, session, watch);
  add_words(found, session, watch);
  add_tags(found, session, watch);
  return found;
}

}  // namespace newword::test
