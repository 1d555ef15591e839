#include "newword/search/dispersion.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "newword/search/document_scan.hpp"
#include "newword/system/prefetch.hpp"

namespace newword {

namespace {

using Strings = std::vector<std::vector<Symbol>>;

/// What one worker knows of a word in its share of the text.
struct Tally : SpreadTally {
  /// True when it is the first in its document.
  bool add(const Meeting& met) {
    const bool is_new_document = count == 0 || last < met.document_begin;
    documents += is_new_document ? 1 : 0;
    if (count++ == 0) {
      first = met.place;
    } else {
      add_distance(met.place - last);
    }
    last = met.place;
    return is_new_document;
  }
};

/// The first and the last time of a word's documents.
struct Period {
  std::int64_t first = kNoTime, last = kNoTime;

  void add(std::int64_t time) {
    if (time == kNoTime) return;
    if (first == kNoTime || time < first) first = time;
    if (last == kNoTime || time > last) last = time;
  }
};

struct Share {
  std::vector<Tally> tallies;
  std::vector<Period> periods;  ///< empty without times
};

std::vector<Share> scan_all(const DocumentScan& scan, const std::vector<Count>& counts,
                            std::span<const std::int64_t> times, std::uint64_t places, unsigned threads,
                            JobControl& control) {
  std::vector<Share> shares(threads);
  for (Share& share : shares) {
    share.tallies.resize(counts.size());
    if (!times.empty()) share.periods.resize(counts.size());
    for (std::size_t s = 0; s < counts.size(); ++s) {
      const Count count = std::max<Count>(counts[s], 1);
      share.tallies[s].gap = places / count + (places % count != 0);
    }
  }
  const auto expect = [&](unsigned worker, std::uint32_t string) { prefetch(&shares[worker].tallies[string]); };
  scan.run(threads, control, expect, [&](unsigned worker, const Meeting& met) {
    Share& share = shares[worker];
    const bool is_new_document = share.tallies[met.string].add(met);
    if (is_new_document && !times.empty()) share.periods[met.string].add(times[met.document]);
  });
  return shares;
}

SpreadTally joined(const std::vector<Share>& shares, std::size_t s, const DocumentEnds& documents) {
  SpreadTally all;
  all.gap = shares.front().tallies[s].gap;
  for (const Share& share : shares) {
    const Tally& next = share.tallies[s];
    const bool is_one_document =
        all.count > 0 && next.count > 0 && documents.number_of(all.last) == documents.number_of(next.first);
    all.append(next, is_one_document);
  }
  return all;
}

std::vector<Dispersion> find_once(const Text& text, const DocumentEnds& documents, const Strings& strings,
                                  const std::vector<Count>& counts, std::span<const std::int64_t> times,
                                  unsigned threads, JobControl& control) {
  const DocumentScan scan(text, documents, strings);
  const std::vector<Share> shares = scan_all(scan, counts, times, scan.places(), threads, control);
  std::vector<Dispersion> found(strings.size());
  for (std::size_t s = 0; s < strings.size(); ++s) {
    found[s] = joined(shares, s, documents).finish(scan.places());
    Period period;
    for (const Share& share : shares) {
      if (share.periods.empty()) continue;
      period.add(share.periods[s].first);
      period.add(share.periods[s].last);
    }
    found[s].first_time = period.first;
    found[s].last_time = period.last;
  }
  return found;
}

/// As many threads as have room for so many strings.
unsigned threads_within(const MemoryBudget& budget, std::size_t strings, unsigned threads) {
  const std::size_t each = std::max<std::size_t>(1, strings) * (sizeof(Tally) + sizeof(Period));
  return static_cast<unsigned>(std::clamp<std::size_t>(budget.part(4) / each, 1, threads));
}

/// Memory that looking for a string takes, one thread's tally included.
std::size_t bytes_for(const std::vector<Symbol>& string) {
  constexpr std::size_t kMove = 64, kRest = 160;  // hash tables are at least a quarter full
  return string.size() * (kMove + sizeof(Symbol)) + kRest + sizeof(Tally) + sizeof(Period);
}

/// Where the batches of strings end that fit in the budget one at a time; each has at least one string.
std::vector<std::size_t> batch_ends(const Strings& strings, const MemoryBudget& budget) {
  std::vector<std::size_t> ends;
  std::size_t bytes = 0;
  for (std::size_t s = 0; s < strings.size(); ++s) {
    const std::size_t more = bytes_for(strings[s]);
    if (bytes > 0 && more > budget.part(3) - std::min(bytes, budget.part(3))) {
      ends.push_back(s);
      bytes = 0;
    }
    bytes += more;
  }
  if (!strings.empty()) ends.push_back(strings.size());
  return ends;
}

/// The same, and where the expected counts are wrong once more with the right ones.
std::vector<Dispersion> find_right(const Text& text, const DocumentEnds& documents, const Strings& strings,
                                   const std::vector<Count>& counts, std::span<const std::int64_t> times,
                                   unsigned threads, JobControl& control) {
  std::vector<Dispersion> found = find_once(text, documents, strings, counts, times, threads, control);
  Strings again;
  std::vector<Count> right_counts;
  std::vector<std::size_t> places;
  for (std::size_t s = 0; s < strings.size(); ++s) {
    if (found[s].count == counts[s] || found[s].count == 0) continue;
    again.push_back(strings[s]);
    right_counts.push_back(found[s].count);
    places.push_back(s);
  }
  if (again.empty()) return found;
  const std::vector<Dispersion> right = find_once(text, documents, again, right_counts, times, threads, control);
  for (std::size_t i = 0; i < places.size(); ++i) found[places[i]] = right[i];
  return found;
}

/// The first and the last document in which a worker met a string.
struct SliceTally {
  static constexpr std::size_t kNone = SIZE_MAX;
  std::size_t first = kNone, last = kNone;

