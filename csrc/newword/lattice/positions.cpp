#include "newword/lattice/positions.hpp"

#include <algorithm>
#include <bit>
#include <type_traits>
#include <utility>

#include "newword/base/hash_seed.hpp"
#include "newword/system/memory_pages.hpp"
#include "newword/system/prefetch.hpp"

namespace newword {

namespace {

/// Children by (prefix, symbol); a place names the prefix. Open addressing, keys compared in full.
class ChildIndex {
 public:
  struct Slot {
    std::uint64_t key = 0;  ///< 0: empty; no child is a boundary
    Place child = 0;
    std::uint32_t has_children = 0;
  };

  ChildIndex(const NgramTable& table, const RowLayout& layout, const JobControl& control) {
    std::size_t children = 0;
    for (unsigned order = 2; order <= layout.max_order(); ++order) children += table.level(order).size();
    shift_ = 64 - static_cast<int>(std::bit_width(children * 3 / 2 + 2));
    size_ = std::size_t{1} << (64 - shift_);
    memory_.ensure(size_ * sizeof(Slot));
    std::fill_n(slots(), size_, Slot{});
    for (unsigned order = 1; order < layout.max_order(); ++order) {
      control.check();
      const Level& parents = table.level(order);
      const Level& level = table.level(order + 1);
      for (std::size_t p = 0; p < parents.size(); ++p) {
        if ((p & 0xFFFF) == 0) control.check();
        for (NodeIndex c = parents.first_child[p]; c < parents.first_child[p + 1]; ++c) {
          const bool has_children = order + 1 < layout.max_order() && level.first_child[c] < level.first_child[c + 1];
          insert(layout.place(order, p), level.symbol[c], layout.place(order + 1, c), has_children);
        }
      }
    }
  }

  [[nodiscard]] const Slot* home(Place prefix, Symbol symbol) const {
    return slots() + hash_of(key_of(prefix, symbol));
  }
  /// The slot of a child, or an empty one. `home` as given by home().
  [[nodiscard]] const Slot& find(const Slot* home, Place prefix, Symbol symbol) const {
    const std::uint64_t key = key_of(prefix, symbol);
    while (home->key != key && home->key != 0) {
      if (++home == slots() + size_) home = slots();
    }
    return *home;
  }

 private:
  static std::uint64_t key_of(Place prefix, Symbol symbol) { return std::uint64_t{prefix} << 32 | symbol; }
  [[nodiscard]] std::size_t hash_of(std::uint64_t key) const {
    key *= multiplier_;
    key ^= key >> 32;
    return (key * 0x9E3779B97F4A7C15u) >> shift_;
  }

  void insert(Place prefix, Symbol symbol, Place child, bool has_children) {
    Slot& slot = const_cast<Slot&>(find(home(prefix, symbol), prefix, symbol));
    slot = {key_of(prefix, symbol), child, has_children};
  }

  [[nodiscard]] Slot* slots() { return memory_.as<Slot>(); }
  [[nodiscard]] const Slot* slots() const { return memory_.as<Slot>(); }

  std::uint64_t multiplier_ = hash_seed().multiplier;
  int shift_ = 0;
  std::size_t size_ = 0;
  PageBuffer memory_;
};

template <class Number>
class Finder {
 public:
  Finder(std::size_t alphabet_size, const NgramTable& table, const RowLayout& layout, const JobControl& control)
      : children_(table, layout, control), roots_(alphabet_size + 1, kRarePlace), max_order_(layout.max_order()) {
    roots_[kBoundary] = kBoundaryPlace;
    const Level& level = table.level(1);
    for (std::size_t i = 0; i < level.size(); ++i) roots_[level.symbol[i]] = layout.place(1, i);
  }

  /// Places of `size` symbols; max_order more symbols can be read.
  void find(const Number* text, std::size_t size, Place* places) const {
    for (std::size_t begin = 0; begin < size; begin += kWindow) {
      find_window(text + begin, std::min(kWindow, size - begin), places + begin);
    }
  }

 private:
  static constexpr std::size_t kWindow = 1024;

