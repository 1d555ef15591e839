#include "newword/connection.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <type_traits>

#include "newword/errors.hpp"

namespace newword {

namespace {

template <class Number>
std::uint64_t hash_of(const Number* symbols, std::size_t size) {
  std::uint64_t hash = size;
  for (std::size_t i = 0; i < size; ++i) {
    hash = (hash ^ symbols[i]) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 32;
  }
  return hash;
}

/// Counts distinct pieces. Open addressing; equal hashes are compared symbol by symbol.
template <class Number>
class PieceTable {
 public:
  explicit PieceTable(const Number* text) : text_(text), places_(1 << 12, kFree) {}

  void add(std::size_t begin, std::uint32_t size, Count count) {
    if (pieces_.size() * 2 >= places_.size()) grow();
    const std::uint64_t hash = hash_of(text_ + begin, size);
    std::size_t place = hash & (places_.size() - 1);
    for (; places_[place] != kFree; place = (place + 1) & (places_.size() - 1)) {
      const std::uint32_t i = places_[place];
      if (hashes_[i] == hash && is_same(pieces_[i], begin, size)) {
        pieces_[i].count = checked_add(pieces_[i].count, count);
        return;
      }
    }
    places_[place] = narrow<std::uint32_t>(pieces_.size());
    pieces_.push_back({begin, size, count});
    hashes_.push_back(hash);
  }

  void add_all(const PieceTable& other) {
    for (const Piece& piece : other.pieces_) add(piece.begin, piece.size, piece.count);
  }

  [[nodiscard]] std::vector<Piece>& pieces() { return pieces_; }

 private:
  static constexpr std::uint32_t kFree = UINT32_MAX;

  bool is_same(const Piece& piece, std::size_t begin, std::uint32_t size) const {
    return piece.size == size && std::equal(text_ + begin, text_ + begin + size, text_ + piece.begin);
  }

  void grow() {
    std::vector<std::uint32_t> places(places_.size() * 2, kFree);
    for (std::uint32_t i = 0; i < pieces_.size(); ++i) {
      std::size_t place = hashes_[i] & (places.size() - 1);
      while (places[place] != kFree) place = (place + 1) & (places.size() - 1);
      places[place] = i;
    }
    places_ = std::move(places);
  }

  const Number* text_;
  std::vector<std::uint32_t> places_;
  std::vector<Piece> pieces_;
  std::vector<std::uint64_t> hashes_;
};

/// Finds the cuts of one stretch of text. A cut depends on the kept n-grams that begin within
/// max_order - 1 units before it and on nothing else, so a stretch may begin anywhere.
template <class Number>
class Cutter {
 public:
  Cutter(std::span<const Number> text, const Matcher& matcher, JobControl& control)
      : text_(text), matcher_(&matcher), control_(&control), lengths_(kWindow) {}

  /// Counts the pieces that begin in first..end.
  void count(std::size_t first, std::size_t end, PieceTable<Number>& table) {
    const std::size_t before = matcher_->table().max_order();
    std::size_t at = first > before ? first - before : 0;
    std::size_t reach = at, piece = kNone;
    while (at < text_.size()) {
      control_->check();
      const std::size_t window = std::min(kWindow, text_.size() - at);
      matcher_->match(text_.data() + at, window, lengths_.data());
      for (std::size_t i = at; i < at + window; ++i) {
        if (reach <= i) {
          if (piece != kNone && i - piece >= 2) table.add(piece, narrow<std::uint32_t>(i - piece), 1);
          if (i >= end) return;
          piece = i >= first && text_[i] != kBoundary ? i : kNone;
          reach = i + 1;
        }
        reach = std::max(reach, i + lengths_[i - at]);
      }
      at += window;
    }
  }

 private:
  static constexpr std::size_t kNone = SIZE_MAX;
  static constexpr std::size_t kWindow = 1 << 15;

  std::span<const Number> text_;
  const Matcher* matcher_;
  JobControl* control_;
  std::vector<std::uint8_t> lengths_;
};

bool holds_together(std::span<const Symbol> piece, const Matcher& matcher) {
  if (piece.size() <= 2) return true;
  const std::size_t window = std::min<std::size_t>(piece.size(), matcher.table().max_order());
  for (std::size_t i = 0; i + window <= piece.size(); ++i) {
    const auto ngram = matcher.table().find(piece.subspan(i, window));
    if (!ngram || !matcher.is_kept(*ngram)) return false;
  }
  return true;
}

template <class Number>
std::vector<Piece> connect_symbols(std::span<const Number> text, const Matcher& matcher, Count min_count,
                                   unsigned threads, JobControl& control) {
  control.expect(text.size());
  constexpr std::size_t kShare = 1 << 21;
  const std::size_t shares = (text.size() + kShare - 1) / kShare;
  std::vector<std::unique_ptr<PieceTable<Number>>> tables(threads);
  Tickets tickets(shares);
  run_workers(threads, control, [&](unsigned worker) {
    tables[worker] = std::make_unique<PieceTable<Number>>(text.data());
    Cutter<Number> cutter(text, matcher, control);
    for (std::size_t share; (share = tickets.take()) < shares;) {
      const std::size_t end = std::min(text.size(), (share + 1) * kShare);
      cutter.count(share * kShare, end, *tables[worker]);
      control.advance(end - share * kShare);
    }
  });
  for (unsigned worker = 1; worker < threads; ++worker) {
    control.check();
    tables[0]->add_all(*tables[worker]);
    tables[worker].reset();
  }
  std::vector<Piece> pieces = std::move(tables[0]->pieces());
  std::vector<Symbol> symbols;
  std::erase_if(pieces, [&](const Piece& piece) {
    if (piece.count < min_count) return true;
    symbols.assign(text.begin() + static_cast<std::ptrdiff_t>(piece.begin),
                   text.begin() + static_cast<std::ptrdiff_t>(piece.begin + piece.size));
    return !holds_together(symbols, matcher);
  });
  control.check();
  std::sort(pieces.begin(), pieces.end(), [&](const Piece& a, const Piece& b) {
    if (a.count != b.count) return a.count > b.count;
    if (a.size != b.size) return a.size < b.size;
    const Number* const x = text.data() + a.begin;
    const Number* const y = text.data() + b.begin;
    return std::lexicographical_compare(x, x + a.size, y, y + b.size);
  });
  return pieces;
}

}  // namespace

std::vector<Piece> connect(const Text& text, const Matcher& matcher, Count min_count, unsigned threads,
                           JobControl& control) {
  return text.visit([&](auto symbols) {
    return connect_symbols(symbols, matcher, min_count, threads, control);
  });
}

}  // namespace newword
