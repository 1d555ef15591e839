// The tests of the core that Python cannot reach, or the one that is named. Prints what fails; exit status 1 if
// anything does, 2 for a name that none has.
#include "tests/check.hpp"

int main(int size, char** arguments) {
  using namespace newword::test;
  const struct {
    const char* name;
    void (*run)();
  } tests[] = {
      {"buffers", test_buffers},
      {"numbers", test_numbers},
      {"temporary files", test_temp_files},
      {"pass bins", test_pass_bins},
      {"workers", test_workers},
      {"hashes", test_hashes},
      {"pair index", test_pair_index},
      {"string automaton", test_string_automaton},
      {"ARPA writer", test_arpa_writer},
      {"entropy", test_entropy},
      {"cohesion", test_cohesion},
      {"fixed point", test_fixed_point},
      {"symbol range", test_symbol_range},
      {"window parts", test_window_parts},
      {"gap kernels", test_gap_kernels},
      {"lattices", test_lattices},
      {"cutters", test_cutters},
      {"broken reads", test_broken_reads},
      {"safe cuts", test_safe_cuts},
      {"sealing", test_sealing},
      {"small budgets", test_small_budgets},
      {"sessions", test_sessions},
      {"allocation failures", test_allocation_failures},
  };
  bool is_known = size < 2;
  for (const auto& test : tests) {
    if (size > 1 && std::string(arguments[1]) != test.name) continue;
    is_known = true;
    const int before = failures();
    test.run();
    std::printf("%s: %s\n", test.name, failures() == before ? "ok" : "FAILED");
    std::fflush(stdout);
  }
  if (!is_known) {
    std::fprintf(stderr, "no test is named \"%s\"; there are:", arguments[1]);
    for (const auto& test : tests) std::fprintf(stderr, " \"%s\"", test.name);
    std::fprintf(stderr, "\n");
    return 2;
  }
  return failures() == 0 ? 0 : 1;
}
