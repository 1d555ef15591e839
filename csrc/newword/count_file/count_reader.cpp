#include "newword/count_file/count_reader.hpp"

#include <algorithm>

#include "newword/base/little_endian.hpp"
#include "newword/count_file/window_balance.hpp"
#include "newword/system/errors.hpp"
#include "newword/text/text.hpp"

namespace newword {

namespace {

constexpr const char* kDamaged = "; the file is damaged: fetch it again, or count again";

}  // namespace

CountFileReader::CountFileReader(const std::string& path) : path_(path), file_(path), size_(0) {
  const FileStamp stamp = file_.stamp();
  if (!stamp.is_regular) fail(0, "it is no regular file; save it to one first");
  size_ = stamp.size;
  std::uint8_t start[kPreambleBytes] = {};
  const Preamble preamble = decode_preamble(path, start, file_.read_at(start, sizeof start, 0));
  // What is asked for is never more than the file has: lengths come from it.
  if (size_ < kPreambleBytes + kFooterBytes || preamble.header_bytes > size_ - kPreambleBytes - kFooterBytes) {
    fail(size_, std::string("the file ends within its header") + kDamaged);
  }
  const std::uint64_t end = size_ - kFooterBytes;
  footer_ = decode_footer(path, read(end, kFooterBytes, "footer").data(), end);
  header_ = decode_header(path, preamble, read(0, kPreambleBytes + preamble.header_bytes, "header"));
  if (footer_.file_id != preamble.file_id) fail(end, std::string("its end belongs to another file") + kDamaged);
  if (footer_.windows != header_.windows()) fail(end, std::string("header and footer disagree") + kDamaged);
  codes_ = std::make_unique<SymbolCodes>(header_.histogram());
  const std::uint64_t first = kPreambleBytes + preamble.header_bytes;
  if (footer_.index_offset < first || footer_.index_offset > end || end - footer_.index_offset != footer_.index_bytes) {
    fail(end, std::string("the index is not where the footer says") + kDamaged);
  }
  read_index();
  std::uint64_t at = first;
  std::uint64_t entries = 0;
  for (BlockEntry& block : blocks_) {
    block.offset = at;
    at += kBlockHeaderBytes + std::uint64_t{block.size};
    entries += block.entries;
  }
  if (at != footer_.index_offset || entries != footer_.entries) {
    fail(footer_.index_offset, std::string("the index does not fit the blocks") + kDamaged);
  }
}

std::vector<std::uint8_t> CountFileReader::read(std::uint64_t offset, std::uint64_t size, const char* what) {
  std::vector<std::uint8_t> bytes(narrow<std::size_t>(size));
  if (file_.read_at(bytes.data(), bytes.size(), offset) != bytes.size()) {
    fail(offset,
         std::string("the ") + what + " is cut off; somebody writes to the file: read it again when it is whole");
  }
  return bytes;
}

void CountFileReader::read_index() {
  const std::vector<std::uint8_t> index = read(footer_.index_offset, footer_.index_bytes, "index");
  if (part_crc(footer_.file_id, Part::kIndex, footer_.blocks, 0, index.data(), index.size()) != footer_.index_crc) {
    fail(footer_.index_offset, std::string("the checksum of the index is wrong") + kDamaged);
  }
  const std::uint8_t* p = index.data();
  const std::uint8_t* const end = p + index.size();
  const auto bad = [&] { fail(footer_.index_offset, std::string("the index makes no sense") + kDamaged); };
  if (footer_.blocks > index.size() / 3) bad();
  blocks_.resize(footer_.blocks);
  for (BlockEntry& block : blocks_) {
    std::uint64_t size = 0, entries = 0;
    p = load_varint(p, end, size);
    if (p != nullptr) p = load_varint(p, end, entries);
    if (p == nullptr || size == 0 || size > kLargestBlock || entries == 0 || entries > size) bad();
    block.size = static_cast<std::uint32_t>(size);
    block.entries = static_cast<std::uint32_t>(entries);
    block.key.assign(header_.order + 1, kBoundary);
    for (unsigned k = 0; k <= header_.order; ++k) {
      Symbol symbol = kBoundary;
      p = codes_->load(p, end, symbol);
      if (p == nullptr) bad();
      block.key[k] = symbol;
      if (symbol == kBoundary && k > 0) break;
    }
  }
  if (p != end) bad();
}

void CountFileReader::read_block(std::size_t block, std::vector<std::uint8_t>& payload) const {
  const BlockEntry& expected = blocks_[block];
  payload.resize(kBlockHeaderBytes + expected.size);
  const std::size_t got = file_.read_at(payload.data(), payload.size(), expected.offset);
  const std::string name = "block " + std::to_string(block);
  if (got != payload.size()) fail(expected.offset + got, name + " is cut off" + kDamaged);
  const std::uint8_t* const p = payload.data();
  if (load_u32(p) != expected.size || load_u32(p + 4) != expected.entries ||
      load_u32(p + 8) !=
          part_crc(footer_.file_id, Part::kBlock, block, expected.entries, p + kBlockHeaderBytes, expected.size)) {
    fail(expected.offset, "the checksum of " + name + " is wrong" + kDamaged);
  }
  payload.erase(payload.begin(), payload.begin() + kBlockHeaderBytes);
}

Digest CountFileReader::digest() const {
  Blake2b hash;
  std::uint8_t id[8];
  store_u64(id, footer_.file_id);
  hash.update(id, sizeof id);
  std::uint8_t bytes[kBlockHeaderBytes];
  for (std::size_t b = 0; b < blocks_.size(); ++b) {
    if (file_.read_at(bytes, sizeof bytes, blocks_[b].offset) != sizeof bytes) {
      fail(blocks_[b].offset, "block " + std::to_string(b) + " is cut off" + kDamaged);
    }
    hash.update(bytes, sizeof bytes);
  }
  const std::array<std::uint8_t, kFooterBytes> footer = encode_footer(footer_);
  hash.update(footer.data(), footer.size());
  return hash.finish();
}

void CountFileReader::check_end(std::size_t block, const EntryReader& entry, std::uint32_t entries) const {
  const std::uint64_t offset = blocks_[block].offset + kBlockHeaderBytes + entry.offset();
  if (entry.problem() != nullptr) {
    fail(offset, std::string(entry.problem()) + " in block " + std::to_string(block) + kDamaged);
  }
  if (entries != blocks_[block].entries) {
    fail(offset, "block " + std::to_string(block) + " has other entries than it says" + kDamaged);
  }
}

void CountFileReader::fail(std::uint64_t offset, const std::string& what) const {
  throw FormatError(path_, offset, what);
}

namespace {

/// What one worker found in its share of the blocks.
struct Share {
  explicit Share(unsigned order) : balance(order) {}

