#include "newword/count_file/count_codec.hpp"

#include <algorithm>
#include <numeric>

#include "newword/system/errors.hpp"

namespace newword {

SymbolCodes::SymbolCodes(const std::vector<std::uint64_t>& histogram)
    : codes_(histogram.size()), sizes_(histogram.size()), symbols_(histogram.size()) {
  std::iota(symbols_.begin(), symbols_.end(), Symbol{0});
  std::stable_sort(symbols_.begin() + 1, symbols_.end(),
                   [&](Symbol a, Symbol b) { return histogram[a] > histogram[b]; });
  constexpr std::size_t kTwo = kOneByte + std::size_t{kTwoBytes - kOneByte} * 256;
  constexpr std::size_t kLongLeads = 256 - kTwoBytes;
  if (symbols_.size() > kTwo + (kLongLeads << 16)) tail_of_long_ = 3;
  if (symbols_.size() > kTwo + (kLongLeads << 24)) throw OverflowError("more units than a count file can name");
  for (std::size_t rank = 0; rank < symbols_.size(); ++rank) {
    std::uint8_t bytes[4] = {};
    unsigned tail = 0;
    std::size_t value = rank;
    std::uint32_t first_lead = 0;
    if (rank >= kTwo) {
      tail = tail_of_long_;
      value = rank - kTwo;
      first_lead = kTwoBytes;
    } else if (rank >= kOneByte) {
      tail = 1;
      value = rank - kOneByte;
      first_lead = kOneByte;
    }
    bytes[0] = static_cast<std::uint8_t>(first_lead + (value >> (8 * tail)));
    for (unsigned i = 1; i <= tail; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (8 * (tail - i)));
    std::memcpy(&codes_[symbols_[rank]], bytes, sizeof bytes);
    sizes_[symbols_[rank]] = static_cast<std::uint8_t>(1 + tail);
  }
}

const std::uint8_t* SymbolCodes::load_long(std::uint32_t lead, const std::uint8_t* from, const std::uint8_t* end,
                                           Symbol& symbol) const {
  const bool is_two = lead < kTwoBytes;
  const unsigned tail = is_two ? 1 : tail_of_long_;
  if (static_cast<std::size_t>(end - from) < tail) return nullptr;
  std::size_t rank = lead - (is_two ? kOneByte : kTwoBytes);
  for (unsigned i = 0; i < tail; ++i) rank = rank << 8 | *from++;
  rank += is_two ? kOneByte : kOneByte + std::size_t{kTwoBytes - kOneByte} * 256;
  if (rank >= symbols_.size()) return nullptr;
  symbol = symbols_[rank];
  return from;
}

bool EntryReader::next() {
  if (at_ == end_ || problem_ != nullptr) return false;
  const unsigned tag = *at_;
  const std::uint8_t* p = at_ + 1;
  shared_ = static_cast<unsigned>(tag / counts_in_tag_);
  Count count = tag % counts_in_tag_ + 1;
  if (shared_ >= window_ || (shared_ > 0 && at_ == begin_)) return fail("an entry that shares too much");
  if (count == counts_in_tag_) {
    Count more = 0;
    p = load_varint(p, end_, more);
    if (p == nullptr || more > UINT64_MAX - count) return fail("a count that is cut off");
    count += more;
  }
  for (unsigned k = 1; k < shared_; ++k) {
    if (symbols_[k] == kBoundary) return fail("an entry that goes on behind a boundary");
  }
  if (shared_ > 1 && symbols_[shared_ - 1] == kBoundary) return fail("an entry that goes on behind a boundary");
  bool is_greater = !has_window_;
  for (unsigned k = shared_; k < window_; ++k) {
    Symbol symbol = kBoundary;
    p = codes_->load(p, end_, symbol);
    if (p == nullptr) return fail("a code that no unit has");
    if (!is_greater && symbol < symbols_[k]) return fail("entries out of order");
    is_greater = is_greater || symbol > symbols_[k];
    symbols_[k] = symbol;
    if (symbol == kBoundary && k > 0) {
      if (k == 1 && symbols_[0] == kBoundary) return fail("two boundaries in a row");
      std::fill(symbols_ + k, symbols_ + window_, kBoundary);
      break;
    }
  }
  if (!is_greater) return fail("entries out of order");
  has_window_ = true;
  count_ = count;
  at_ = p;
  return true;
}

}  // namespace newword