  /// True for another document than before.
  bool add(std::size_t document) {
    if (first == kNone) first = document;
    return std::exchange(last, document) != document;
  }
  /// Goes on with a later share; true when that begins in the document in which this one ends.
  bool append(const SliceTally& next) {
    if (next.first == kNone) return false;
    const bool is_same = last == next.first;
    last = next.last;
    return is_same;
  }
};

void add_slice_sizes(const Text& text, const DocumentEnds& documents, const std::vector<std::uint32_t>& slices,
                     std::size_t slice_count, SliceCounts& counts, const JobControl& control) {
  counts.units.resize(slice_count);
  counts.slice_documents.resize(slice_count);
  std::size_t begin = 1;
  for (std::size_t document = 0; document < documents.size(); ++document) {
    const std::size_t end = documents.end_of(document);
    if (slices[document] < slice_count) {
      const auto units = text.visit([&](auto symbols) {
        const auto of_document = symbols.subspan(begin, end - begin);
        return of_document.size() - static_cast<std::size_t>(std::ranges::count(of_document, kBoundary));
      });
      counts.units[slices[document]] += units;
      ++counts.slice_documents[slices[document]];
    }
    text.release(begin, end);
    begin = end;
    if (document % 64 == 0) control.check();
  }
}

}  // namespace

void SpreadTally::append(const SpreadTally& next, bool is_one_document) {
  if (next.count == 0) return;
  if (count == 0) {
    first = next.first;
  } else {
    add_distance(next.first - last);
  }
  documents += next.documents - (count > 0 && is_one_document ? 1 : 0);
  count += next.count;
  last = next.last;
  near_sum += next.near_sum;
  far += next.far;
}

Dispersion SpreadTally::finish(std::uint64_t places) const {
  Dispersion result;
  result.count = count;
  result.documents = documents;
  if (count == 0) return result;
  SpreadTally circle = *this;
  circle.add_distance(first + places - last);
  result.evenness = static_cast<double>(circle.near_sum) / static_cast<double>(places) +
                    static_cast<double>(circle.far) / static_cast<double>(count);
  return result;
}

std::vector<SpreadTally> tally_spread(const Text& text, const DocumentEnds& documents, const Strings& strings,
                                      const std::vector<Count>& counts, std::uint64_t places, std::uint64_t offset,
                                      JobControl& control) {
  const DocumentScan scan(text, documents, strings);
  const std::vector<Share> shares = scan_all(scan, counts, {}, places, 1, control);
  std::vector<SpreadTally> tallies(strings.size());
  for (std::size_t s = 0; s < strings.size(); ++s) {
    tallies[s] = joined(shares, s, documents);
    if (tallies[s].count == 0) continue;
    tallies[s].first += offset;
    tallies[s].last += offset;
  }
  return tallies;
}

std::vector<Dispersion> find_dispersion(const Text& text, const DocumentEnds& documents, const Strings& strings,
                                        const std::vector<Count>& counts, std::span<const std::int64_t> times,
                                        unsigned threads, const MemoryBudget& budget, JobControl& control) {
  std::vector<Dispersion> found;
  found.reserve(strings.size());
  for (const std::size_t end : batch_ends(strings, budget)) {
    const auto begin = static_cast<std::ptrdiff_t>(found.size()), last = static_cast<std::ptrdiff_t>(end);
    const Strings some(strings.begin() + begin, strings.begin() + last);
    const std::vector<Count> expected(counts.begin() + begin, counts.begin() + last);
    const unsigned workers = threads_within(budget, some.size(), threads);
    const std::vector<Dispersion> part = find_right(text, documents, some, expected, times, workers, control);
    found.insert(found.end(), part.begin(), part.end());
  }
  return found;
}

SliceCounts find_slice_counts(const Text& text, const DocumentEnds& documents, const Strings& strings,
                              const std::vector<std::uint32_t>& slices, std::size_t slice_count, unsigned threads,
                              const MemoryBudget& budget, JobControl& control) {
  const std::size_t size = strings.size() * slice_count;
  const std::size_t each = 2 * size * sizeof(Count) + strings.size() * sizeof(SliceTally);
  require(budget, each, "the counts by slice of so many words");
  threads = static_cast<unsigned>(std::clamp<std::size_t>(budget.bytes / (each + 1), 1, threads));
  std::vector<SliceCounts> shares(threads);
  std::vector<std::vector<SliceTally>> tallies(threads, std::vector<SliceTally>(strings.size()));
  for (SliceCounts& share : shares) {
    share.occurrences.resize(size);
    share.documents.resize(size);
  }
  const auto expect = [&](unsigned worker, std::uint32_t string) { prefetch(&tallies[worker][string]); };
  const DocumentScan scan(text, documents, strings);
  scan.run(threads, control, expect, [&](unsigned worker, const Meeting& met) {
    if (met.document >= slices.size() || slices[met.document] >= slice_count) return;
    const std::size_t cell = met.string * slice_count + slices[met.document];
    ++shares[worker].occurrences[cell];
    if (tallies[worker][met.string].add(met.document)) ++shares[worker].documents[cell];
  });
  SliceCounts& all = shares.front();
  for (unsigned t = 1; t < threads; ++t) {
    for (std::size_t i = 0; i < size; ++i) {
      all.occurrences[i] += shares[t].occurrences[i];
      all.documents[i] += shares[t].documents[i];
    }
    for (std::size_t s = 0; s < strings.size(); ++s) {
      // A document that two workers share was counted by both.
      if (tallies[0][s].append(tallies[t][s])) --all.documents[s * slice_count + slices[tallies[t][s].first]];
    }
  }
  add_slice_sizes(text, documents, slices, slice_count, all, control);
  return std::move(all);
}

}  // namespace newword
