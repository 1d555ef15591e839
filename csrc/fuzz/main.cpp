// Runs a fuzz target without libFuzzer: mutates inputs by chance that repeats, and keeps those that reach new code.
//
//   TARGET [--executions N] [--seconds S] [--seed N] [--longest N] [--corpus FILE] [--save FILE]
//   TARGET --replay FILE         every input of the file, once
//
// A corpus file has one input a line, in hexadecimal. The input that stops the process is printed the same way. What
// reaches new code is known when the target was compiled with -fsanitize-coverage=trace-pc.
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fstream>
#include <random>

#include "fuzz.hpp"

namespace {

using Clock = std::chrono::steady_clock;

// Counts of the pairs of places that follow one another in the code, by hash. Threads may lose some.
constexpr std::size_t kPairs = std::size_t{1} << 15;
std::array<std::uint8_t, kPairs> hits;
thread_local std::uintptr_t last_place = 0;

/// The input that runs now, for those who die of it.
const std::uint8_t* input_data = nullptr;
std::size_t input_size = 0;
volatile std::uint64_t executions = 0;

void print_input() {
  static const char* const kDigits = "0123456789abcdef";
  char text[1024];
  const auto put = [](const char* from, std::size_t size) { (void)!::write(2, from, size); };
  put("input: ", 7);
  std::size_t used = 0;
  for (std::size_t i = 0; i < input_size; ++i) {
    text[used++] = kDigits[input_data[i] >> 4];
    text[used++] = kDigits[input_data[i] & 15];
    if (used == sizeof text) {
      put(text, used);
      used = 0;
    }
  }
  put(text, used);
  put("\n", 1);
}

void die(int) {
  print_input();
  std::signal(SIGABRT, SIG_DFL);
  std::abort();
}

/// Comes every kTickSeconds: an execution that is there twice has no end.
constexpr int kTickSeconds = 10;
void tick(int signal) {
  static std::uint64_t last = UINT64_MAX;
  if (executions == last) {
    (void)!::write(2, "no end after 10 seconds\n", 24);
    die(signal);
  }
  last = executions;
}

void watch_for_hangs() {
  std::signal(SIGALRM, tick);
  const itimerval every = {{kTickSeconds, 0}, {kTickSeconds, 0}};
  setitimer(ITIMER_REAL, &every, nullptr);
}

}  // namespace

extern "C" void __sanitizer_cov_trace_pc();
extern "C" void __sanitizer_cov_trace_pc() {
  const auto place = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
  const std::uintptr_t pair = (place * 0x9E3779B97F4A7C15u) >> 32 ^ last_place;
  ++hits[pair % kPairs];
  last_place = (place * 0x9E3779B97F4A7C15u) >> 33;
}
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace {

struct Options {
  std::uint64_t executions = UINT64_MAX;
  double seconds = 1e9;
  std::uint32_t seed = 1;
  std::size_t longest = 200;
  std::string corpus, save, replay;
};

Options parse(int size, char** arguments) {
  Options options;
  for (int i = 1; i + 1 < size; i += 2) {
    const std::string_view name = arguments[i];
    const char* const value = arguments[i + 1];
    if (name == "--executions")
      options.executions = std::strtoull(value, nullptr, 10);
    else if (name == "--seconds")
      options.seconds = std::strtod(value, nullptr);
    else if (name == "--seed")
      options.seed = static_cast<std::uint32_t>(std::strtoul(value, nullptr, 10));
    else if (name == "--longest")
      options.longest = std::strtoull(value, nullptr, 10);
    else if (name == "--corpus")
      options.corpus = value;
    else if (name == "--save")
      options.save = value;
    else if (name == "--replay")
      options.replay = value;
    else {
      std::fprintf(stderr, "no option %s\n", arguments[i]);
      std::exit(2);
    }
  }
  return options;
}

std::vector<std::string> read_corpus(const std::string& path) {
  std::vector<std::string> inputs;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::string input;
    for (std::size_t i = 0; i + 1 < line.size(); i += 2) {
      input.push_back(static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16)));
    }
    inputs.push_back(std::move(input));
  }
  return inputs;
}

void write_corpus(const std::string& path, const std::vector<std::string>& inputs) {
  std::ofstream file(path);
  for (const std::string& input : inputs) {
    for (const char c : input) {
      char digits[3];
      std::snprintf(digits, sizeof digits, "%02x", static_cast<unsigned char>(c));
      file << digits;
    }
    file << '\n';
  }
}

/// A campaign: its inputs so far and the code that they have reached.
class Fuzzer {
 public:
  explicit Fuzzer(const Options& options)
      : options_(options), engine_(options.seed), tokens_(newword::fuzz::tokens()) {}

  /// Runs an input and keeps it if it reaches something new.
  void run(const std::string& input) {
    input_.assign(input.begin(), input.end());
    input_data = input_.data();
    input_size = input_.size();
    hits.fill(0);
    last_place = 0;
    // A buffer of just this size, so that a byte read behind it is noticed.
    const std::vector<std::uint8_t> exact(input_data, input_data + input_size);
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
    executions = executions + 1;
    if (is_new()) kept_.push_back(input);
  }

