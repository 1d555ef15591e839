#include "newword/parts/window_sender.hpp"

#include <algorithm>
#include <stdexcept>

namespace newword {

WindowSender::WindowSender(const std::string& path, std::vector<Symbol> symbol_of, const std::vector<Count>& histogram,
                           Count min_count, Count most_of_part)
    : file_(path),
      entry_(file_.entry_reader()),
      balance_(file_.header().order),
      symbol_of_(std::move(symbol_of)),
      parts_(histogram, min_count, most_of_part),
      codes_(histogram),
      encoders_(parts_.all().size()),
      lasts_(parts_.all().size()) {
  const bool fits =
      symbol_of_.size() == file_.header().symbols.size() + 1 &&
      std::adjacent_find(symbol_of_.begin(), symbol_of_.end(), std::greater_equal<>()) == symbol_of_.end() &&
      symbol_of_.front() == kBoundary && symbol_of_.back() < histogram.size();
  if (!fits) throw std::invalid_argument("the symbols do not fit the count file");
}

std::vector<PartBlob> WindowSender::next(std::size_t most_bytes) {
  while (block_ < file_.blocks() && held_ < most_bytes) {
    file_.for_entries(block_++, buffer_, entry_, [&](const EntryReader& entry) {
      balance_.add(entry);
      take(entry);
    });
    if (block_ == file_.blocks()) balance_.require(file_);
  }
  std::vector<PartBlob> blobs;
  for (std::uint32_t part = 0; part < encoders_.size(); ++part) {
    if (encoders_[part] == nullptr) continue;
    encoders_[part]->begin_bucket();
    encoders_[part]->drain([&](const std::uint8_t* bytes, const std::vector<Chunk>& chunks) {
      std::size_t size = 0;
      for (const Chunk& chunk : chunks) size += chunk.size;
      blobs.emplace_back(part, std::string(reinterpret_cast<const char*>(bytes), size));
    });
    encoders_[part].reset();
    lasts_[part].is_there = false;
  }
  held_ = 0;
  return blobs;
}

void WindowSender::take(const EntryReader& entry) {
  const unsigned size = file_.header().order + 1;
  Symbol window[EntryReader::kMaxWindow];
  for (unsigned k = 0; k < size; ++k) window[k] = symbol_of_[entry.symbols()[k]];
  const std::uint32_t part = parts_.part_of(window);
  if (part == WindowParts::kNone) return;
  if (encoders_[part] == nullptr) encoders_[part] = std::make_unique<ChunkEncoder>(codes_, size - 1);
  Last& last = lasts_[part];
  unsigned shared = 0;
  if (last.is_there) {
    while (last.symbols[shared] == window[shared]) ++shared;
  }
  const std::size_t before = encoders_[part]->bytes_held();
  encoders_[part]->add(shared, entry.count(), [&](unsigned k) { return window[k]; });
  held_ += encoders_[part]->bytes_held() - before;
  std::copy_n(window, size, last.symbols);
  last.is_there = true;
}

}  // namespace newword
