// The beginning and the end of a count file; docs/count-files.md describes every byte.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "newword/base/blake2b.hpp"
#include "newword/text/joining.hpp"
#include "newword/text/symbols.hpp"

namespace newword {

inline constexpr std::array<std::uint8_t, 8> kCountFileMagic = {0x89, 'N', 'W', 'C', '\r', '\n', 0x1A, '\n'};
inline constexpr std::array<std::uint8_t, 8> kCountFileEnd = {'\n', 0x1A, '\n', '\r', 'C', 'W', 'N', 0x89};
inline constexpr std::uint32_t kCountFileVersion = 1;
inline constexpr std::uint32_t kFlagJoinLines = 1;
inline constexpr std::uint32_t kFlagShards = 2;
inline constexpr std::uint32_t kFlagJoinSpaces = 4;
inline constexpr std::uint32_t kFlagTokens = 8;
inline constexpr std::size_t kPreambleBytes = 48;
inline constexpr std::size_t kFooterBytes = 64;
inline constexpr std::size_t kBlockHeaderBytes = 12;
/// A chunk of entries ends once it holds this much; a block is as many chunks as fit into kBlockBytes.
inline constexpr std::size_t kChunkBytes = std::size_t{1} << 16;
inline constexpr std::size_t kBlockBytes = std::size_t{1} << 18;
/// No block has more: a chunk may pass its limit by one entry.
inline constexpr std::size_t kLargestBlock = kBlockBytes + kChunkBytes;

/// An input whose text is in the counts.
struct Source {
  Digest digest;  ///< of its bytes; see SourceLedger
  std::uint64_t bytes = 0;
  std::uint64_t times = 1;  ///< it was counted
  [[nodiscard]] bool is_same(const Source& other) const { return digest == other.digest && bytes == other.bytes; }
};

/// A symbol and the ways it is written, in order of their bytes, with the occurrences of each.
struct SymbolForms {
  std::string folded;
  std::vector<std::pair<std::string, std::uint64_t>> surfaces;
};

/// Which shards of a corpus are in a count file, if it is not all of them.
struct Shards {
  Digest plan{};                       ///< of how the corpus was dealt to shards
  std::uint32_t of = 0;                ///< shards there are; 0 of a file that is no shard
  std::vector<std::uint32_t> numbers;  ///< from 1, growing
};

/// The shards of both; empty if none is missing, or if they do not belong to the same division.
[[nodiscard]] Shards together(const Shards& a, const Shards& b);

/// The rules for units by which this release counts.
[[nodiscard]] std::uint64_t unit_rules_id();
/// The earlier rules, without clusters and forms, by which every character was a unit in every script.
inline constexpr std::uint64_t kRulesOfCharacters = 0x3f43df63537d3068;

/// Everything of a count file but the counts.
struct CountFileHeader {
  unsigned order = 0;  ///< windows are of so many units and one more
  Joining joining;     ///< how its text was read
  std::uint64_t rules = unit_rules_id();
  std::uint64_t units = 0, runs = 0, documents = 0;
  std::vector<Source> sources;       ///< by digest, then size; each once
  std::vector<SymbolForms> symbols;  ///< by code points; symbol s at index s - 1
  Shards shards;

  /// Occurrences of each symbol, index 0 = boundaries before a run.
  [[nodiscard]] std::vector<std::uint64_t> histogram() const;
  /// Windows: one for each unit and each boundary before a run.
  [[nodiscard]] std::uint64_t windows() const { return units + runs; }
};

/// Sorts the sources and sums those that are the same.
void unite(std::vector<Source>& sources);

/// The symbols of a sealed text; `counts[i]` belongs to surface form i (0 unused).
[[nodiscard]] std::vector<SymbolForms> symbol_forms(const Alphabet& alphabet, const std::vector<std::string>& surfaces,
                                                    const std::vector<std::uint64_t>& counts);

/// The alphabet as sealing a text of these units would make it.
[[nodiscard]] Alphabet alphabet_of(const std::vector<SymbolForms>& symbols);

/// The bytes up to the first block, and the id of the file, which depends on nothing else.
struct EncodedHeader {
  std::vector<std::uint8_t> bytes;
  std::uint64_t file_id;
};
[[nodiscard]] EncodedHeader encode_header(const CountFileHeader& header);

/// The first kPreambleBytes of a file.
struct Preamble {
  unsigned order;
  Joining joining;
  std::uint64_t rules;
  bool has_shards;
  std::uint64_t header_bytes;
  std::uint64_t file_id;
};
/// Throws FormatError if `size` of them are not the preamble of a count file that this release reads.
[[nodiscard]] Preamble decode_preamble(const std::string& path, const std::uint8_t* bytes, std::size_t size);
/// `bytes` are preamble and header together. Throws FormatError.
[[nodiscard]] CountFileHeader decode_header(const std::string& path, const Preamble& preamble,
                                            const std::vector<std::uint8_t>& bytes);

/// One block as the index knows it.
struct BlockEntry {
  std::uint64_t offset;  ///< of its header, in the file
  std::uint32_t size;    ///< of its payload, bytes
  std::uint32_t entries;
  std::vector<Symbol> key;  ///< its first window, with zeros behind the boundary that ends it
};

/// The last kFooterBytes of a file.
struct Footer {
  std::uint64_t index_offset = 0, index_bytes = 0, blocks = 0, entries = 0, windows = 0, file_id = 0;
  std::uint32_t index_crc = 0;
};
[[nodiscard]] std::array<std::uint8_t, kFooterBytes> encode_footer(const Footer& footer);
/// Throws FormatError; `offset` is where the footer begins.
[[nodiscard]] Footer decode_footer(const std::string& path, const std::uint8_t* bytes, std::uint64_t offset);

/// The checksum of a part of a file. It includes the kind of the part, its number, and the id of the file.
enum class Part : std::uint8_t { kBlock = 'B', kIndex = 'I' };
[[nodiscard]] std::uint32_t part_crc(std::uint64_t file_id, Part part, std::uint64_t number, std::uint32_t entries,
                                     const std::uint8_t* bytes, std::size_t size);

}  // namespace newword
