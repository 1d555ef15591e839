#include <chrono>
#include <thread>

#include "newword/text/text.hpp"
#include "tests/check.hpp"

namespace newword::test {

namespace {

constexpr std::size_t kUnits = 5'000'000;

/// Forms whose numbers are far from their ranks, two to a symbol.
std::vector<std::string> forms() {
  std::vector<std::string> forms;
  for (int i = 999; i >= 0; --i) {
    const std::string number = std::to_string(i * 7919 % 1000);
    forms.push_back(std::string("w").append(number));
    forms.push_back(std::string("W").append(number));
  }
  return forms;
}

void an_interrupted_sealing_goes_on_where_it_stopped() {
  SurfaceTable surfaces;
  std::vector<Symbol> numbers;
  for (const std::string& form : forms()) numbers.push_back(surfaces.intern(form));
  std::vector<Symbol> raw(kUnits);
  Chance chance(8);
  for (Symbol& s : raw) s = chance.below(9) == 0 ? kBoundary : chance.of(numbers);
  raw.front() = numbers.front();
  raw.back() = kBoundary;

  JobControl control;
  Text reference;
  reference.append(raw);
  reference.seal(surfaces, 2, control);

  int interrupted = 0;
  for (int round = 0; interrupted < 3 && round < 100; ++round) {
    Text text;
    text.append(raw);
    bool was_ranking = false;
    for (std::size_t patience = 10'000; !text.is_sealed(); patience *= 2) {
      JobControl hasty;
      const auto pause = std::chrono::microseconds(chance.below(patience));
      std::thread canceller([&] {
        std::this_thread::sleep_for(pause);
        hasty.cancel();
      });
      try {
        text.seal(surfaces, 1 + static_cast<unsigned>(chance.below(3)), hasty);
      } catch (const Cancelled&) {
        was_ranking = was_ranking || text.is_closed();
      }
      canceller.join();
    }
    interrupted += was_ranking;
    CHECK(text.units() == reference.units());
    CHECK(text.histogram() == reference.histogram());
    CHECK(text.alphabet().folded == reference.alphabet().folded);
    const bool same = text.visit([&](auto a) {
      return reference.visit([&](auto b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); });
    });
    CHECK(same);
  }
  CHECK(interrupted > 0);
}

void a_sealed_text_has_one_boundary_between_runs_and_many_at_its_end() {
  SurfaceTable surfaces;
  const Symbol a = surfaces.intern("a"), b = surfaces.intern("B");
  Text text;
  for (const std::vector<Symbol>& part :
       {std::vector{kBoundary}, {a, b}, {kBoundary}, {kBoundary, a}, {}, {b, kBoundary}, {kBoundary}, {b}}) {
    text.append(part);
  }
  JobControl control;
  text.seal(surfaces, 3, control);
  text.visit([&](auto symbols) {
    const std::vector<Symbol> expected = {0, 1, 2, 0, 1, 2, 0, 2, 0};
    CHECK(std::equal(symbols.begin(), symbols.end(), expected.begin(), expected.end()));
    for (std::size_t i = 0; i < Text::kPadding; ++i) CHECK(symbols.data()[symbols.size() + i] == kBoundary);
  });
  CHECK(text.units() == 5);
  CHECK(text.alphabet().shown == std::vector<std::string>({"a", "B"}));
}

}  // namespace

void test_sealing() {
  a_sealed_text_has_one_boundary_between_runs_and_many_at_its_end();
  an_interrupted_sealing_goes_on_where_it_stopped();
}

}  // namespace newword::test
