// The passes over a lattice whose places are in a file, and what they refuse.
#include <cmath>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "tests/digest.hpp"

namespace newword::test {

namespace {

/// A session with the table of a text of 1,100,000 places, the second half of them one unit and one boundary in turn.
std::unique_ptr<Session> counted() {
  Chance chance(16);
  constexpr const char* kUnits[] = {"机", "器", "学", "习", "文", "字"};
  std::string text;
  for (int i = 0; i < 300'000; ++i) {
    text += chance.below(12) == 0 ? "，" : kUnits[chance.below(6)];
  }
  for (int i = 0; i < 400'000; ++i) text += "哈，";
  auto session = std::make_unique<Session>(1, Joining{true});
  session->feed(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  (void)count_ngrams(*session, 3, 20, 0);
  return session;
}

Numbers passes_over(const Lattice& lattice, unsigned threads) {
  ExpectationOptions options;
  options.passes = 2;
  options.with_pair_edges = true;
  options.with_begins = true;
  JobControl control;
  const Posteriors posteriors = expect(lattice, options, threads, control);
  Numbers found;
  add_columns(found, posteriors.probability);
  add_columns(found, posteriors.significance);
  add_edges(found, posteriors.pair_edges);
  add(found, lattice.of_units(posteriors.begins));
  const Segmentation cut = segment(lattice, posteriors.probability, 1e-9, true, threads, control);
  add_columns(found, cut.count);
  add(found, lattice.of_units(cut.begins));
  add(found, lattice.run_edges.begins);
  add(found, lattice.run_edges.ends);
  return found;
}

void places_in_a_file_give_the_same(const Session& session) {
  JobControl control;
  const std::string here = std::filesystem::temp_directory_path().string();
  const Lattice in_memory(session.table(), session.text(), 1, {}, control);
  const Numbers expected = passes_over(in_memory, 1);
  CHECK(in_memory.run_edges.runs > 400'000);
  // Places are 4.4 MB.
  const Lattice in_file(session.table(), session.text(), 2, {std::size_t{8} << 20, 0, here}, control);
  for (const unsigned threads : {1u, 2u}) CHECK(passes_over(in_file, threads) == expected);
}

void what_makes_no_model_is_refused(const Session& session) {
  JobControl control;
  const Lattice lattice(session.table(), session.text(), 1, {}, control);
  const auto refuses = [&](const ExpectationOptions& options) {
    return throws<std::invalid_argument>([&] { (void)expect(lattice, options, 1, control); });
  };
  ExpectationOptions options;
  CHECK(!refuses(options));
  options.model.least_unit = 1e-13;
  CHECK(refuses(options));
  options.model.least_unit = -1;
  CHECK(refuses(options));
  options.model.least_unit = std::nan("");
  CHECK(refuses(options));
  options = {};
  for (Columns* const columns : {&options.model.weights, &options.model.prior}) {
    columns->resize(4);
    CHECK(!refuses(options));
    columns->at(2).resize(session.table()->level(2).size());
    CHECK(!refuses(options));
    columns->at(2).push_back(1);
    CHECK(refuses(options));
    columns->clear();
  }
  options.model.prior.resize(3);  // without the longest order
  CHECK(refuses(options));
}

}  // namespace

void test_lattices() {
  const std::unique_ptr<Session> session = counted();
  places_in_a_file_give_the_same(*session);
  what_makes_no_model_is_refused(*session);
}

}  // namespace newword::test
