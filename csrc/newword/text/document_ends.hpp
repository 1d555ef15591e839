// Where the documents of a text end.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "newword/base/paged.hpp"
#include "newword/system/memory_budget.hpp"

namespace newword {

/// The documents of a text, numbered from 0 in its order; those without a unit are none. Grows with
/// the text; a large one lies in a temporary file. Thread-safe once it is closed.
class DocumentEnds {
 public:
  explicit DocumentEnds(const MemoryBudget& budget) : open_(budget.part(16), budget.temp_dir) {}

  /// Ends a document before this place of the text. False if nothing was added to the text since the last.
  bool end_at(std::size_t place) {
    if (place <= last_) return false;
    open_.push_back(place);
    last_ = place;
    ++size_;
    return true;
  }
  /// Nothing is added from now on.
  void close() {
    if (!is_closed_) ends_ = open_.take();
    is_closed_ = true;
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// The number of the document that a place of the text is in, once closed.
  [[nodiscard]] std::size_t number_of(std::size_t place) const {
    const std::uint64_t* const end = ends_.data() + size_;
    return static_cast<std::size_t>(std::upper_bound(ends_.data(), end, place) - ends_.data());
  }
  /// Where a document ends, once closed.
  [[nodiscard]] std::size_t end_of(std::size_t document) const { return ends_[document]; }
  [[nodiscard]] std::size_t bytes_in_memory() const {
    return is_closed_ ? (ends_.is_mapped() ? 0 : size_ * sizeof(std::uint64_t)) : open_.bytes();
  }

 private:
  Spool<std::uint64_t> open_;
  Paged<std::uint64_t> ends_;
  std::size_t size_ = 0;
  std::size_t last_ = 1;  ///< the boundary that a text begins with is in no document
  bool is_closed_ = false;
};

}  // namespace newword
