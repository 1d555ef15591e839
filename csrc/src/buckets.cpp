#include "newword/buckets.hpp"

#include <algorithm>

#include "newword/entropy.hpp"
#include "newword/errors.hpp"

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

std::uint32_t& FollowerCodes::at(Symbol symbol) {
  if (!codes_.empty()) return codes_[symbol];
  return std::lower_bound(sparse_.begin(), sparse_.end(), symbol,
                          [](const Entry& entry, Symbol s) { return entry.symbol < s; })
      ->code;
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
  std::vector<Follower> units;
  for (Symbol s = kBoundary + 1; s < symbols_; ++s) {
    const Count count = text.histogram()[s];
    if (count < limits.min_count || count == 0) continue;
    units.push_back({s, count, {}});
    if (is_too_large(count, 1)) {
      root_[s] = add_split(s, 1, count);
    } else {
      for (const auto& share : shares) units.back().in_share.push_back(share[s]);
    }
  }
  shares.clear();
  const std::size_t tally_bytes = 2 * sizeof(Count) * symbols_ * limits.threads;
  const std::size_t at_once = std::max<std::size_t>(1, limits.tally_bytes / tally_bytes);
  for (std::size_t done = 0; done < splits_.size();) {
    const std::size_t end = std::min(splits_.size(), done + at_once);
    split(text, done, end, control);
    done = end;
  }
  number(root_, units, kBoundary, 1);
  followers_ = {};
}

bool Buckets::is_too_large(Count count, unsigned depth) const {
  return count > limits_.bucket_numbers / record_size(limits_.max_order, depth) || count > UINT32_MAX / 2;
}

std::uint32_t Buckets::add_split(Symbol symbol, unsigned depth, Count count) {
  const auto code = kSplit | narrow<std::uint32_t>(splits_.size());
  splits_.push_back({symbol, depth, count});
  codes_.emplace_back();
  followers_.emplace_back();
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

/// Turns the tallies of one split into its statistics, followers and codes.
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
  std::vector<Follower> followers;
  for (Symbol s = kBoundary + 1; s < symbols_ && whole.depth < limits_.max_order; ++s) {
    if (right[s] == 0 || right[s] < limits_.min_count) continue;
    followers.push_back({s, right[s], {}});
    const bool is_split = is_too_large(right[s], whole.depth + 1);
    codes.add(s, is_split ? add_split(s, whole.depth + 1, right[s]) : kNone);
    if (!is_split) {
      for (const Tally& tally : tallies) followers.back().in_share.push_back(tally.right[s]);
    }
  }
  codes_[index] = std::move(codes);
  followers_[index] = std::move(followers);
}

/// Numbers the buckets below one prefix in order.
template <class Codes>
void Buckets::number(Codes& codes, const std::vector<Follower>& followers, Symbol first_unit,
                     unsigned depth) {
  for (const Follower& follower : followers) {
    const Symbol first = depth == 1 ? follower.symbol : first_unit;
    std::uint32_t& code = codes.at(follower.symbol);
    if (code != kNone) {
      const std::uint32_t split = code & ~kSplit;
      steps_.push_back({true, split});
      number(codes_[split], followers_[split], first, depth + 1);
      continue;
    }
    code = narrow<std::uint32_t>(buckets_.size());
    if (buckets_.size() >= kSplit) throw OverflowError("more than 2^31 buckets");
    steps_.push_back({false, code});
    buckets_.push_back({follower.symbol, depth, follower.count});
    first_units_.push_back(first);
    in_shares_.insert(in_shares_.end(), follower.in_share.begin(), follower.in_share.end());
  }
}

}  // namespace newword
