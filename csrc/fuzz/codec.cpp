// The codec of count files: what goes in comes out, and no bytes make the reader leave its block.
#include <algorithm>
#include <map>

#include "fuzz.hpp"
#include "newword/count_file/count_codec.hpp"

namespace {

using namespace newword;

std::vector<std::uint64_t> histogram_of(fuzz::Input& input) {
  static constexpr std::size_t kSizes[] = {2, 5, 191, 193, 300, 14'529, 70'000};
  std::vector<std::uint64_t> histogram(kSizes[input.below(7)]);
  for (std::size_t s = 0; s < histogram.size(); ++s) histogram[s] = 1 + (s * 7919) % 1000;
  return histogram;
}

const SymbolCodes& codes_of(std::size_t choice) {
  static std::map<std::size_t, SymbolCodes> made;
  const auto place = made.find(choice);
  if (place != made.end()) return place->second;
  std::uint8_t byte = static_cast<std::uint8_t>(choice);
  fuzz::Input input(&byte, 1);
  return made.emplace(choice, SymbolCodes(histogram_of(input))).first->second;
}

using Window = std::vector<Symbol>;

/// Windows as a text could have them: a boundary ends one, unless it is first.
std::map<Window, Count> windows_of(fuzz::Input& input, unsigned order, std::size_t symbols) {
  std::map<Window, Count> windows;
  while (!input.empty()) {
    Window window(order + 1);
    for (unsigned k = 0; k <= order; ++k) {
      const unsigned byte = input.byte();
      Symbol symbol = (byte < 200 ? byte % 3 : (byte - 200) * 2711) % static_cast<unsigned>(symbols);
      if (k == 1 && window[0] == kBoundary && symbol == kBoundary) symbol = 1;
      window[k] = symbol;
      if (symbol == kBoundary && k > 0) break;
    }
    Count count = 1 + input.byte();
    if (count > 250) count = UINT64_MAX >> (input.byte() % 64);
    windows[window] = std::max<Count>(1, count);
  }
  return windows;
}

void round_trip(const SymbolCodes& codes, unsigned order, const std::map<Window, Count>& windows) {
  ChunkEncoder encoder(codes, order);
  const Window* last = nullptr;
  for (const auto& [window, count] : windows) {
    unsigned shared = 0;
    if (last != nullptr)
      shared = static_cast<unsigned>(std::mismatch(window.begin(), window.end(), last->begin()).first - window.begin());
    if (shared == 0) encoder.begin_bucket();
    encoder.add(shared, count, [&its = window](unsigned k) { return its[k]; });
    last = &window;
  }
  encoder.begin_bucket();
  std::vector<std::uint8_t> bytes;
  std::size_t entries = 0;
  encoder.drain([&](const std::uint8_t* from, const std::vector<Chunk>& chunks) {
    for (const Chunk& chunk : chunks) {
      bytes.insert(bytes.end(), from, from + chunk.size);
      from += chunk.size;
      entries += chunk.entries;
    }
  });
  FUZZ_CHECK(entries == windows.size());
  EntryReader reader(codes, order);
  reader.open(bytes.data(), bytes.data() + bytes.size());
  for (const auto& [window, count] : windows) {
    FUZZ_CHECK(reader.next());
    FUZZ_CHECK(reader.count() == count);
    FUZZ_CHECK(std::equal(window.begin(), window.end(), reader.symbols()));
  }
  FUZZ_CHECK(!reader.next() && reader.problem() == nullptr);
}

void read_anything(const SymbolCodes& codes, unsigned order, std::string_view bytes) {
  EntryReader reader(codes, order);
  const std::uint8_t* const begin = fuzz::bytes_of(bytes);
  reader.open(begin, begin + bytes.size());
  Window last;
  while (reader.next()) {
    const Window window(reader.symbols(), reader.symbols() + order + 1);
    FUZZ_CHECK(last.empty() || last < window);
    FUZZ_CHECK(reader.count() > 0 && reader.shared() <= order);
    for (const Symbol s : window) FUZZ_CHECK(s <= codes.alphabet_size());
    last = window;
  }
  FUZZ_CHECK(reader.offset() <= bytes.size());
  FUZZ_CHECK(reader.problem() != nullptr || reader.offset() == bytes.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const bool is_round_trip = input.byte() & 1;
  const unsigned order = 1 + input.below(16);
  const SymbolCodes& codes = codes_of(input.below(7));
  if (is_round_trip) {
    round_trip(codes, order, windows_of(input, order, codes.alphabet_size() + 1));
  } else {
    read_anything(codes, order, input.rest());
  }
  return 0;
}

namespace newword::fuzz {
std::vector<std::string> seeds() {
  return {std::string("\1\2\1\1\2\3\4\5\6\7\x08\0\1\2\3\xff\xff", 17), std::string("\0\2\1\0\1\2\3\0\1\2\4", 11),
          std::string("\1\x0f\6\xc8\xd0\xff\xf0\1\2\0", 10)};
}
std::vector<std::string> tokens() {
  return {std::string("\0\1", 2), "\xff\xff\xff\xff\xff\xff\xff\xff\xff\1", "\xf8", "\xc0"};
}
}  // namespace newword::fuzz
