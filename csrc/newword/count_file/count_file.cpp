#include "newword/count_file/count_file.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "newword/base/crc32c.hpp"
#include "newword/base/little_endian.hpp"
#include "newword/count/counter.hpp"
#include "newword/system/errors.hpp"
#include "newword/text/char_class.hpp"
#include "newword/text/char_forms.hpp"
#include "newword/text/encoder.hpp"
#include "newword/text/utf8.hpp"

namespace newword {

namespace {

/// Raise it when the rules change in a way that the character table does not show.
constexpr std::uint64_t kUnitRulesVersion = 2;

constexpr const char* kDamaged = "; the file is damaged: fetch it again, or count again";

void append(std::vector<std::uint8_t>& to, const std::string& text) {
  append_varint(to, text.size());
  to.insert(to.end(), text.begin(), text.end());
}

/// Reads the header's payload front to back; every length is checked against what is left.
class HeaderReader {
 public:
  HeaderReader(const std::string& path, const std::vector<std::uint8_t>& bytes)
      : path_(path), begin_(bytes.data()), at_(begin_ + kPreambleBytes), end_(begin_ + bytes.size()) {}

  std::uint64_t number() {
    std::uint64_t x = 0;
    const std::uint8_t* const next = load_varint(at_, end_, x);
    if (next == nullptr) fail("a number of the header is cut off");
    at_ = next;
    return x;
  }
  /// A number of things that take at least `least_bytes` each.
  std::size_t size(std::size_t least_bytes) {
    const std::uint64_t n = number();
    if (n > static_cast<std::size_t>(end_ - at_) / least_bytes) fail("the header is shorter than it says");
    return static_cast<std::size_t>(n);
  }
  const std::uint8_t* take(std::size_t size) {
    if (size > static_cast<std::size_t>(end_ - at_)) fail("the header is shorter than it says");
    const std::uint8_t* const taken = at_;
    at_ += size;
    return taken;
  }
  std::string text(std::size_t size) { return {reinterpret_cast<const char*>(take(size)), size}; }
  [[nodiscard]] bool is_at_end() const { return at_ == end_; }
  [[noreturn]] void fail(const std::string& what) const {
    throw FormatError(path_, static_cast<std::uint64_t>(at_ - begin_), what + kDamaged);
  }

 private:
  const std::string& path_;
  const std::uint8_t *begin_, *at_, *end_;
};

bool is_utf8(const std::string& text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Step step = decode_utf8(bytes + i, text.size() - i);
    if (!step.ok) return false;
    i += step.length;
  }
  return !text.empty();
}

std::vector<Source> read_sources(HeaderReader& in) {
  std::vector<Source> sources(in.size(sizeof(Digest) + 2));
  for (Source& source : sources) {
    std::copy_n(in.take(sizeof(Digest)), sizeof(Digest), source.digest.bytes.begin());
    source.bytes = in.number();
    source.times = in.number();
    if (source.times == 0) in.fail("a source was never counted");
  }
  for (std::size_t i = 1; i < sources.size(); ++i) {
    const auto order = sources[i - 1].digest <=> sources[i].digest;
    if (order > 0 || (order == 0 && sources[i - 1].bytes >= sources[i].bytes)) in.fail("the sources are out of order");
  }
  return sources;
}

SymbolForms read_symbol(HeaderReader& in) {
  SymbolForms symbol;
  symbol.folded = in.text(in.size(1));
  symbol.surfaces.resize(in.size(2));
  if (symbol.surfaces.empty()) in.fail("a unit is never written");
  for (auto& [surface, count] : symbol.surfaces) {
    const std::size_t size = in.size(1);
    surface = size == 0 ? symbol.folded : in.text(size);
    count = in.number();
    if (!is_utf8(surface) || fold_case(surface) != symbol.folded || count == 0) in.fail("a unit is no unit");
  }
  for (std::size_t i = 1; i < symbol.surfaces.size(); ++i) {
    if (symbol.surfaces[i - 1].first >= symbol.surfaces[i].first) in.fail("the forms of a unit are out of order");
  }
  return symbol;
}

Shards read_shards(HeaderReader& in) {
  Shards shards;
  std::copy_n(in.take(sizeof(Digest)), sizeof(Digest), shards.plan.bytes.begin());
  const std::uint64_t of = in.number();
  if (of == 0 || of > UINT32_MAX) in.fail("a number of shards that cannot be");
  shards.of = static_cast<std::uint32_t>(of);
  shards.numbers.resize(in.size(1));
  if (shards.numbers.empty()) in.fail("it is a shard without a number");
  std::uint64_t last = 0;
  for (std::uint32_t& number : shards.numbers) {
    const std::uint64_t step = in.number();
    if (step == 0 || step > of - last) in.fail("a shard that cannot be");
    number = static_cast<std::uint32_t>(last += step);
  }
  return shards;
}

}  // namespace