  void find_window(const Number* text, std::size_t size, Place* places) const {
    const ChildIndex::Slot* homes[kWindow];
    std::uint16_t alive[kWindow];
    std::size_t n = 0;
    for (std::size_t i = 0; i < size; ++i) {
      places[i] = roots_[text[i]];
      alive[n] = static_cast<std::uint16_t>(i);
      n += (text[i] != kBoundary) & (text[i + 1] != kBoundary);
    }
    for (unsigned depth = 1; depth < max_order_ && n > 0; ++depth) {
      for (std::size_t j = 0; j < n; ++j) {
        const std::uint16_t i = alive[j];
        homes[j] = children_.home(places[i], text[i + depth]);
        prefetch(homes[j]);
      }
      std::size_t found = 0;
      for (std::size_t j = 0; j < n; ++j) {
        const std::uint16_t i = alive[j];
        const ChildIndex::Slot& slot = children_.find(homes[j], places[i], text[i + depth]);
        places[i] = slot.key == 0 ? places[i] : slot.child;
        alive[found] = i;
        found += slot.has_children & static_cast<unsigned>(text[i + depth + 1] != kBoundary);
      }
      n = found;
    }
  }

  ChildIndex children_;
  std::vector<Place> roots_;
  unsigned max_order_;
};

}  // namespace

Positions::Positions(Paged<Place> places) : places_(std::move(places)), size_(places_.size() - kLanes) {
  for (std::size_t begin = 0; begin < size_;) {
    std::size_t end = std::min(size_, begin + kBlock);
    while (end < size_ && places_[end] != kBoundaryPlace) ++end;
    blocks_.push_back({begin, end});
    begin = end;
  }
}

Positions Positions::sample(std::uint64_t of_2_32, const MemoryBudget& budget, const JobControl& control) const {
  constexpr std::uint64_t kCheckEvery = 1 << 14;
  Spool<Place> kept(budget.part(4), budget.temp_dir);
  kept.push_back(kBoundaryPlace);
  std::uint64_t run = 0;
  for (std::size_t i = 1; i < size_; ++run) {
    if (run % kCheckEvery == 0) {
      control.check();
      release(0, i);
    }
    std::size_t end = i;
    while (places_[end] != kBoundaryPlace) ++end;
    if (is_in_sample(run, of_2_32)) {
      kept.append(end + 1 - i, [&](Place* to) { std::copy(&places_[i], &places_[end] + 1, to); });
    }
    i = end + 1;
  }
  kept.append(kLanes, [](Place* to) { std::fill_n(to, kLanes, kBoundaryPlace); });
  return Positions(kept.take());
}

Positions find_positions(const Text& text, const NgramTable& table, const RowLayout& layout, unsigned threads,
                         const MemoryBudget& budget, JobControl& control) {
  return text.visit([&](auto symbols) {
    using Number = std::remove_const_t<typename decltype(symbols)::element_type>;
    const Finder<Number> finder(text.alphabet().size(), table, layout, control);
    Paged<Place> places = make_paged<Place>(symbols.size() + kLanes, budget.part(4), budget.temp_dir);
    std::fill_n(places.data() + symbols.size(), kLanes, kBoundaryPlace);
    for_strides(symbols.size(), threads, control, [&](unsigned, std::size_t begin, std::size_t end) {
      finder.find(symbols.data() + begin, end - begin, places.data() + begin);
      text.release(begin, end);
      places.release(begin, end);
    });
    return Positions(std::move(places));
  });
}

RunEdges count_run_edges(const Text& text, const JobControl& control) {
  RunEdges edges;
  edges.begins.resize(text.alphabet().size() + 1);
  edges.ends.resize(text.alphabet().size() + 1);
  text.visit([&](auto symbols) {
    for (std::size_t i = 1; i < symbols.size(); ++i) {
      if (i % (kStride << 5) == 0) {
        control.check();
        text.release(0, i);
      }
      if (symbols[i] != kBoundary) continue;
      ++edges.ends[symbols[i - 1]];
      ++edges.begins[symbols[i + 1 < symbols.size() ? i + 1 : 0]];
    }
    if (symbols.size() > 1) ++edges.begins[symbols[1]];
  });
  edges.begins[kBoundary] = edges.ends[kBoundary] = 0;
  edges.runs = text.histogram()[kBoundary] - 1;
  return edges;
}

}  // namespace newword
