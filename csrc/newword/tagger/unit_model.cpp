#include "newword/tagger/unit_model.hpp"

#include <algorithm>
#include <bit>

#include "newword/system/prefetch.hpp"

namespace newword {

namespace {

/// D of 1, 2, and 3 and more, by order from 2: about what the closed form gives texts of 16,000 to 900,000 characters,
/// news or novel. It needs the n-grams that occur once, which a table mostly lacks.
constexpr double kDiscounts[UnitModel::kOrder - 1][3] = {{0.75, 1.12, 1.42}, {0.86, 1.23, 1.47}, {0.90, 1.35, 1.58}};

double discount(unsigned order, Count amount) { return kDiscounts[order - 2][std::min<Count>(amount, 3) - 1]; }

/// Between whole numbers, in proportion.
double discount_of_mean(unsigned order, double amount) {
  const auto whole = static_cast<Count>(amount);
  const double share = amount - static_cast<double>(whole);
  return (1 - share) * discount(order, whole) + share * discount(order, whole + 1);
}

/// Mean count over the occurrences of what occurs fewer than `least` times.
double mean_missing_count(Count least) {
  double occurrences = 0, weighted = 0;
  for (Count n = 1; n < std::max<Count>(least, 2); ++n) {
    occurrences += 1 / static_cast<double>(n + 1);
    weighted += static_cast<double>(n) / static_cast<double>(n + 1);
  }
  return weighted / occurrences;
}

Count least_count(const NgramTable& table, unsigned max_order) {
  constexpr Count kMost = 1000;
  Count least = kMost;
  bool is_empty = true;
  for (unsigned order = 2; order <= max_order; ++order) {
    for (const Count count : table.level(order).count.span()) {
      least = std::min(least, count);
      is_empty = false;
    }
  }
  return is_empty ? 2 : least;
}

/// Logarithms of base 10, 0 < x <= 1; within 1e-8. The same bits on every processor.
void take_logs(double* x, std::size_t size) {
  constexpr double kLog10Of2 = 0.30102999566398119521, kLog10OfESquared = 0.86858896380650365530;
  constexpr std::uint64_t kOne = 0x3FF0000000000000, kRootHalf = 0x3FE6A09E667F3BCD, kTwoTo52 = 0x4330000000000000;
  for (std::size_t i = 0; i < size; ++i) {
    // x = m 2^e with m in [sqrt(1/2), sqrt(2)), by integer operations that a compiler can do in lanes.
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(x[i]);
    const std::uint64_t biased = (bits + (kOne - kRootHalf)) >> 52;
    const double m = std::bit_cast<double>(bits - (biased << 52) + kOne);
    const double e = std::bit_cast<double>(biased | kTwoTo52) - 4503599627371519.0;  // 2^52 + 1023
    const double s = (m - 1) / (m + 1);
    const double z = s * s;
    double sum = 1.0 / 9;
    sum = sum * z + 1.0 / 7;
    sum = sum * z + 1.0 / 5;
    sum = sum * z + 1.0 / 3;
    sum = sum * z + 1.0;
    x[i] = e * kLog10Of2 + kLog10OfESquared * (s * sum);
  }
}

}  // namespace

UnitModel::UnitModel(const Lattice& lattice, unsigned threads, JobControl& control)
    : lattice_(&lattice),
      order_(std::min(kOrder, lattice.max_order())),
      missing_(mean_missing_count(least_count(lattice.ngrams(), order_))) {
  rows_.ensure(lattice.layout.size() * sizeof(Value));
  std::fill_n(rows_.as<Value>(), lattice.layout.size(), Value{0, 1});
  estimate_units();
  for (unsigned order = 2; order <= order_; ++order) estimate_level(order, threads, control);
  lower_ = {};
  own_ = {};
  for (unsigned order = order_ + 1; order <= lattice.max_order(); ++order) copy_rows(order, threads, control);
}

void UnitModel::estimate_units() {
  const Level& level = lattice_->ngrams().level(1);
  const auto amounts = order_ == 1 ? level.count.span() : level.left_variety.span();
  std::uint64_t total = lattice_->rare_tokens;
  for (const Count amount : amounts) total += amount;
  const double per_token = 1 / static_cast<double>(std::max<std::uint64_t>(total, 1));
  const auto rare = static_cast<double>(lattice_->rare_tokens);
  const double of_rare = rare > 0 ? rare / static_cast<double>(lattice_->rare_types) * per_token : per_token;
  Value* const rare_row = rows_.as<Value>() + row_of(kRarePlace);
  rare_row[0] = {static_cast<float>(of_rare), 0};
  if (order_ > 1) {
    const double own = (1 - discount(2, 1)) / missing_;
    rare_row[1] = {static_cast<float>(own), static_cast<float>(1 - own)};
  }
  own_.resize(level.size());
  for (std::size_t i = 0; i < level.size(); ++i) {
    own_[i] = static_cast<float>(static_cast<double>(amounts[i]) * per_token);
    row(1, i)[0] = {own_[i], 0};
  }
}

void UnitModel::estimate_level(unsigned order, unsigned threads, JobControl& control) {
  const Level& parents = lattice_->ngrams().level(order - 1);
  const Level& level = lattice_->ngrams().level(order);
  const std::vector<NodeIndex>& suffix = lattice_->links[order].suffix;
  const auto amounts = order == order_ ? level.count.span() : level.left_variety.span();
  const double taken_from_missing = discount_of_mean(order, missing_);
  lower_.swap(own_);
  own_.resize(level.size());
  for_strides(parents.size(), threads, control, [&](unsigned, std::size_t begin, std::size_t end) {
    constexpr std::size_t kAhead = 16;
    for (std::size_t h = begin; h < end; ++h) {
      const NodeIndex first = parents.first_child[h], last = parents.first_child[h + 1];
      Count followed = 0, amount = 0;
      double taken = 0;
      for (NodeIndex c = first; c < last; ++c) {
        followed += level.count[c];
        amount += amounts[c];
        taken += discount(order, amounts[c]);
      }
      const Count rest = parents.count[h] - std::min(followed, parents.count[h]);
      const double total = static_cast<double>(amount + rest);
      const double backoff = (taken + static_cast<double>(rest) / missing_ * taken_from_missing) / total;
      Value* const parent = row(order - 1, h);
      parent[order - 1] = {static_cast<float>((missing_ - taken_from_missing) / total), static_cast<float>(backoff)};
      for (NodeIndex c = first; c < last; ++c) {
        if (c + kAhead < level.size()) prefetch(lower_.data() + suffix[c + kAhead]);
        const double own = static_cast<double>(amounts[c]) - discount(order, amounts[c]);
        own_[c] = static_cast<float>(own / total + backoff * static_cast<double>(lower_[suffix[c]]));
        Value* const child = row(order, c);
        std::copy_n(parent, order - 1, child);
        child[order - 1] = {own_[c], 0};
      }
    }
  });
}

void UnitModel::copy_rows(unsigned order, unsigned threads, JobControl& control) {
  for_children(lattice_->ngrams(), order, threads, control, [&](std::size_t parent, std::size_t child) {
    std::copy_n(row(order - 1, parent), order_, row(order, child));
  });
}

void UnitModel::find_chances(const Place* places, std::size_t size, std::size_t known, Chances* chances) const {
  constexpr std::size_t kAhead = 16;
  const Value* const rows = rows_.as<Value>();
  Chances of_missing{};
  for (unsigned k = 1; k < order_; ++k) of_missing[k] = (1 - discount(k + 1, 1)) / missing_;
  // Rows and depths of the places 1, 2 and 3 before.
  const Value* before[kOrder] = {};
  unsigned depth[kOrder] = {};
  for (std::size_t i = 0; i < size; ++i) {
    if (i + kAhead < known) prefetch(rows + row_of(places[i + kAhead]));
    const Value* const here = rows + row_of(places[i]);
    double p = static_cast<double>(here[0].own);
    chances[i][0] = p;
    for (unsigned k = 1; k < kOrder; ++k) {
      if (k <= i) {
        if (depth[k] > k) {
          p = static_cast<double>(before[k][k].own);
        } else if (depth[k] == k) {
          p = static_cast<double>(before[k][k].own) + static_cast<double>(before[k][k].lower) * p;
        } else {
          p = of_missing[k] + (1 - of_missing[k]) * p;
        }
      }
      chances[i][k] = p;
    }
    for (unsigned k = kOrder - 1; k > 1; --k) {
      before[k] = before[k - 1];
      depth[k] = depth[k - 1];
    }
    before[1] = here;
    depth[1] = depth_of(places[i]);
  }
}

void UnitModel::find_evidence(const Place* places, std::size_t size, std::size_t known, GapEvidence* gaps,
                              std::vector<Chances>& room) const {
  const auto at = [&](std::size_t gap, Evidence what) -> double& { return gaps[gap][static_cast<unsigned>(what)]; };
  room.resize(size);
  find_chances(places, size, known, room.data());
  take_logs(room.data()->data(), size * kOrder);
  for (std::size_t i = 0; i < size; ++i) {
    const Chances& log = room[i];
    gaps[i] = {};
    if (i == 0) continue;
    at(i, Evidence::kBond1) = log[1] - log[0];
    at(i, Evidence::kBond2) = log[2] - log[0];
    at(i, Evidence::kBond3) = log[3] - log[0];
    if (i == 1) continue;
    at(i, Evidence::kBondLeft) = at(i - 1, Evidence::kBond1);
    at(i - 1, Evidence::kBondRight) = log[1] - log[0];
    at(i - 1, Evidence::kAcross) = log[2] - log[1];
  }
}

}  // namespace newword