Shards together(const Shards& a, const Shards& b) {
  if (a.of != b.of || a.plan != b.plan) return {};
  Shards both{a.plan, a.of, {}};
  std::set_union(a.numbers.begin(), a.numbers.end(), b.numbers.begin(), b.numbers.end(),
                 std::back_inserter(both.numbers));
  return both.numbers.size() == both.of ? Shards{} : both;
}

std::vector<std::uint64_t> CountFileHeader::histogram() const {
  std::vector<std::uint64_t> counts{runs};
  counts.reserve(symbols.size() + 1);
  for (const SymbolForms& symbol : symbols) {
    std::uint64_t sum = 0;
    for (const auto& form : symbol.surfaces) sum = checked_add(sum, form.second);
    counts.push_back(sum);
  }
  return counts;
}

void unite(std::vector<Source>& sources) {
  std::sort(sources.begin(), sources.end(), [](const Source& a, const Source& b) {
    return a.digest != b.digest ? a.digest < b.digest : a.bytes < b.bytes;
  });
  std::size_t kept = 0;
  for (const Source& source : sources) {
    if (kept > 0 && sources[kept - 1].is_same(source)) {
      sources[kept - 1].times = checked_add(sources[kept - 1].times, source.times);
    } else {
      sources[kept++] = source;
    }
  }
  sources.resize(kept);
}

std::vector<SymbolForms> symbol_forms(const Alphabet& alphabet, const std::vector<std::string>& surfaces,
                                      const std::vector<std::uint64_t>& counts) {
  std::vector<SymbolForms> symbols(alphabet.size());
  for (std::size_t s = 0; s < symbols.size(); ++s) symbols[s].folded = alphabet.folded[s];
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    if (i + 1 >= counts.size() || counts[i + 1] == 0) continue;
    const Symbol symbol = alphabet.find(fold_case(surfaces[i]));
    symbols[symbol - 1].surfaces.emplace_back(surfaces[i], counts[i + 1]);
  }
  for (SymbolForms& symbol : symbols) std::sort(symbol.surfaces.begin(), symbol.surfaces.end());
  return symbols;
}

Alphabet alphabet_of(const std::vector<SymbolForms>& symbols) {
  std::vector<std::string> surfaces;
  std::vector<std::uint64_t> counts{0};
  for (const SymbolForms& symbol : symbols) {
    for (const auto& [surface, count] : symbol.surfaces) {
      surfaces.push_back(surface);
      counts.push_back(count);
    }
  }
  std::vector<Symbol> rank_of;
  return rank_symbols(surfaces, counts, rank_of, JobControl());
}

namespace {

std::uint64_t hash_of_unit_rules() {
  std::vector<std::uint8_t> rules;
  append_varint(rules, kUnitRulesVersion);
  append_varint(rules, kLongestUnit);
  for (const CharRange& range : kCharRanges) {
    append_varint(rules, range.first);
    append_varint(rules, range.last);
    append_varint(rules, static_cast<std::uint64_t>(range.char_class));
  }
  for (const CharForm& form : kForms) {
    append_varint(rules, form.code);
    append_varint(rules, form.form);
  }
  for (const LowerRange& range : kLowerRanges) {
    append_varint(rules, range.first);
    append_varint(rules, range.last);
    append_varint(rules, static_cast<std::uint32_t>(range.delta));
    append_varint(rules, range.step);
  }
  return load_u64(blake2b(rules.data(), rules.size()).bytes.data());
}

std::uint32_t flags_of(const CountFileHeader& header) {
  return (header.joining.lines ? kFlagJoinLines : 0) | (header.joining.spaces ? kFlagJoinSpaces : 0) |
         (header.joining.tokens ? kFlagTokens : 0) | (header.shards.of > 0 ? kFlagShards : 0);
}

}  // namespace

