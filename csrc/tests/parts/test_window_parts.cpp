// N-grams counted in parts, as several machines do, are those that are counted at once.
#include "newword/parts/window_sender.hpp"
#include "tests/digest.hpp"
#include "tests/scratch.hpp"

namespace newword::test {

#ifdef __unix__

namespace {

constexpr unsigned kOrder = 3;

/// Reads a text with so many units beside a few frequent ones.
void feed(Session& session, int rare_units) {
  Chance chance(17);
  std::string text;
  constexpr const char* kUnits[] = {"机", "器", "学", "习"};
  for (int i = 0; i < 4000; ++i) text += chance.below(10) == 0 ? "，" : kUnits[chance.below(4)];
  for (int i = 0; i < rare_units; ++i) text += "词w" + std::to_string(i);
  session.feed(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  session.end_document();
}

/// Writes its windows.
void write_counts(const Scratch& to, int rare_units) {
  Session session(1, {true});
  feed(session, rare_units);
  newword::write_counts(session, {to.descriptor(), to.path(), kOrder + 1, 1, {}, 0, 1 << 12});
}

Numbers in_parts(const Scratch& counts, Count min_count, Count most, std::size_t bytes_at_once) {
  const CountFileReader file(counts.path());
  const std::vector<Count> histogram = file.header().histogram();
  std::vector<Symbol> itself(histogram.size());
  for (std::size_t s = 0; s < itself.size(); ++s) itself[s] = static_cast<Symbol>(s);
  const WindowParts plan(histogram, min_count, most);
  std::vector<std::vector<std::string>> blobs(plan.all().size());
  WindowSender sender(counts.path(), itself, histogram, min_count, most);
  for (;;) {
    const std::vector<PartBlob> some = sender.next(bytes_at_once);
    if (some.empty()) break;
    for (const auto& [part, blob] : some) blobs[part].push_back(blob);
  }
  JobControl control;
  std::vector<CountedPart> counted;
  for (std::size_t part = 0; part < blobs.size(); ++part) {
    counted.push_back(count_part(blobs[part], plan.all()[part], histogram, kOrder, min_count, control));
  }
  FormCounts surfaces;
  for (const SymbolForms& symbol : file.header().symbols) {
    surfaces.insert(surfaces.end(), symbol.surfaces.begin(), symbol.surfaces.end());
  }
  Session session(2, {true});
  seal_as(session, surfaces);
  Numbers found;
  add_table(found, *join_parts(session, {histogram, kOrder, min_count, most}, std::move(counted), file.header().units));
  return found;
}

Numbers at_once(const Scratch& counts, Count min_count) {
  Session session(1, {true});
  Numbers found;
  add_table(found, *adopt_counts(session, {counts.path(), kOrder, min_count}));
  return found;
}

void parts_give_the_table_of_the_whole(int rare_units) {
  const Scratch counts;
  write_counts(counts, rare_units);
  for (const Count min_count : {Count{1}, Count{3}}) {
    const Numbers expected = at_once(counts, min_count);
    for (const Count most : {Count{500}, Count{100'000}}) {
      for (const std::size_t bytes_at_once : {std::size_t{5000}, SIZE_MAX}) {
        CHECK(in_parts(counts, min_count, most, bytes_at_once) == expected);
      }
    }
  }
}

void what_belongs_to_another_part_or_table_is_refused() {
  const Scratch counts;
  write_counts(counts, 10);
  const CountFileReader file(counts.path());
  const std::vector<Count> histogram = file.header().histogram();
  std::vector<Symbol> itself(histogram.size());
  for (std::size_t s = 0; s < itself.size(); ++s) itself[s] = static_cast<Symbol>(s);
  const std::vector<PartBlob> blobs = WindowSender(counts.path(), itself, histogram, 1, 500).next(SIZE_MAX);
  const std::vector<WindowPart> parts = WindowParts(histogram, 1, 500).all();
  CHECK(blobs.size() > 3);
  JobControl control;
  const auto count = [&](const std::string& blob, const WindowPart& part, unsigned order) {
    (void)count_part({blob}, part, histogram, order, 1, control);
  };
  const auto& [number, blob] = blobs.front();
  count(blob, parts[number], kOrder);
  for (const WindowPart& other : {parts[blobs.back().first], WindowPart{kBoundary, 1, 1}}) {
    CHECK(throws<std::invalid_argument>([&] { count(blob, other, kOrder); }));
  }
  CHECK(throws<std::invalid_argument>([&] { count(blob.substr(0, blob.size() - 1), parts[number], kOrder); }));
  CHECK(throws<std::invalid_argument>([&] { count(blob, parts[number], 1); }));
  CHECK(throws<std::invalid_argument>([&] { count(blob, parts[number], 16); }));
  CHECK(throws<std::invalid_argument>([&] { count(blob, {kBoundary, 2, 1}, kOrder); }));
  const auto too_far = static_cast<Symbol>(histogram.size() + 1);
  CHECK(throws<std::invalid_argument>([&] { count(blob, {kBoundary, 1, too_far}, kOrder); }));
  itself.back() += 1;
  CHECK(throws<std::invalid_argument>([&] { WindowSender sender(counts.path(), itself, histogram, 1, 500); }));

  Session session(1, {true});
  feed(session, 10);
  (void)count_ngrams(session, kOrder, 1, 0);
  (void)finish_cuts(session, {});
  (void)finish_cuts(session, Sums(1 << 20));  // only zeros are too many
  CHECK(throws<std::invalid_argument>([&] { (void)finish_cuts(session, Sums(1 << 20, 1)); }));
}

}  // namespace

#endif

void test_window_parts() {
#ifdef __unix__
  parts_give_the_table_of_the_whole(10);
  parts_give_the_table_of_the_whole(70'000);  // more than 16 bits name
  what_belongs_to_another_part_or_table_is_refused();
#endif
}

}  // namespace newword::test
