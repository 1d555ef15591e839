// Files that end or fail while they are read: refused, and never taken for what they were.
#include <atomic>
#include <cerrno>
#include <chrono>
#include <thread>

#include "newword/count_file/count_reader.hpp"
#include "newword/count_file/ordered_output.hpp"
#include "tests/digest.hpp"
#include "tests/scratch.hpp"

#ifdef WRAPS_SYSTEM
namespace {

/// Reads until one ends early (0 bytes) or fails; below zero none does. All after it do the same.
std::atomic<long long> reads_left{-1};
std::atomic<int> error_of_reads{0};

}  // namespace

extern "C" {
ssize_t __real_pread(int descriptor, void* bytes, std::size_t size, off_t at);
ssize_t __wrap_pread(int descriptor, void* bytes, std::size_t size, off_t at) {
  if (reads_left.load() < 0) return __real_pread(descriptor, bytes, size, at);
  if (reads_left.load() > 0) {
    --reads_left;
    return __real_pread(descriptor, bytes, size, at);
  }
  errno = error_of_reads;
  return errno == 0 ? 0 : -1;
}
}
#endif

namespace newword::test {

namespace {

#ifdef __unix__

void write_counts(const Scratch& to, std::size_t block_bytes) {
  Session session(1, {true});
  const std::string text = "机器学习，机器学习！C++ 机器 c++ 学习机";
  session.feed(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  session.end_document();
  newword::write_counts(session, {to.descriptor(), to.path(), 3, 1, {}, 0, block_bytes});
}

#ifdef WRAPS_SYSTEM

class FailReads {
 public:
  FailReads(long long n, int error) {
    error_of_reads = error;
    reads_left = n;
  }
  ~FailReads() { reads_left = -1; }
};

void a_count_file_that_ends_or_fails_while_it_is_read_is_refused() {
  const Scratch counts;
  write_counts(counts, 1);
  for (const int error : {0, EIO}) {
    int refusals = 0;
    for (long long n = 0;; ++n) {
      JobControl control;
      try {
        const FailReads fail(n, error);
        verify(CountFileReader(counts.path()), 1, control);
      } catch (const FormatError&) {
        CHECK(error == 0);
        ++refusals;
        continue;
      } catch (const IoError& problem) {
        CHECK(error == EIO && problem.error_number() == EIO && problem.path() == counts.path());
        ++refusals;
        continue;
      }
      break;
    }
    // The beginning, the footer, the header, the index, and every block.
    CHECK(refusals == 4 + static_cast<int>(CountFileReader(counts.path()).blocks()));
  }
}

/// Texts that fail add nothing, the half that was read of one neither.
void a_text_that_fails_while_it_is_read_is_told_and_leaves_nothing() {
  const Scratch first, second;
  for (const Scratch* const file : {&first, &second}) {
    const std::string text = "机器学习";
    CHECK(::write(file->descriptor(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  int failed = 0;
  for (long long n = 0;; ++n) {
    Session session(1, {true});
    FilesRead read;
    {
      const FailReads fail(n, EIO);
      read = session.read_files({{first.path(), true}, {second.path(), true}});
    }
    const std::size_t problems = read.outcomes.size();
    CHECK(session.documents() == 2 - problems);
    CHECK(session.units() == 4 * (2 - problems));
    for (const FileOutcome& one : read.outcomes) CHECK(one.code == Outcome::kUnreadable && one.error_number == EIO);
    if (problems == 0) break;
    ++failed;
  }
  CHECK(failed > 2);
}

#endif

/// The chunks of a file that is written in a strange order.
void what_is_made_out_of_turn_waits() {
  const Scratch plain, ordered;
  write_counts(plain, 0);
  const CountFileReader file(plain.path());
  // Each entry as a chunk of its own.
  std::vector<std::pair<std::vector<std::uint8_t>, std::vector<Chunk>>> parts;
  EntryReader entry = file.entry_reader();
  std::vector<std::uint8_t> buffer;
  for (std::size_t b = 0; b < file.blocks(); ++b) {
    file.for_entries(b, buffer, entry, [&](const EntryReader& window) {
      ChunkEncoder encoder(file.codes(), file.header().order);
      encoder.add(0, window.count(), [&](unsigned k) { return window.symbols()[k]; });
      encoder.begin_bucket();
      encoder.drain([&](const std::uint8_t* bytes, const std::vector<Chunk>& chunks) {
        parts.emplace_back(std::vector(bytes, bytes + chunks.front().size), chunks);
      });
    });
  }
  const auto write = [&](unsigned threads, std::size_t limit_bytes, const Scratch& to) {
    Output output(to.descriptor(), to.path());
    CountFileWriter writer(output, file.header());
    JobControl control;
    OrderedOutput sink(writer, limit_bytes, control);
    Tickets tickets(parts.size());
    run_workers(threads, control, [&](unsigned worker) {
      for (std::size_t t; (t = tickets.take()) < parts.size();) {
        if (worker == 0) std::this_thread::sleep_for(std::chrono::microseconds(200));
        sink.put(t, parts[t].first, parts[t].second);
      }
    });
    writer.finish();
    return to.content();
  };
  const std::string expected = write(1, 0, ordered);
  for (const std::size_t limit : {std::size_t{0}, std::size_t{20}, std::size_t{1} << 20})
    CHECK(write(4, limit, ordered) == expected);
  // Whoever waits for a turn that never comes ends with the job.
  Output output(ordered.descriptor(), ordered.path());
  CountFileWriter writer(output, file.header());
  JobControl control;
  OrderedOutput sink(writer, 0, control);
  sink.put(2, {1, 2, 3}, {});
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    control.cancel();
  });
  CHECK(throws<Cancelled>([&] { sink.put(1, {1}, {}); }));
  canceller.join();
}

#endif

}  // namespace

void test_broken_reads() {
#ifdef __unix__
#ifdef WRAPS_SYSTEM
  a_count_file_that_ends_or_fails_while_it_is_read_is_refused();
  a_text_that_fails_while_it_is_read_is_told_and_leaves_nothing();
#endif
  what_is_made_out_of_turn_waits();
#endif
}

}  // namespace newword::test