  void run_all(const std::vector<std::string>& inputs) {
    for (const std::string& input : inputs) run(input);
  }

  void campaign() {
    const auto begin = Clock::now();
    const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - begin).count(); };
    std::vector<std::string> first = newword::fuzz::seeds();
    if (!options_.corpus.empty()) {
      for (std::string& input : read_corpus(options_.corpus)) first.push_back(std::move(input));
    }
    first.emplace_back();
    run_all(first);
    if (kept_.empty()) kept_ = first;  // nobody tells what is reached
    while (executions < options_.executions && ((executions & 15) != 0 || elapsed() < options_.seconds)) run(mutant());
    if (!options_.save.empty()) write_corpus(options_.save, smallest());
    report(elapsed());
  }

  void report(double seconds) const {
    std::printf(
        "{\"executions\": %llu, \"inputs\": %zu, \"pairs\": %zu, \"seconds\": %.1f, \"cpu_seconds\": %.1f, \"seed\": "
        "%u}\n",
        static_cast<unsigned long long>(executions), kept_.size(), reached(), seconds,
        static_cast<double>(std::clock()) / CLOCKS_PER_SEC, options_.seed);
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : engine_() % end; }
  template <class T>
  const T& of(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }

  /// How often a pair was seen, as the power of two: more often is new, too.
  [[nodiscard]] static std::uint8_t bit_of(std::uint8_t count) {
    return static_cast<std::uint8_t>(1u << (std::bit_width(count) - 1));
  }

  bool is_new() {
    bool found = false;
    for (std::size_t i = 0; i < kPairs; i += 8) {
      std::uint64_t eight;
      std::memcpy(&eight, &hits[i], 8);
      if (eight == 0) continue;
      for (std::size_t k = i; k < i + 8; ++k) {
        if (hits[k] == 0 || (seen_[k] & bit_of(hits[k])) != 0) continue;
        seen_[k] |= bit_of(hits[k]);
        found = true;
      }
    }
    return found;
  }

  [[nodiscard]] std::size_t reached() const {
    std::size_t pairs = 0;
    for (const std::uint8_t bits : seen_) pairs += bits != 0;
    return pairs;
  }

  std::string mutant() {
    std::string input = of(kept_);
    for (std::size_t step = 1 + below(5); step > 0; --step) mutate(input);
    if (input.size() > options_.longest) input.resize(options_.longest);
    return input;
  }

  void mutate(std::string& input) {
    const std::size_t at = below(input.size() + 1), size = std::min(input.size() - at, below(16) + 1);
    switch (below(9)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
        break;
      case 1:
        if (at < input.size()) input[at] = static_cast<char>(engine_());
        break;
      case 2:
        input.insert(at, 1 + below(4), static_cast<char>(engine_()));
        break;
      case 3:
        input.erase(at, size);
        break;
      case 4:
        input.insert(below(input.size() + 1), input.substr(at, size));
        break;
      case 5:
        if (!tokens_.empty()) input.insert(at, of(tokens_));
        break;
      case 6:
        if (!tokens_.empty()) {
          const std::string& token = of(tokens_);
          input.replace(at, std::min(token.size(), input.size() - at), token);
        }
        break;
      case 7: {
        const std::string& other = of(kept_);
        input.replace(at, std::string::npos, other.substr(below(other.size() + 1)));
      } break;
      default:
        if (at < input.size()) {
          static const std::vector<char> kNumbers = {0, 1, 2, 16, 64, 127, -128, -1};
          input[at] = of(kNumbers);
        }
    }
  }

  /// The shortest inputs first, of which each reaches something that those before it do not.
  std::vector<std::string> smallest() {
    std::vector<std::string> all = kept_, few;
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.size() != b.size() ? a.size() < b.size() : a < b; });
    std::vector<bool> has(kPairs);
    for (const std::string& input : all) {
      run(input);
      bool adds = false;
      for (std::size_t i = 0; i < kPairs; ++i) {
        if (hits[i] != 0 && !has[i]) has[i] = adds = true;
      }
      if (adds) few.push_back(input);
    }
    return few;
  }

  Options options_;
  std::mt19937 engine_;
  std::vector<std::string> tokens_;
  std::vector<std::uint8_t> input_;
  std::vector<std::string> kept_;
  std::array<std::uint8_t, kPairs> seen_{};
};

}  // namespace

int main(int size, char** arguments) {
  const Options options = parse(size, arguments);
  std::signal(SIGABRT, die);
  watch_for_hangs();
  if (__sanitizer_set_death_callback != nullptr) __sanitizer_set_death_callback(print_input);
  Fuzzer fuzzer(options);
  if (options.replay.empty()) {
    fuzzer.campaign();
    return 0;
  }
  fuzzer.run_all(newword::fuzz::seeds());
  fuzzer.run_all(read_corpus(options.replay));
  fuzzer.report(0);
}
