#include "newword/count_build/last_order.hpp"

#include <algorithm>
#include <vector>

#include "newword/count_build/weighted_counter.hpp"
#include "newword/count_file/count_file.hpp"
#include "newword/system/errors.hpp"

namespace newword {

void fill_last_order(const CountFileReader& file, Count min_count, const MemoryBudget& budget,
                     const EntropyTerms& terms, NgramTable& table, JobControl& control) {
  const unsigned order = file.header().order;
  Level& level = table.level(order);
  NeighbourTally right(file.header().symbols.size());
  std::vector<Symbol> ngram(order);
  Count size = 0;
  std::size_t at = 0;
  const auto close = [&] {
    if (size >= min_count && size > 0) {
      if (at >= level.size() || level.count[at] != size || level.symbol[at] != ngram.back()) {
        file.fail(kPreambleBytes,
                  "its windows contradict each other; the file is damaged: fetch it again, or count again");
      }
      right.summarize(terms, size, level.right_variety[at], level.right_entropy[at]);
      ++at;
    }
    right.clear();
    size = 0;
  };
  EntryReader entry = file.entry_reader();
  std::vector<std::uint8_t> buffer;
  for (std::size_t b = 0; b < file.blocks(); ++b) {
    control.check();
    file.for_entries(b, buffer, entry, [&](const EntryReader& window) {
      const Symbol* const s = window.symbols();
      if (s[0] == kBoundary || s[order - 1] == kBoundary) return;
      if (size > 0 && !std::equal(ngram.begin(), ngram.end(), s)) close();
      if (size == 0) ngram.assign(s, s + order);
      right.add(s[order], window.count());
      size = checked_add(size, window.count());
    });
    control.advance(file.block(b).entries);
    if (level.is_mapped() && mapped_memory_exceeds(budget)) level.release(0, level.size() + 1);
  }
  close();
  if (at != level.size()) {
    file.fail(kPreambleBytes, "its windows contradict each other; the file is damaged: fetch it again, or count again");
  }
}

}  // namespace newword
