// What the tests of the core need, and no more: a check that counts, and chance that repeats.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace newword::test {

/// Failures so far. Tests run one after the other in one thread.
inline int& failures() {
  static int count = 0;
  return count;
}

inline void report(bool holds, const char* what, const char* file, int line) {
  if (holds) return;
  std::fprintf(stderr, "%s:%d: not true: %s\n", file, line, what);
  if (++failures() >= 20) std::exit(1);
}

#define CHECK(...) ::newword::test::report(static_cast<bool>(__VA_ARGS__), #__VA_ARGS__, __FILE__, __LINE__)

/// True when `work` throws an Exception.
template <class Exception, class Work>
bool throws(const Work& work) {
  try {
    work();
  } catch (const Exception&) {
    return true;
  }
  return false;
}

/// The same numbers with every library.
class Chance {
 public:
  explicit Chance(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t end) { return engine_() % end; }
  template <class T>
  const T& of(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

 private:
  std::mt19937 engine_;
};

/// Text of everything that an encoder could stumble over, UTF-8 and not.
std::string nasty_text(Chance& chance, std::size_t parts);

void test_buffers();
void test_gap_kernels();
void test_numbers();
void test_temp_files();
void test_pass_bins();
void test_workers();
void test_hashes();
void test_pair_index();
void test_string_automaton();
void test_arpa_writer();
void test_entropy();
void test_cohesion();
void test_fixed_point();
void test_symbol_range();
void test_window_parts();
void test_lattices();
void test_cutters();
void test_broken_reads();
void test_safe_cuts();
void test_sealing();
void test_small_budgets();
void test_sessions();
void test_allocation_failures();

}  // namespace newword::test