  std::vector<Symbol> first, last;             ///< windows; empty for no blocks
  std::vector<std::uint64_t> begins, seconds;  ///< windows by their first and second symbol
  WindowBalance balance;
};

Share check_share(const CountFileReader& file, std::size_t begin, std::size_t end, JobControl& control) {
  const std::size_t symbols = file.header().symbols.size() + 1, window = file.header().order + 1;
  Share share(file.header().order);
  share.begins.resize(symbols);
  share.seconds.resize(symbols);
  EntryReader reader = file.entry_reader();
  std::vector<std::uint8_t> buffer;
  for (std::size_t block = begin; block < end; ++block) {
    control.check();
    bool is_first = true;
    file.for_entries(block, buffer, reader, [&](const EntryReader& entry) {
      const Symbol* const s = entry.symbols();
      if (is_first && !std::equal(s, s + window, file.block(block).key.begin())) {
        file.fail(file.block(block).offset,
                  "block " + std::to_string(block) + " is not where the index says" + kDamaged);
      }
      if (is_first && block == begin) share.first.assign(s, s + window);
      is_first = false;
      share.begins[s[0]] = checked_add(share.begins[s[0]], entry.count());
      share.seconds[s[1]] = checked_add(share.seconds[s[1]], entry.count());
      share.balance.add(entry);
    });
    control.advance(buffer.size());
  }
  if (begin < end) share.last.assign(reader.symbols(), reader.symbols() + window);
  return share;
}

}  // namespace

void verify(const CountFileReader& file, unsigned threads, JobControl& control) {
  control.expect(file.size());
  std::vector<Share> shares(threads, Share(file.header().order));
  run_workers(threads, control, [&](unsigned worker) {
    shares[worker] = check_share(file, share_begin(file.blocks(), worker, threads),
                                 share_begin(file.blocks(), worker + 1, threads), control);
  });
  const std::vector<std::uint64_t> histogram = file.header().histogram();
  std::vector<std::uint64_t> begins(histogram.size()), seconds(histogram.size());
  WindowBalance balance(file.header().order);
  std::vector<Symbol> last;
  for (const Share& share : shares) {
    if (!last.empty() && !share.first.empty() && last >= share.first) {
      file.fail(kPreambleBytes, std::string("blocks out of order") + kDamaged);
    }
    if (!share.last.empty()) last = share.last;
    balance.add(share.balance);
    for (std::size_t s = 0; s < histogram.size(); ++s) {
      begins[s] = checked_add(begins[s], share.begins[s]);
      seconds[s] = checked_add(seconds[s], share.seconds[s]);
    }
  }
  // Every unit, and every boundary before a run, begins one window; all of them but the boundaries
  // before, and the boundaries behind the runs instead, are the second of one.
  if (begins != histogram || seconds != histogram) {
    file.fail(kPreambleBytes, std::string("the windows do not fit the symbol table") + kDamaged);
  }
  balance.require(file);
}

}  // namespace newword
