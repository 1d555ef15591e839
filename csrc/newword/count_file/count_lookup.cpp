#include "newword/count_file/count_lookup.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "newword/search/string_trie.hpp"

namespace newword {

namespace {

/// How the first symbols of a window compare with a string: below 0, 0 or above 0 in the order of the file.
int compare(const std::vector<Symbol>& window, const std::vector<Symbol>& string) {
  for (std::size_t k = 0; k < string.size(); ++k) {
    if (window[k] != string[k]) return window[k] < string[k] ? -1 : 1;
  }
  return 0;
}

/// The blocks with windows that begin with one of the strings, ascending. Windows are sorted, so those of a
/// string are in the last block whose first window comes before it, and in all that begin with it.
std::vector<std::size_t> blocks_with(const CountFileReader& file, const std::vector<std::vector<Symbol>>& strings) {
  std::vector<std::uint8_t> is_wanted(file.blocks());
  for (const auto& string : strings) {
    std::size_t first = 0, count = file.blocks();
    while (count > 0) {
      const std::size_t half = count / 2;
      if (compare(file.block(first + half).key, string) < 0) {
        first += half + 1;
        count -= half + 1;
      } else {
        count = half;
      }
    }
    if (first > 0) is_wanted[first - 1] = 1;
    for (; first < file.blocks() && compare(file.block(first).key, string) == 0; ++first) is_wanted[first] = 1;
  }
  std::vector<std::size_t> blocks;
  for (std::size_t b = 0; b < is_wanted.size(); ++b) {
    if (is_wanted[b]) blocks.push_back(b);
  }
  return blocks;
}

/// The strings that a window of the file can begin with; the others are empty.
std::vector<std::vector<Symbol>> sought(std::vector<std::vector<Symbol>> strings, unsigned order) {
  for (auto& string : strings) {
    if (string.size() < 2 || string.size() > order) string.clear();
  }
  return strings;
}

}  // namespace

std::vector<Count> look_up(const CountFileReader& file, const std::vector<std::vector<Symbol>>& strings,
                           unsigned threads, JobControl& control) {
  const std::vector<std::vector<Symbol>> wanted = sought(strings, file.header().order);
  const StringTrie trie(wanted);
  std::vector<std::vector<Symbol>> there;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(there), [](const auto& s) { return !s.empty(); });
  const std::vector<std::size_t> blocks = blocks_with(file, there);
  control.expect(blocks.size());
  Tickets tickets(blocks.size());
  std::vector<std::vector<Count>> shares(threads, std::vector<Count>(strings.size()));
  run_workers(threads, control, [&](unsigned worker) {
    std::vector<std::uint8_t> buffer;
    for (std::size_t ticket; (ticket = tickets.take()) < blocks.size();) {
      control.check();
      EntryReader reader = file.entry_reader();
      file.for_entries(blocks[ticket], buffer, reader, [&](const EntryReader& entry) {
        trie.meet(entry.symbols(), 0, 1,
                  [&](std::uint32_t string, std::size_t) { shares[worker][string] += entry.count(); });
      });
      control.advance(1);
    }
  });
  for (unsigned t = 1; t < threads; ++t) {
    for (std::size_t s = 0; s < strings.size(); ++s) shares[0][s] += shares[t][s];
  }
  return std::move(shares[0]);
}

}  // namespace newword
