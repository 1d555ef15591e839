#include "newword/count_file/count_writer.hpp"

#include <algorithm>
#include <stdexcept>

#include "newword/base/little_endian.hpp"
#include "newword/system/errors.hpp"

namespace newword {

CountFileWriter::CountFileWriter(Output& output, const CountFileHeader& header, std::size_t block_bytes)
    : output_(&output),
      block_bytes_(std::min(block_bytes, kBlockBytes)),
      expected_(header.windows()),
      block_(kBlockHeaderBytes) {
  const EncodedHeader encoded = encode_header(header);
  footer_.file_id = encoded.file_id;
  output.write(encoded.bytes.data(), encoded.bytes.size());
}

void CountFileWriter::append(const std::uint8_t* bytes, const std::vector<Chunk>& chunks) {
  for (const Chunk& chunk : chunks) {
    if (entries_ > 0 && block_.size() - kBlockHeaderBytes + chunk.size > block_bytes_) flush_block();
    if (entries_ == 0) key_.assign(bytes + chunk.key_begin, bytes + chunk.key_begin + chunk.key_size);
    block_.insert(block_.end(), bytes, bytes + chunk.size);
    entries_ += chunk.entries;
    footer_.entries += chunk.entries;
    footer_.windows = checked_add(footer_.windows, chunk.windows);
    bytes += chunk.size;
  }
}

void CountFileWriter::flush_block() {
  const std::size_t size = block_.size() - kBlockHeaderBytes;
  store_u32(block_.data(), narrow<std::uint32_t>(size));
  store_u32(block_.data() + 4, entries_);
  store_u32(block_.data() + 8,
            part_crc(footer_.file_id, Part::kBlock, footer_.blocks, entries_, block_.data() + kBlockHeaderBytes, size));
  output_->write(block_.data(), block_.size());
  append_varint(index_, size);
  append_varint(index_, entries_);
  index_.insert(index_.end(), key_.begin(), key_.end());
  block_.resize(kBlockHeaderBytes);
  entries_ = 0;
  ++footer_.blocks;
}

void CountFileWriter::finish() {
  if (entries_ > 0) flush_block();
  if (footer_.windows != expected_) throw std::logic_error("windows were lost on the way into a count file");
  footer_.index_offset = output_->size();
  footer_.index_bytes = index_.size();
  footer_.index_crc = part_crc(footer_.file_id, Part::kIndex, footer_.blocks, 0, index_.data(), index_.size());
  output_->write(index_.data(), index_.size());
  const auto footer = encode_footer(footer_);
  output_->write(footer.data(), footer.size());
}

}  // namespace newword
