// A fixed piece of work for the instruction counter of `make gate`: one text, one thread, one step.
//
// Usage: core-workload FILE STEP. Every step includes what it needs: `connect` reads and counts first.
#include <cstdio>
#include <exception>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "newword/door/counting.hpp"
#include "newword/door/lattice_passes.hpp"
#include "newword/door/searching.hpp"
#include "newword/door/spelling.hpp"

namespace {

using newword::Session;

constexpr std::size_t kBuffer = std::size_t{8} << 20;  // several passes over a text of some megabytes

const newword::NgramTable& count(Session& session, unsigned max_order, newword::Count min_count) {
  return *count_ngrams(session, max_order, min_count, kBuffer);
}

void connect(Session& session) {
  const newword::NgramTable& table = count(session, 4, 8);
  newword::KeptNgrams kept(table.max_order() + 1);
  for (unsigned order = 2; order <= table.max_order(); ++order) {
    const newword::Level& level = table.level(order);
    kept[order].resize(level.size());
    for (std::size_t i = 0; i < level.size(); ++i) kept[order][i] = level.cohesion[i] > 1.5;
  }
  kept[1].resize(table.level(1).size());
  (void)connect(session, kept, 8);
}

void find(Session& session) {
  const newword::NgramTable& table = count(session, 4, 8);
  const auto size = static_cast<newword::NodeIndex>(table.level(3).size());
  std::vector<std::string> strings;
  for (newword::NodeIndex i = 0; i < size; i += 50) strings.push_back(spell_ngrams(session, table, 3, {i}).utf8);
  (void)find_strings(session, strings, 9);
}

void expect(Session& session) {
  count(session, 6, 5);
  newword::ExpectationOptions options;
  options.with_pair_edges = true;
  (void)expect(session, options);
}

void segment(Session& session) {
  const newword::NgramTable& table = count(session, 6, 5);
  newword::Columns probabilities(table.max_order() + 1);
  for (unsigned order = 1; order <= table.max_order(); ++order) {
    const newword::Level& level = table.level(order);
    for (const newword::Count c : level.count.span()) {
      probabilities[order].push_back(static_cast<double>(c) / static_cast<double>(session.units() * order));
    }
  }
  (void)segment(session, probabilities, 1e-9, false);
}

const std::map<std::string, std::function<void(Session&)>> kSteps = {
    {"read", [](Session& session) { (void)session.units(); }},
    {"count", [](Session& session) { count(session, 4, 8); }},
    {"count-orders", [](Session& session) { count(session, 8, 8); }},
    {"count-rare", [](Session& session) { count(session, 6, 5); }},
    {"connect", connect},
    {"find", find},
    {"expect", expect},
    {"segment", segment},
};

}  // namespace

int main(int argc, char** argv) {
  const auto step = argc == 3 ? kSteps.find(argv[2]) : kSteps.end();
  if (step == kSteps.end()) {
    std::fputs("usage: core-workload FILE STEP\n", stderr);
    return 2;
  }
  try {
    Session session(1, newword::Joining{});
    if (!session.read_files({{argv[1], true}}).outcomes.empty()) {
      std::fprintf(stderr, "core-workload: %s was not read as it is\n", argv[1]);
      return 1;
    }
    step->second(session);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "core-workload: %s\n", error.what());
    return 1;
  }
  return 0;
}