std::uint64_t unit_rules_id() {
  static const std::uint64_t id = hash_of_unit_rules();
  return id;
}

EncodedHeader encode_header(const CountFileHeader& header) {
  EncodedHeader encoded;
  std::vector<std::uint8_t>& bytes = encoded.bytes;
  bytes.resize(kPreambleBytes);
  append_varint(bytes, header.units);
  append_varint(bytes, header.runs);
  append_varint(bytes, header.documents);
  append_varint(bytes, header.sources.size());
  for (const Source& source : header.sources) {
    bytes.insert(bytes.end(), source.digest.bytes.begin(), source.digest.bytes.end());
    append_varint(bytes, source.bytes);
    append_varint(bytes, source.times);
  }
  append_varint(bytes, header.symbols.size());
  for (const SymbolForms& symbol : header.symbols) {
    append(bytes, symbol.folded);
    append_varint(bytes, symbol.surfaces.size());
    for (const auto& [surface, count] : symbol.surfaces) {
      append(bytes, surface == symbol.folded ? std::string() : surface);
      append_varint(bytes, count);
    }
  }
  const Shards& shards = header.shards;
  if (shards.of > 0) {
    bytes.insert(bytes.end(), shards.plan.bytes.begin(), shards.plan.bytes.end());
    append_varint(bytes, shards.of);
    append_varint(bytes, shards.numbers.size());
    std::uint32_t last = 0;
    for (const std::uint32_t number : shards.numbers) {
      append_varint(bytes, number - last);
      last = number;
    }
  }
  std::uint8_t* const p = bytes.data();
  std::copy(kCountFileMagic.begin(), kCountFileMagic.end(), p);
  store_u32(p + 8, kCountFileVersion);
  store_u32(p + 12, flags_of(header));
  store_u64(p + 16, header.rules);
  store_u32(p + 24, header.order);
  store_u64(p + 28, bytes.size() - kPreambleBytes);
  // The id's own eight bytes and the checksum behind them are still zero here.
  encoded.file_id = load_u64(blake2b(p, bytes.size()).bytes.data());
  store_u64(p + 36, encoded.file_id);
  store_u32(p + 44, crc32c(p, 44));
  return encoded;
}

Preamble decode_preamble(const std::string& path, const std::uint8_t* p, std::size_t size) {
  const std::size_t known = std::min(size, kCountFileMagic.size());
  if (size == 0 || !std::equal(p, p + known, kCountFileMagic.begin())) {
    if (size >= 4 && std::memcmp(p, kCountFileMagic.data(), 4) == 0) {
      throw FormatError(path, 4, "line ends were changed on the way; send the file in binary mode, or count again");
    }
    throw FormatError(path, 0,
                      size == 0 ? "the file is empty, so no count file; make one with newword count -o FILE.nwc"
                                : "this is no count file; make one with newword count -o FILE.nwc");
  }
  if (size < kPreambleBytes) throw FormatError(path, size, std::string("the file ends within its header") + kDamaged);
  if (const std::uint32_t version = load_u32(p + 8); version != kCountFileVersion) {
    throw FormatError(path, 8,
                      "written in format " + std::to_string(version) + ", this release reads " +
                          std::to_string(kCountFileVersion) + "; install a newer newword, or count again");
  }
  if (load_u32(p + 44) != crc32c(p, 44)) {
    throw FormatError(path, 0, std::string("the checksum of the header's beginning is wrong") + kDamaged);
  }
  const std::uint32_t flags = load_u32(p + 12);
  if (flags & ~(kFlagJoinLines | kFlagShards | kFlagJoinSpaces | kFlagTokens)) {
    throw FormatError(path, 12, "it needs a feature that this release lacks; install a newer newword, or count again");
  }
  const std::uint64_t rules = load_u64(p + 16);
  if (rules != unit_rules_id() && rules != kRulesOfCharacters) {
    throw FormatError(path, 16,
                      "counted by other rules for units (another release of newword); count again with this one");
  }
  const Joining joining{(flags & kFlagJoinLines) != 0, (flags & kFlagJoinSpaces) != 0, (flags & kFlagTokens) != 0};
  Preamble preamble{load_u32(p + 24), joining, rules, (flags & kFlagShards) != 0, load_u64(p + 28), load_u64(p + 36)};
  if (preamble.order < 1 || preamble.order > kMaxOrder) {
    throw FormatError(path, 24, std::string("an order of ") + std::to_string(preamble.order) + kDamaged);
  }
  return preamble;
}

