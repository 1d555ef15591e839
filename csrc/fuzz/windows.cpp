// Count files of windows that were changed one by one, with every checksum right: what is in them may not be so.
#include <algorithm>
#include <map>
#include <numeric>

#include "corpus_text.hpp"
#include "newword/count_build/count_score.hpp"
#include "newword/count_file/count_lookup.hpp"
#include "newword/count_file/count_merge.hpp"
#include "newword/lm/kneser_ney.hpp"
#include "newword/ngrams/score.hpp"

namespace {

using namespace newword;

using Window = std::vector<Symbol>;  // of order + 1 symbols, zeros behind the boundary that ends it
using Windows = std::map<Window, Count>;

/// The units of the texts here.
constexpr unsigned kUnits = 3;

/// The windows of a text of documents: runs of the units 1 to kUnits, each ended by 0.
Windows windows_of(const std::vector<Symbol>& text, unsigned order) {
  Windows windows;
  std::vector<Symbol> run{kBoundary};
  for (const Symbol symbol : text) {
    run.push_back(symbol);
    if (symbol != kBoundary) continue;
    for (std::size_t at = 0; run.size() > 2 && at + 1 < run.size(); ++at) {
      Window window(order + 1, kBoundary);
      std::copy_n(run.begin() + static_cast<std::ptrdiff_t>(at), std::min<std::size_t>(order + 1, run.size() - at),
                  window.begin());
      ++windows[window];
    }
    run.assign(1, kBoundary);
  }
  return windows;
}

/// What a file can hold at all: nothing behind the boundary that ends a window, and none of two boundaries.
bool is_window(const Window& window) {
  if (window[0] == kBoundary && window[1] == kBoundary) return false;
  const auto end = std::find(window.begin() + 1, window.end(), kBoundary);
  return std::all_of(end, window.end(), [](Symbol s) { return s == kBoundary; });
}

/// Changes one window: a symbol, its count, another in its place, or one more.
void change(Windows& windows, fuzz::Input& in) {
  if (windows.empty()) return;
  const auto chosen = std::next(windows.begin(), in.below(static_cast<unsigned>(windows.size())));
  Window window = chosen->first;
  const Count count = chosen->second;
  switch (in.below(5)) {
    case 0:
      window[in.below(static_cast<unsigned>(window.size()))] = in.below(kUnits + 1);
      windows.erase(chosen);
      windows[window] += count;
      break;
    case 1:
      windows.erase(chosen);
      break;
    case 2:
      chosen->second = count + in.byte() % 16;
      break;
    case 3:
      window.back() = in.below(kUnits + 1);  // what the symbol table does not show in longer windows
      if (--chosen->second == 0) windows.erase(chosen);
      ++windows[window];
      break;
    default:
      ++chosen->second;
  }
}

CountFileHeader header_of(const Windows& windows, unsigned order, bool by_second) {
  CountFileHeader header;
  header.order = order;
  std::vector<Count> counts(kUnits + 1);
  Count total = 0;
  for (const auto& [window, count] : windows) {
    counts[window[by_second ? 1 : 0]] += count;
    total += count;
  }
  header.runs = counts[0];
  header.units = total - header.runs;
  header.documents = 1;
  for (Symbol s = 1; s <= kUnits; ++s)
    header.symbols.push_back(
        {std::string(1, static_cast<char>('a' + s)), {{std::string(1, static_cast<char>('a' + s)), counts[s]}}});
  return header;
}

std::string encode(const CountFileHeader& header, const Windows& windows, std::size_t block_bytes) {
  const fuzz::MemoryFile file;
  Output output(file.descriptor(), "windows");
  const SymbolCodes codes(header.histogram());
  CountFileWriter writer(output, header, block_bytes);
  ChunkEncoder encoder(codes, header.order);
  Window last(header.order + 1, kBoundary);
  bool is_first = true;
  for (const auto& [window, count] : windows) {
    auto shared =
        static_cast<unsigned>(std::mismatch(window.begin(), window.end(), last.begin()).first - window.begin());
    if (is_first || shared == 0) encoder.begin_bucket();
    if (is_first) shared = 0;
    encoder.add(shared, count, [&](unsigned k) { return window[k]; });
    last = window;
    is_first = false;
  }
  encoder.begin_bucket();
  encoder.drain([&](const std::uint8_t* bytes, const std::vector<Chunk>& chunks) { writer.append(bytes, chunks); });
  writer.finish();
  return file.content();
}

/// Whether a text can have these windows, string by string: each stands as often behind a place as it begins at one.
bool is_balanced(const Windows& windows, const CountFileHeader& header) {
  std::map<Window, Count> begins, ends;
  std::vector<Count> first(kUnits + 1), second(kUnits + 1);
  for (const auto& [window, count] : windows) {
    if (window[0] != kBoundary) begins[Window(window.begin(), window.end() - 1)] += count;
    if (window[1] != kBoundary) ends[Window(window.begin() + 1, window.end())] += count;
    first[window[0]] += count;
    second[window[1]] += count;
  }
  return begins == ends && first == header.histogram() && second == header.histogram();
}

/// Runs `work` as a job; false when it refuses the file.
template <class Work>
bool passes(const Work& work) {
  try {
    JobControl control;
    work(control);
    return true;
  } catch (const FormatError&) {
    return false;
  }
}

/// With every n-gram its prefix and its suffix, as often or more often.
void check_closed(const NgramTable& table) {
  for (unsigned order = 2; order <= table.max_order(); ++order) {
    for (std::size_t i = 0; i < table.level(order).size(); ++i) {
      const std::vector<Symbol> symbols = table.symbols_of({order, static_cast<NodeIndex>(i)});
      const auto suffix = table.find(std::span(symbols).subspan(1));
      const auto prefix = table.find(std::span(symbols).first(order - 1));
      FUZZ_CHECK(suffix && table.level(order - 1).count[suffix->index] >= table.level(order).count[i]);
      FUZZ_CHECK(prefix && table.level(order - 1).count[prefix->index] >= table.level(order).count[i]);
    }
  }
}

void use(const std::string& path, bool is_right, unsigned order, Count min_count) {
  std::vector<std::unique_ptr<CountFileReader>> files;
  if (!passes([&](JobControl&) { files.push_back(std::make_unique<CountFileReader>(path)); })) {
    FUZZ_CHECK(!is_right);
    return;
  }
  const CountFileReader& file = *files.front();
  FUZZ_CHECK(is_right == passes([&](JobControl& control) { verify(file, 1, control); }));
  for (unsigned most = 1; most <= order; ++most) {
    FUZZ_CHECK(is_right == passes([&](JobControl& control) {
                 ScoreOptions options;
                 options.max_order = most;
                 options.min_count = min_count;
                 options.buffer_bytes = 1 << 12;
                 NgramTable table = score_counts(file, options, control);
                 add_cohesion(table, 1, {}, control);
                 check_closed(table);
               }));
  }
  FUZZ_CHECK(is_right == passes([&](JobControl& control) {
               const fuzz::MemoryFile sum;
               Output output(sum.descriptor(), "sum");
               merge_counts(files, output, control, 64);
             }));
  passes([&](JobControl& control) { (void)look_up(file, {{1, 1}, {1, 2}, {2}}, 1, control); });
  if (order < 2 || file.header().units == 0) return;
  FUZZ_CHECK(is_right == passes([&](JobControl& control) {
               SentenceTrie trie(file, {order, std::vector<Count>(order, 0), {}}, control);
               trie.link(1, control);
               (void)KneserNey(std::move(trie), {0.5f, 1.0f, 1.5f}, 1, control);
             }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::MemoryFile file;
  fuzz::Input in(data, size);
  const unsigned order = 1 + in.below(4), changes = in.below(6);
  const Count min_count = 1 + in.below(2);
  const bool by_second = in.below(2) == 1;
  const std::size_t block_bytes = in.below(2) == 1 ? 16 : 4096;
  std::vector<Symbol> text;
  for (unsigned left = in.below(40); left > 0; --left) text.push_back(in.below(kUnits + 1));
  text.push_back(kBoundary);
  Windows windows = windows_of(text, order);
  for (unsigned i = 0; i < changes; ++i) change(windows, in);
  for (const auto& [window, count] : windows) {
    if (!is_window(window)) return 0;
  }
  const CountFileHeader header = header_of(windows, order, by_second);
  for (const SymbolForms& symbol : header.symbols) {
    if (symbol.surfaces.front().second == 0) return 0;
  }
  file.replace(encode(header, windows, block_bytes));
  use(file.path(), is_balanced(windows, header), order, min_count);
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  std::vector<std::string> all;
  for (const char order : {0, 1, 2, 3}) {
    for (const char changes : {0, 1, 2}) {
      all.push_back({order, changes, 0, 1, 1, 12, 1, 2, 3, 0, 1, 2, 1, 2, 3, 3, 0, 2, 0, 3, 3, 3, 1, 3, 2});
      all.push_back({order, changes, 1, 0, 0, 9, 1, 1, 1, 2, 2, 3, 1, 2, 1, 4, 0, 2, 1, 5, 2, 3, 1});
    }
  }
  return all;
}
std::vector<std::string> tokens() { return {std::string(2, '\0'), "\1\2\3", "\3\3", "\2\1"}; }
}  // namespace newword::fuzz
