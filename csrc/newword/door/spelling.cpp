#include "newword/door/spelling.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include "newword/lattice/positions.hpp"
#include "newword/system/errors.hpp"

namespace newword {

namespace {

/// How a middle dot between Han or kana is spelled, whichever was written.
constexpr std::string_view kNameDot = "\u00B7";

std::uint64_t code_points(const std::string& utf8) {
  return static_cast<std::uint64_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char b) { return (static_cast<unsigned char>(b) & 0xC0) != 0x80; }));
}

/// Which tokens are more than numbers, so that a word may be made of them.
std::vector<bool> hold_letters(const Alphabet& alphabet) {
  std::vector<bool> letters;
  for (const std::string& token : alphabet.folded) {
    letters.push_back(token.find_first_not_of("0123456789._-+#") != std::string::npos);
  }
  return letters;
}

void spell(const Session& session, std::span<const Symbol> symbols, Spelled& into) {
  std::uint64_t length = into.ends.empty() ? 0 : into.ends.back();
  bool is_first = true;
  for (const Symbol s : symbols) {
    const std::string& shown = session.text().alphabet().shown[s - 1];
    if (!is_first) {
      into.utf8 += session.joint();
      length += session.joint().size();
    }
    is_first = false;
    into.utf8 += shown;
    length += code_points(shown);
  }
  into.ends.push_back(length);
}

}  // namespace

Spelled spell_strings(const Session& session, const std::vector<std::vector<Symbol>>& strings) {
  Spelled spelled;
  for (const auto& symbols : strings) spell(session, symbols, spelled);
  return spelled;
}

Spelled spell_pieces(const Session& session, const std::vector<Piece>& pieces) {
  Spelled spelled;
  for (const Piece& piece : pieces) spell(session, piece.symbols, spelled);
  return spelled;
}

Spelled spell_ngrams(const Session& session, const NgramTable& table, unsigned order,
                     const std::vector<NodeIndex>& indices) {
  Spelled spelled;
  for (const NodeIndex i : indices) spell(session, table.symbols_of({order, i}), spelled);
  return spelled;
}

std::vector<std::uint8_t> holds_script(const Session& session, const NgramTable& table, unsigned order) {
  const Alphabet& alphabet = session.text().alphabet();
  const std::vector<bool> is_script = session.has_tokens() ? hold_letters(alphabet) : alphabet.is_script;
  std::vector<std::uint8_t> holds;
  for (unsigned n = 1; n <= order; ++n) {
    const Level& level = table.level(n);
    std::vector<std::uint8_t> next(level.size());
    for (std::size_t i = 0; i < level.size(); ++i) next[i] = is_script[level.symbol[i] - 1];
    if (n > 1) {
      const Level& parents = table.level(n - 1);
      for (std::size_t p = 0; p < parents.size(); ++p) {
        if (!holds[p]) continue;
        std::fill(next.begin() + parents.first_child[p], next.begin() + parents.first_child[p + 1], 1);
      }
    }
    holds = std::move(next);
  }
  return holds;
}

std::string spell_text(const Session& session, std::size_t& place) {
  constexpr std::size_t kPart = std::size_t{1} << 18;
  const Text& text = session.text();
  const DocumentEnds& documents = session.document_ends();
  std::string utf8;
  const std::size_t first = std::max<std::size_t>(place, 1);  // behind the boundary that a text begins with
  const std::size_t end = std::min(text.size(), first + kPart);
  std::size_t document = documents.number_of(first);
  const std::vector<std::size_t>& dots = text.name_dots();
  auto dot = std::lower_bound(dots.begin(), dots.end(), first);
  text.visit([&](auto symbols) {
    for (std::size_t i = first; i < end; ++i) {
      if (symbols[i] != kBoundary) {
        if (symbols[i - 1] != kBoundary) utf8 += session.joint();
        utf8 += text.alphabet().shown[symbols[i] - 1];
      } else if (dot != dots.end() && *dot == i) {
        utf8 += kNameDot;
        ++dot;
      } else {
        const bool ends_document = document < documents.size() && i + 1 == documents.end_of(document);
        document += ends_document;
        utf8 += ends_document ? '\f' : '\n';
      }
    }
  });
  text.release(first, end);
  place = end;
  return utf8;
}

std::string spell_sample(const Session& session, std::uint64_t of_2_32, std::uint64_t runs_before) {
  const Text& text = session.text();
  const std::vector<std::string>& shown = text.alphabet().shown;
  std::string utf8;
  text.visit([&](auto symbols) {
    std::uint64_t run = runs_before;
    for (std::size_t i = 1; i < symbols.size(); ++run) {
      const bool is_taken = is_in_sample(run, of_2_32);
      for (; symbols[i] != kBoundary; ++i) {
        if (!is_taken) continue;
        if (symbols[i - 1] != kBoundary) utf8 += session.joint();
        utf8 += shown[symbols[i] - 1];
      }
      if (is_taken) utf8 += '\n';
      ++i;
    }
  });
  return utf8;
}

Spelled name_passages(const Session& session, std::size_t around, std::vector<std::uint32_t>& documents) {
  const Text& text = session.text();
  Spelled passages;
  documents.clear();
  const std::vector<std::size_t>& dots = text.name_dots();
  const auto is_dot = [&](std::size_t place) { return std::binary_search(dots.begin(), dots.end(), place); };
  text.visit([&](auto symbols) {
    std::uint64_t length = 0;
    for (std::size_t d = 0; d < dots.size(); ++d) {
      std::size_t first = dots[d], last = dots[d];
      while (dots[d] - first < around && symbols[first - 1] != kBoundary) --first;
      const bool is_near = dots[d] - first < around;
      if (is_near && is_dot(first - 1)) continue;  // told with the dot before
      for (std::size_t n = 0; n < around;) {
        ++last;
        if (symbols[last] == kBoundary && !is_dot(last)) break;
        n = symbols[last] == kBoundary ? 0 : n + 1;
      }
      const bool is_cut = symbols[first - 1] != kBoundary;
      std::string passage = is_cut ? "" : "\n";
      for (std::size_t i = first; i < last || (i == last && symbols[i] != kBoundary); ++i) {
        passage += symbols[i] == kBoundary ? std::string(kNameDot) : text.alphabet().shown[symbols[i] - 1];
      }
      if (symbols[last] == kBoundary) passage += '\n';
      passages.utf8 += passage;
      length += code_points(passage);
      passages.ends.push_back(length);
      documents.push_back(narrow<std::uint32_t>(session.document_ends().number_of(dots[d])));
    }
  });
  return passages;
}

Context context_of(const Session& session, std::size_t begin, std::size_t size, std::size_t around) {
  return session.text().visit([&](auto symbols) {
    std::size_t first = begin, last = begin + size;
    while (begin - first < around && symbols[first - 1] != kBoundary) --first;
    while (last - begin - size < around && symbols[last] != kBoundary) ++last;
    Context context;
    for (std::size_t i = first; i < last; ++i) {
      if (i > first) context.utf8 += session.joint();
      if (i == begin) context.offset = narrow<std::uint32_t>(code_points(context.utf8));
      context.utf8 += session.text().alphabet().shown[symbols[i] - 1];
    }
    return context;
  });
}

}  // namespace newword
