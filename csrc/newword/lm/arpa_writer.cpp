#include "newword/lm/arpa_writer.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "newword/text/text.hpp"

namespace newword {

namespace {

constexpr std::size_t kPiece = std::size_t{1} << 15;  // n-grams a worker
constexpr std::size_t kLongestNumber = 16;

/// log10 of 0 < x < 1, within 1e-11; the same bits on every processor.
double log10_of(double x) {
  constexpr double kLog10Of2 = 0.30102999566398119521, kTwiceLog10OfE = 0.86858896380650365530;
  constexpr std::uint64_t kOne = 0x3FF0000000000000, kRootHalf = 0x3FE6A09E667F3BCD;
  // x = m 2^e with m in [sqrt(1/2), sqrt(2)); ln m = 2 atanh(s), |s| <= .1716.
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const std::uint64_t biased = (bits + (kOne - kRootHalf)) >> 52;
  const double m = std::bit_cast<double>(bits - (biased << 52) + kOne);
  const double e = static_cast<double>(static_cast<std::int64_t>(biased) - 1023);
  const double s = (m - 1) / (m + 1);
  const double z = s * s;
  double sum = 1.0 / 11;
  sum = sum * z + 1.0 / 9;
  sum = sum * z + 1.0 / 7;
  sum = sum * z + 1.0 / 5;
  sum = sum * z + 1.0 / 3;
  sum = sum * z + 1.0;
  return e * kLog10Of2 + kTwiceLog10OfE * (s * sum);
}

char* put(char* to, const char* from, std::size_t size) {
  std::memcpy(to, from, size);
  return to + size;
}

/// Writes log10(x) with 7 digits after the point, at most kLongestNumber characters; returns the place behind.
char* put_log10(char* to, double x) {
  if (x <= 0) return put(to, "-99", 3);
  if (x >= 1) return put(to, "0", 1);
  auto rest = static_cast<std::uint32_t>(-log10_of(x) * 1e7 + 0.5);  // x is a float: below 46e7
  std::uint32_t whole = rest / 10'000'000;
  rest %= 10'000'000;
  *to++ = '-';
  if (whole >= 10) {
    *to++ = static_cast<char>('0' + whole / 10);
    whole %= 10;
  }
  *to++ = static_cast<char>('0' + whole);
  *to++ = '.';
  for (char* at = to + 7; at > to; rest /= 10) *--at = static_cast<char>('0' + rest % 10);
  return to + 7;
}

}  // namespace

void append_log10(std::string& to, double x) {
  char number[kLongestNumber];
  to.append(number, put_log10(number, x));
}

ArpaWriter::ArpaWriter(const KneserNey& model, std::vector<std::string> units)
    : model_(model), words_(std::move(units)) {
  words_.insert(words_.begin(), "</s>");
}

const std::string& ArpaWriter::word(Symbol symbol, unsigned depth) const {
  return depth == 0 && symbol == kBoundary ? begin_ : words_[symbol];
}

bool ArpaWriter::next(std::string& piece, unsigned threads, JobControl& control) {
  piece.clear();
  if (order_ > model_.order()) return false;
  if (order_ == 0) {
    write_head(piece);
    write_units(piece);
    order_ = 2;
  } else {
    if (next_ == 0) piece += "\n\\" + std::to_string(order_) + "-grams:\n";
    const std::size_t size = model_.trie().level(order_).size();
    std::vector<std::string> parts(threads);
    run_workers(threads, control, [&](unsigned worker) {
      const std::size_t first = std::min(size, next_ + worker * kPiece);
      write_ngrams(first, std::min(size, first + kPiece), parts[worker]);
    });
    for (const std::string& part : parts) piece += part;
    control.advance(std::min(size, next_ + threads * kPiece) - next_);
    next_ = std::min(size, next_ + threads * kPiece);
    if (next_ == size) {
      next_ = 0;
      ++order_;
    }
  }
  if (order_ > model_.order()) piece += "\n\\end\\\n";
  return true;
}

void ArpaWriter::write_head(std::string& to) const {
  to += "\\data\\\n";
  for (unsigned k = 1; k <= model_.order(); ++k) {
    to += "ngram " + std::to_string(k) + "=" + std::to_string(model_.facts(k).kept) + "\n";
  }
}

void ArpaWriter::write_units(std::string& to) const {
  const SentenceTrie& trie = model_.trie();
  to += "\n\\1-grams:\n";
  append_log10(to, model_.unknown_probability());
  to += "\t<unk>\t0\n";
  const auto write = [&](NodeIndex node, const std::string& word) {
    if (trie.is_left_out(1, node)) return;
    append_log10(to, model_.probability(1, node));
    to += '\t';
    to += word;
    to += '\t';
    append_log10(to, model_.backoff(1, node));
    to += '\n';
  };
  write(kBoundary, word(kBoundary, 0));
  write(trie.end_mark(), word(kBoundary, 1));
  for (Symbol s = 1; s <= trie.alphabet_size(); ++s) write(s, word(s, 0));
}

void ArpaWriter::write_ngrams(std::size_t first, std::size_t last, std::string& to) const {
  if (first == last) return;
  const SentenceTrie& trie = model_.trie();
  const bool is_longest = order_ == model_.order();
  // The n-gram's beginnings, by their length less one.
  std::vector<std::size_t> path(order_ - 1);
  std::vector<std::size_t> ends(order_, 0);  // of their texts
  std::string text;
  std::size_t below = first;
  for (unsigned d = order_ - 1; d-- > 0;) {
    const auto begins = trie.level(d + 1).first_child.span();
    path[d] = static_cast<std::size_t>(std::upper_bound(begins.begin(), begins.end(), below) - begins.begin()) - 1;
    below = path[d];
  }
  const auto spell_from = [&](unsigned depth) {
    for (unsigned d = depth; d + 1 < order_; ++d) {
      text.resize(d > 0 ? ends[d - 1] : 0);
      text += word(trie.level(d + 1).symbol[path[d]] & ~SentenceTrie::kLeftOut, d);
      text += ' ';
      ends[d] = text.size();
    }
  };
  std::string line;
  const auto write = [&](std::size_t node, double probability) {
    const Symbol symbol = trie.level(order_).symbol[node];
    if (symbol >= SentenceTrie::kLeftOut) return;
    const std::string& last_word = word(symbol, order_ - 1);
    const std::size_t most = text.size() + last_word.size() + 2 * kLongestNumber + 3;
    if (line.size() < most) line.resize(most);
    char* at = put_log10(line.data(), probability);
    *at++ = '\t';
    at = put(at, text.data(), text.size());
    at = put(at, last_word.data(), last_word.size());
    if (!is_longest) {
      *at++ = '\t';
      at = put_log10(at, model_.backoff(order_, static_cast<NodeIndex>(node)));
    }
    *at++ = '\n';
    to.append(line.data(), at);
  };
  spell_from(0);
  for (std::size_t node = first; node < last;) {
    unsigned changed = order_ - 1;
    for (unsigned d = order_ - 1; d-- > 0;) {
      const std::size_t child = d + 2 == order_ ? node : path[d + 1];
      if (child < trie.level(d + 1).first_child[path[d] + 1]) break;
      while (child >= trie.level(d + 1).first_child[path[d] + 1]) ++path[d];
      changed = d;
    }
    if (changed + 1 < order_) spell_from(changed);
    const std::size_t parent = path[order_ - 2];
    const std::size_t end = std::min<std::size_t>(last, trie.level(order_ - 1).first_child[parent + 1]);
    if (is_longest) {
      model_.for_longest(static_cast<NodeIndex>(parent), [&](NodeIndex c, double probability) {
        if (c >= node && c < end) write(c, probability);
      });
    } else {
      for (std::size_t c = node; c < end; ++c) write(c, model_.probability(order_, static_cast<NodeIndex>(c)));
    }
    node = end;
  }
}

}  // namespace newword