CountFileHeader decode_header(const std::string& path, const Preamble& preamble,
                              const std::vector<std::uint8_t>& bytes) {
  std::array<std::uint8_t, kPreambleBytes> hashed{};
  std::copy_n(bytes.begin(), 36, hashed.begin());  // the id was made with zeros in its place and behind it
  Blake2b hash;
  hash.update(hashed.data(), hashed.size());
  hash.update(bytes.data() + kPreambleBytes, bytes.size() - kPreambleBytes);
  if (load_u64(hash.finish().bytes.data()) != preamble.file_id) {
    throw FormatError(path, kPreambleBytes, std::string("the checksum of the header is wrong") + kDamaged);
  }
  HeaderReader in(path, bytes);
  CountFileHeader header;
  header.order = preamble.order;
  header.joining = preamble.joining;
  header.rules = preamble.rules;
  header.units = in.number();
  header.runs = in.number();
  header.documents = in.number();
  header.sources = read_sources(in);
  header.symbols.resize(in.size(4));
  for (SymbolForms& symbol : header.symbols) symbol = read_symbol(in);
  for (std::size_t i = 1; i < header.symbols.size(); ++i) {
    if (header.symbols[i - 1].folded >= header.symbols[i].folded) in.fail("the units are out of order");
  }
  if (preamble.has_shards) header.shards = read_shards(in);
  if (!in.is_at_end()) in.fail("the header is longer than it says");
  if (header.symbols.size() >= UINT32_MAX) in.fail("too many units");
  const std::vector<std::uint64_t> counts = header.histogram();
  std::uint64_t sum = header.runs;
  for (std::size_t s = 1; s < counts.size(); ++s) sum = checked_add(sum, counts[s]);
  if (sum != checked_add(header.units, header.runs)) in.fail("the units do not add up");
  return header;
}

std::array<std::uint8_t, kFooterBytes> encode_footer(const Footer& footer) {
  std::array<std::uint8_t, kFooterBytes> bytes{};
  std::uint8_t* const p = bytes.data();
  store_u64(p, footer.index_offset);
  store_u64(p + 8, footer.index_bytes);
  store_u64(p + 16, footer.blocks);
  store_u64(p + 24, footer.entries);
  store_u64(p + 32, footer.windows);
  store_u64(p + 40, footer.file_id);
  store_u32(p + 48, footer.index_crc);
  store_u32(p + 52, crc32c(p, 52));
  std::copy(kCountFileEnd.begin(), kCountFileEnd.end(), p + 56);
  return bytes;
}

Footer decode_footer(const std::string& path, const std::uint8_t* p, std::uint64_t offset) {
  if (!std::equal(kCountFileEnd.begin(), kCountFileEnd.end(), p + 56)) {
    throw FormatError(
        path, offset,
        "its end is missing: the file was cut off or something was added; fetch it again, or count again");
  }
  if (load_u32(p + 52) != crc32c(p, 52)) {
    throw FormatError(path, offset, std::string("the checksum of the footer is wrong") + kDamaged);
  }
  return {load_u64(p),      load_u64(p + 8),  load_u64(p + 16), load_u64(p + 24),
          load_u64(p + 32), load_u64(p + 40), load_u32(p + 48)};
}

std::uint32_t part_crc(std::uint64_t file_id, Part part, std::uint64_t number, std::uint32_t entries,
                       const std::uint8_t* bytes, std::size_t size) {
  std::uint8_t place[25];
  store_u64(place, file_id);
  place[8] = static_cast<std::uint8_t>(part);
  store_u64(place + 9, number);
  store_u32(place + 17, static_cast<std::uint32_t>(size));
  store_u32(place + 21, entries);
  return crc32c(bytes, size, crc32c(place, sizeof place));
}

}  // namespace newword
