// How the windows of a count file become bytes: shared beginnings left out, frequent symbols short.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include "newword/base/little_endian.hpp"
#include "newword/base/raw_buffer.hpp"
#include "newword/count_file/count_file.hpp"
#include "newword/ngrams/ngram_table.hpp"
#include "newword/text/symbols.hpp"

namespace newword {

/// A code of 1 to 4 bytes for each symbol, the shorter the more frequent; the boundary has the first.
///
/// Codes go by rank: by occurrences, then by symbol. The first byte of a code is below kOneByte, or
/// below kTwoBytes with one byte after it, or with two (three when there are very many symbols).
/// Immutable; thread-safe.
class SymbolCodes {
 public:
  /// `histogram[s]` = occurrences of symbol s.
  explicit SymbolCodes(const std::vector<std::uint64_t>& histogram);

  /// Writes 4 bytes that begin with the code; returns the place after the code.
  [[nodiscard]] std::uint8_t* store(std::uint8_t* to, Symbol symbol) const {
    const std::uint32_t code = codes_[symbol];
    std::memcpy(to, &code, sizeof code);
    return to + sizes_[symbol];
  }
  /// Reads a code of [from, end) into `symbol`. Returns the place behind it, nullptr when there is none.
  [[nodiscard]] const std::uint8_t* load(const std::uint8_t* from, const std::uint8_t* end, Symbol& symbol) const {
    if (from == end) return nullptr;
    const std::uint32_t lead = *from++;
    if (lead < kOneByte) {
      if (lead >= symbols_.size()) return nullptr;
      symbol = symbols_[lead];
      return from;
    }
    return load_long(lead, from, end, symbol);
  }
  [[nodiscard]] std::size_t alphabet_size() const { return symbols_.size() - 1; }

 private:
  static constexpr std::uint32_t kOneByte = 192, kTwoBytes = 248;
  [[nodiscard]] const std::uint8_t* load_long(std::uint32_t lead, const std::uint8_t* from, const std::uint8_t* end,
                                              Symbol& symbol) const;

  std::vector<std::uint32_t> codes_;  ///< as they lie in memory
  std::vector<std::uint8_t> sizes_;
  std::vector<Symbol> symbols_;  ///< by rank
  unsigned tail_of_long_ = 2;    ///< bytes after a first byte of kTwoBytes and more
};

/// Entries that can be read without those before them.
struct Chunk {
  std::uint32_t size, entries;
  std::uint32_t key_begin, key_size;  ///< the codes of the first window
  Count windows;                      ///< sum of the counts
};

/// Turns sorted windows into chunks. An entry is a byte for the shared beginning and the count, the
/// count where it is large, and the codes of the symbols behind the shared beginning, to the boundary
/// that ends the window or to its last symbol.
class ChunkEncoder {
 public:
  ChunkEncoder(const SymbolCodes& codes, unsigned order)
      : codes_(&codes), window_(order + 1), counts_in_tag_(256 / (order + 1)) {}

  /// The next window begins a chunk. So does every window whose first symbol is a new one.
  void begin_bucket() { is_open_ = false; }

  /// Adds a window: `at(k)` is its symbol k, `shared` the symbols that it has in common with the one
  /// before (less than all, 0 in a new bucket).
  template <class At>
  void add(unsigned shared, Count count, const At& at) {
    if (!is_open_ || chunks_.empty() || chunks_.back().size >= kChunkBytes) {
      chunks_.push_back({0, 0, 0, 0, 0});
      is_open_ = true;
      shared = 0;
    }
    Chunk& chunk = chunks_.back();
    const std::size_t begin = bytes_.size();
    bytes_.reserve(begin + kLongestEntry);
    std::uint8_t* const entry = bytes_.data() + begin;
    std::uint8_t* p = entry;
    if (count < counts_in_tag_) {
      *p++ = static_cast<std::uint8_t>(shared * counts_in_tag_ + count - 1);
    } else {
      *p++ = static_cast<std::uint8_t>(shared * counts_in_tag_ + counts_in_tag_ - 1);
      p = store_varint(p, count - counts_in_tag_);
    }
    const std::uint8_t* const key = p;
    for (unsigned k = shared; k < window_; ++k) {
      const Symbol symbol = at(k);
      p = codes_->store(p, symbol);
      if (symbol == kBoundary && k > 0) break;
    }
    const auto size = static_cast<std::uint32_t>(p - entry);
    bytes_.resize(begin + size);
    if (chunk.entries == 0) {
      chunk.key_begin = static_cast<std::uint32_t>(key - entry);
      chunk.key_size = static_cast<std::uint32_t>(p - key);
    }
    chunk.size += size;
    chunk.windows += count;
    ++chunk.entries;
  }

  /// Hands `sink(bytes, chunks)` all chunks that are complete, those of ended buckets and full ones,
  /// and forgets them.
  template <class Sink>
  void drain(const Sink& sink) {
    if (chunks_.empty()) return;
    const bool keeps_last = is_open_ && chunks_.back().size < kChunkBytes;
    const Chunk last = chunks_.back();
    if (keeps_last) chunks_.pop_back();
    sink(bytes_.data(), chunks_);
    chunks_.clear();
    if (!keeps_last) {
      bytes_.clear();
      return;
    }
    std::memmove(bytes_.data(), bytes_.data() + bytes_.size() - last.size, last.size);
    bytes_.resize(last.size);
    chunks_.push_back(last);
  }
  [[nodiscard]] std::size_t bytes_held() const { return bytes_.size(); }

 private:
  static constexpr std::size_t kLongestEntry = 1 + kLongestVarint + 4 * 17 + 4;

  const SymbolCodes* codes_;
  unsigned window_;
  Count counts_in_tag_;
  bool is_open_ = false;
  RawBuffer<std::uint8_t> bytes_;
  std::vector<Chunk> chunks_;
};

/// Reads the entries of one block, in order. Not thread-safe.
class EntryReader {
 public:
  static constexpr std::size_t kMaxWindow = 17;

  EntryReader(const SymbolCodes& codes, unsigned order)
      : codes_(&codes), window_(order + 1), counts_in_tag_(256 / (order + 1)) {}

  /// Reads from [begin, end) from now on. The window read last stays: the next must come after it.
  void open(const std::uint8_t* begin, const std::uint8_t* end) {
    begin_ = at_ = begin;
    end_ = end;
  }
  /// Reads the next entry; false at the end of the block. What is no entry sets problem().
  [[nodiscard]] bool next();

  /// The window: zeros after the boundary that ends it.
  [[nodiscard]] const Symbol* symbols() const { return symbols_; }
  [[nodiscard]] Count count() const { return count_; }
  /// Symbols that the window shares with the one before, according to the file; never more than it really shares.
  [[nodiscard]] unsigned shared() const { return shared_; }
  /// What is wrong with the block, or nullptr; and where, in bytes from its beginning.
  [[nodiscard]] const char* problem() const { return problem_; }
  [[nodiscard]] std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  bool fail(const char* what) {
    problem_ = what;
    return false;
  }

  const SymbolCodes* codes_;
  unsigned window_;
  Count counts_in_tag_;
  const std::uint8_t *begin_ = nullptr, *at_ = nullptr, *end_ = nullptr;
  Symbol symbols_[kMaxWindow + 1] = {};
  Count count_ = 0;
  unsigned shared_ = 0;
  bool has_window_ = false;
  const char* problem_ = nullptr;
};

}  // namespace newword
