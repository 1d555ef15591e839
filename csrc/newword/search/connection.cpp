#include "newword/search/connection.hpp"

#include <algorithm>
#include <memory>
#include <type_traits>

#include "newword/system/errors.hpp"

namespace newword {

namespace {

/// Finds the cuts of one stretch of text. A cut depends on the kept n-grams that begin within
/// max_order - 1 units before it and on nothing else, so a stretch may begin anywhere.
template <class Number>
class Cutter {
 public:
  Cutter(std::span<const Number> text, const Matcher& matcher, const JobControl& control)
      : text_(text), matcher_(&matcher), control_(&control), matches_(kWindow) {
    counts_.ngrams.resize(matcher.id_end());
  }

  /// Counts the pieces that begin in first..end.
  void count(std::size_t first, std::size_t end) {
    const std::size_t order = matcher_->max_order();
    std::size_t at = first > order ? first - order : 0;
    std::size_t reach = at;  // no cut before here
    std::size_t piece = kNone;
    std::size_t first_short = kNone;  // first place of the piece where no n-gram of full order begins
    Match at_piece;
    while (at < text_.size()) {
      control_->check();
      const std::size_t window = std::min(kWindow, text_.size() - at);
      matcher_->match(text_.data() + at, window, matches_.data());
      for (std::size_t i = at; i < at + window; ++i) {
        const Match match = matches_[i - at];
        if (reach <= i) {
          if (piece != kNone) take(piece, i, at_piece, first_short);
          if (i >= end) return;
          piece = i >= first && text_[i] != kBoundary ? i : kNone;
          at_piece = match;
          first_short = kNone;
          reach = i + 1;
        }
        if (match.size < order && first_short == kNone) first_short = i;
        reach = std::max(reach, i + match.size);
      }
      at += window;
    }
  }

  [[nodiscard]] PieceCounts& counts() { return counts_; }

 private:
  static constexpr std::size_t kNone = SIZE_MAX;
  static constexpr std::size_t kWindow = 1 << 14;

  /// Counts the piece begin..end if it holds together.
  void take(std::size_t begin, std::size_t end, const Match& at_begin, std::size_t first_short) {
    const std::size_t size = end - begin, order = matcher_->max_order();
    if (size == 1) return;
    if (size <= order) {
      if (at_begin.size == size) ++counts_.ngrams[at_begin.id];
    } else if (first_short > end - order) {
      ++counts_.long_ones[{text_.begin() + static_cast<std::ptrdiff_t>(begin),
                           text_.begin() + static_cast<std::ptrdiff_t>(end)}];
    }
  }

  std::span<const Number> text_;
  const Matcher* matcher_;
  const JobControl* control_;
  std::vector<Match> matches_;
  PieceCounts counts_;
};

PieceCounts sum(std::vector<PieceCounts> parts) {
  PieceCounts total = std::move(parts.front());
  for (std::size_t p = 1; p < parts.size(); ++p) {
    for (std::size_t id = 0; id < total.ngrams.size(); ++id) {
      total.ngrams[id] = checked_add(total.ngrams[id], parts[p].ngrams[id]);
    }
    for (const auto& [symbols, count] : parts[p].long_ones) {
      Count& sum = total.long_ones[symbols];
      sum = checked_add(sum, count);
    }
  }
  return total;
}

template <class Number>
PieceCounts count_in(const Text& whole, std::span<const Number> text, const Matcher& matcher, unsigned threads,
                     JobControl& control) {
  constexpr std::size_t kShare = 1 << 20;
  control.expect(text.size());
  const std::size_t shares = (text.size() + kShare - 1) / kShare;
  Tickets tickets(shares);
  std::vector<PieceCounts> parts(threads);
  run_workers(threads, control, [&](unsigned worker) {
    Cutter<Number> cutter(text, matcher, control);
    for (std::size_t share; (share = tickets.take()) < shares;) {
      const std::size_t end = std::min(text.size(), (share + 1) * kShare);
      cutter.count(share * kShare, end);
      control.advance(end - share * kShare);
      whole.release(share * kShare, end);
    }
    parts[worker] = std::move(cutter.counts());
  });
  return sum(std::move(parts));
}

}  // namespace

PieceCounts count_pieces(const Text& text, const Matcher& matcher, unsigned threads, JobControl& control) {
  return text.visit([&](auto symbols) { return count_in(text, symbols, matcher, threads, control); });
}

std::vector<Piece> frequent_pieces(const NgramTable& table, const Matcher& matcher, const PieceCounts& counts,
                                   Count min_count) {
  std::vector<Piece> pieces;
  for (std::uint32_t id = 1; id < counts.ngrams.size(); ++id) {
    if (counts.ngrams[id] == 0 || counts.ngrams[id] < min_count) continue;
    const NgramRef ngram = matcher.ngram_of(id);
    pieces.push_back({table.symbols_of(ngram), ngram, counts.ngrams[id]});
  }
  for (const auto& [symbols, count] : counts.long_ones) {
    if (count >= min_count) pieces.push_back({symbols, {0, 0}, count});
  }
  return pieces;
}

std::vector<Piece> connect(const Text& text, const NgramTable& table, const Matcher& matcher, Count min_count,
                           unsigned threads, JobControl& control) {
  return frequent_pieces(table, matcher, count_pieces(text, matcher, threads, control), min_count);
}

}  // namespace newword
