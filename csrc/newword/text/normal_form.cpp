#include "newword/text/normal_form.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <unordered_map>

#include "newword/text/char_forms.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

// Hangul syllables by arithmetic (Unicode 3.12).
constexpr char32_t kSyllables = 0xAC00, kLeads = 0x1100, kVowels = 0x1161, kTails = 0x11A7;
constexpr char32_t kLeadCount = 19, kVowelCount = 21, kTailCount = 28, kSyllableCount = 11172;

std::uint8_t combining_class(char32_t c) {
  const auto after = std::upper_bound(std::begin(kCombiningRanges), std::end(kCombiningRanges), c,
                                      [](char32_t value, const CombiningRange& range) { return value < range.first; });
  if (after == std::begin(kCombiningRanges)) return 0;
  const CombiningRange& range = *std::prev(after);
  return c <= range.last ? range.combining_class : 0;
}

void decompose(char32_t c, std::u32string& out) {
  if (c >= kSyllables && c < kSyllables + kSyllableCount) {
    const char32_t number = c - kSyllables, tail = number % kTailCount;
    out += kLeads + number / (kVowelCount * kTailCount);
    out += kVowels + number / kTailCount % kVowelCount;
    if (tail > 0) out += kTails + tail;
    return;
  }
  const auto row = std::lower_bound(std::begin(kDecompositions), std::end(kDecompositions), c,
                                    [](const Decomposition& one, char32_t value) { return one.code < value; });
  if (row == std::end(kDecompositions) || row->code != c) {
    out += c;
    return;
  }
  decompose(row->first, out);
  if (row->second != 0) decompose(row->second, out);
}

/// The one character of two; 0 if there is none.
char32_t compose(char32_t first, char32_t second) {
  static const auto pairs = [] {
    std::unordered_map<std::uint64_t, char32_t> found;
    for (const Decomposition& row : kDecompositions) {
      if (row.composes) found.emplace(std::uint64_t{row.first} << 32 | row.second, row.code);
    }
    return found;
  }();
  if (first >= kLeads && first < kLeads + kLeadCount && second >= kVowels && second < kVowels + kVowelCount) {
    return kSyllables + ((first - kLeads) * kVowelCount + (second - kVowels)) * kTailCount;
  }
  const bool is_open_syllable =
      first >= kSyllables && first < kSyllables + kSyllableCount && (first - kSyllables) % kTailCount == 0;
  if (is_open_syllable && second > kTails && second < kTails + kTailCount) return first + (second - kTails);
  const auto pair = pairs.find(std::uint64_t{first} << 32 | second);
  return pair == pairs.end() ? 0 : pair->second;
}

/// Puts marks in the order of their classes.
void reorder(std::u32string& text) {
  for (auto begin = text.begin(); begin != text.end();) {
    if (combining_class(*begin) == 0) {
      ++begin;
      continue;
    }
    const auto end = std::find_if(begin, text.end(), [](char32_t c) { return combining_class(c) == 0; });
    std::stable_sort(begin, end, [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); });
    begin = end;
  }
}

std::u32string composed(const std::u32string& text) {
  std::u32string out;
  std::size_t starter = std::u32string::npos;
  int last_class = -1;  // of the character before, -1 directly behind the starter
  for (const char32_t c : text) {
    const int own_class = combining_class(c);
    const bool is_free = starter != std::u32string::npos && last_class < own_class;
    if (const char32_t both = is_free ? compose(out[starter], c) : 0; both != 0) {
      out[starter] = both;
      continue;
    }
    if (own_class == 0) starter = out.size();
    last_class = own_class == 0 ? -1 : own_class;
    out += c;
  }
  return out;
}

/// Thai and Lao: the ring and AA, perhaps with tone marks between them, are AM.
void compose_am(std::u32string& text) {
  for (std::size_t aa = 1; aa < text.size(); ++aa) {
    const char32_t base = text[aa] & ~0x7Fu, ring = base | 0x4D, tone = base | 0x48;
    if (text[aa] != 0x0E32 && text[aa] != 0x0EB2) continue;
    std::size_t i = aa;
    while (i > 0 && text[i - 1] >= tone && text[i - 1] < tone + 4) --i;
    if (i == 0 || text[i - 1] != ring) continue;
    text[aa] += 1;
    text.erase(i - 1, 1);
    --aa;
  }
}

}  // namespace

std::u32string normal_form(std::u32string_view unit) {
  std::u32string text;
  for (const char32_t c : unit) decompose(c, text);
  reorder(text);
  text = composed(text);
  compose_am(text);
  return text;
}

std::string normal_utf8(std::u32string_view unit) {
  std::string utf8;
  for (const char32_t c : normal_form(unit)) append_utf8(utf8, c);
  return utf8;
}

}  // namespace newword
