#include "newword/count/buckets.hpp"

#include <algorithm>

#include "newword/ngrams/entropy.hpp"
#include "newword/system/errors.hpp"

namespace newword {

namespace {

constexpr std::size_t kStride = std::size_t{1} << 20;  ///< symbols between two looks at the control

/// Calls work(first, last) for the stretches of one worker's share of the text.
template <class Work>
void for_share(const Text& text, unsigned worker, unsigned workers, const JobControl& control, const Work& work) {
  const std::size_t end = share_begin(text.size(), worker + 1, workers);
  for (std::size_t i = share_begin(text.size(), worker, workers); i < end;) {
    control.check();
    const std::size_t next = std::min(end, i + kStride);
    work(i, next);
    text.release(i, next);
    i = next;
  }
}

void summarize(const std::vector<Count>& counts, Count size, const EntropyTerms& terms, Count& variety,
               double& entropy) {
  EntropySum sum;
  variety = counts[kBoundary];
  for (std::size_t s = kBoundary + 1; s < counts.size(); ++s) {
    if (counts[s] == 0) continue;
    ++variety;
    // The same choice as in a bucket, for the same bits.
    if (size < EntropyTerms::kSmall) {
      terms.add_small(sum, counts[s]);
    } else {
      terms.add_large(sum, counts[s]);
    }
  }
  entropy = terms.entropy(size, sum);
}

}  // namespace

std::uint32_t FollowerCodes::search(Symbol symbol) const {
  const auto place = std::lower_bound(sparse_.begin(), sparse_.end(), symbol,
                                      [](const Entry& entry, Symbol s) { return entry.symbol < s; });
  return place != sparse_.end() && place->symbol == symbol ? place->code : kNone;
}

/// Neighbours of one split prefix in one worker's share.
struct Buckets::Tally {
  std::vector<Count> left, right;
};

Buckets::Buckets(const Text& text, const BucketLimits& limits, JobControl& control)
    : limits_(limits), symbols_(text.histogram().size()), root_(symbols_, kNone) {
  std::vector<std::vector<Count>> shares(limits.threads);
  run_workers(limits.threads, control, [&](unsigned worker) {
    std::vector<Count> counts(symbols_);
    text.visit([&](auto symbols) {
      for_share(text, worker, limits.threads, control, [&](std::size_t i, std::size_t end) {
        for (; i < end; ++i) ++counts[symbols[i]];
      });
    });
    shares[worker] = std::move(counts);
  });
  for (Symbol s = kBoundary + 1; s < symbols_; ++s) {
    const Count count = text.histogram()[s];
    if (count >= limits.min_count && count > most_records(1)) root_[s] = add_split(s, 1, count);
  }
  const std::size_t tally_bytes = 2 * sizeof(Count) * symbols_ * limits.threads;
  const std::size_t at_once = std::max<std::size_t>(1, limits.tally_bytes / tally_bytes);
  for (std::size_t done = 0; done < splits_.size();) {
    const std::size_t end = std::min(splits_.size(), done + at_once);
    split(text, done, end, control);
    done = end;
  }
  number_units(text, shares);
  parts_ = {};
}

Count Buckets::most_records(unsigned depth) const {
  return std::min<Count>(limits_.bucket_numbers / record_size(limits_.max_order, depth), UINT32_MAX / 2);
}

std::uint32_t Buckets::add_split(Symbol symbol, unsigned depth, Count count) {
  const auto code = kSplit | narrow<std::uint32_t>(splits_.size());
  splits_.push_back({symbol, depth, count});
  codes_.emplace_back();
  parts_.emplace_back();
  return code;
}

/// Tallies the neighbours of splits first..last in one look at the text; adds the splits that follow from it.
void Buckets::split(const Text& text, std::size_t first, std::size_t last, JobControl& control) {
  std::vector<std::vector<Tally>> tallies(limits_.threads);
  run_workers(limits_.threads, control, [&](unsigned worker) {
    std::vector<Tally>& own = tallies[worker];
    own.resize(last - first);
    for (Tally& tally : own) {
      tally.left.resize(symbols_);
      tally.right.resize(symbols_);
    }
    text.visit([&](auto symbols) {
      for_share(text, worker, limits_.threads, control, [&](std::size_t i, std::size_t end) {
        for (; i < end; ++i) {
          std::uint32_t code = root_[symbols[i]];
          if ((code & kSplit) == 0 || code == kNone) continue;
          std::size_t at = i + 1;
          // A split that has no codes yet is one of those that are tallied now, or later.
          while (code != kNone && (code & kSplit) != 0 && codes_[code & ~kSplit].is_made()) {
            code = codes_[code & ~kSplit][symbols[at++]];
          }
          if (code == kNone || (code & kSplit) == 0) continue;
          const std::size_t split = code & ~kSplit;
          if (split < first || split >= last) continue;
          ++own[split - first].left[symbols[i - 1]];
          ++own[split - first].right[symbols[at]];
        }
      });
    });
  });
  const EntropyTerms terms;
  for (std::size_t s = first; s < last; ++s) {
    std::vector<Tally> by_worker;
    for (auto& worker : tallies) by_worker.push_back(std::move(worker[s - first]));
    take(static_cast<std::uint32_t>(s), by_worker, terms);
  }
}

/// Turns the tallies of one split into its statistics, parts and codes: of a follower, its split or the
/// number of its part.
void Buckets::take(std::uint32_t index, std::vector<Tally>& tallies, const EntropyTerms& terms) {
  std::vector<Count> left(symbols_), right(symbols_);
  for (const Tally& tally : tallies) {
    for (std::size_t s = 0; s < symbols_; ++s) {
      left[s] += tally.left[s];
      right[s] += tally.right[s];
    }
  }
  const Split whole = splits_[index];
  summarize(left, whole.count, terms, splits_[index].left_variety, splits_[index].left_entropy);
  summarize(right, whole.count, terms, splits_[index].right_variety, splits_[index].right_entropy);
  FollowerCodes codes(symbols_);
  std::vector<Part> parts;
  for (Symbol s = kBoundary + 1; s < symbols_ && whole.depth < limits_.max_order; ++s) {
    if (right[s] == 0 || right[s] < limits_.min_count) continue;
    // The records of a part are those of the prefix: one symbol longer than a follower's own would be.
    if (right[s] > most_records(whole.depth)) {
      parts.push_back({add_split(s, whole.depth + 1, right[s]), right[s], {}});
      codes.add(s, parts.back().split);
      continue;
    }
    if (parts.empty() || parts.back().split != kNone || parts.back().size + right[s] > most_records(whole.depth)) {
      parts.push_back({kNone, 0, std::vector<Count>(tallies.size())});
    }
    Part& part = parts.back();
    part.size += right[s];
    for (std::size_t worker = 0; worker < tallies.size(); ++worker) part.in_share[worker] += tallies[worker].right[s];
    codes.add(s, static_cast<std::uint32_t>(parts.size() - 1));
  }
  codes_[index] = std::move(codes);
  parts_[index] = std::move(parts);
}

std::uint32_t Buckets::add_bucket(const Bucket& bucket, const std::vector<Count>& in_share) {
  if (buckets_.size() >= kSplit) throw OverflowError("more than 2^31 buckets");
  const auto number = static_cast<std::uint32_t>(buckets_.size());
  steps_.push_back({false, number});
  buckets_.push_back(bucket);
  in_shares_.insert(in_shares_.end(), in_share.begin(), in_share.end());
  return number;
}

/// Numbers all buckets in order.
void Buckets::number_units(const Text& text, const std::vector<std::vector<Count>>& shares) {
  std::vector<Count> in_share(limits_.threads);
  for (Symbol s = kBoundary + 1; s < symbols_; ++s) {
    const Count count = text.histogram()[s];
    if (count == 0 || count < limits_.min_count) continue;
    if (root_[s] != kNone) {
      number_below(root_[s] & ~kSplit, s);
      continue;
    }
    for (unsigned worker = 0; worker < limits_.threads; ++worker) in_share[worker] = shares[worker][s];
    root_[s] = add_bucket({s, 1, false, count}, in_share);
  }
}

void Buckets::number_below(std::uint32_t split, Symbol first) {
  steps_.push_back({true, split});
  std::vector<std::uint32_t> numbers;
  for (const Part& part : parts_[split]) {
    numbers.push_back(part.split);
    if (part.split == kNone) {
      numbers.back() = add_bucket({first, splits_[split].depth, true, part.size}, part.in_share);
    } else {
      number_below(part.split & ~kSplit, first);
    }
  }
  codes_[split].change_all([&](std::uint32_t code) { return (code & kSplit) != 0 ? code : numbers[code]; });
}

}  // namespace newword
