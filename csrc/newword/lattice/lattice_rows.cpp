#include "newword/lattice/lattice_rows.hpp"

#include <algorithm>

namespace newword {

RowSums::RowSums(const RowLayout& layout, unsigned sets, unsigned copies)
    : layout_(&layout), sets_(sets), copies_(copies) {
  for (PageBuffer& copy : copies_) {
    copy.ensure(layout.size() * sets * sizeof(std::uint64_t));
    std::fill_n(copy.as<std::uint64_t>(), layout.size() * sets, std::uint64_t{0});
  }
}

std::span<const std::uint64_t> RowSums::unite(unsigned threads, JobControl& control) {
  std::uint64_t* const sums = copies_.front().as<std::uint64_t>();
  for_strides(layout_->size() * sets_, threads, control, [&](unsigned, std::size_t begin, std::size_t end) {
    for (std::size_t copy = 1; copy < copies_.size(); ++copy) {
      const std::uint64_t* const other = copies_[copy].as<std::uint64_t>();
      for (std::size_t i = begin; i < end; ++i) sums[i] += other[i];
    }
  });
  copies_.resize(1);
  return {sums, size()};
}

void RowSums::fold(const NgramTable& table, std::array<bool, kMaxSets> has_one_more, unsigned threads,
                   JobControl& control) {
  (void)unite(threads, control);
  std::uint64_t* const sums = copies_.front().as<std::uint64_t>();
  for (unsigned order = layout_->max_order(); order >= 2; --order) {
    for_children(table, order, threads, control, [&](std::size_t parent, std::size_t child) {
      std::uint64_t* to = sums + sets_ * layout_->row(order - 1, parent);
      const std::uint64_t* from = sums + sets_ * layout_->row(order, child);
      for (unsigned set = 0; set < sets_; ++set) {
        for (unsigned k = 0; k < order - 1 + has_one_more[set]; ++k) to[k] += from[k];
        to += RowLayout::stride(order - 1);
        from += RowLayout::stride(order);
      }
    });
  }
}

}  // namespace newword
