// Arrays in temporary files: the same as in memory, and an error where the system refuses.
#include <cerrno>
#include <filesystem>
#include <numeric>

#include "newword/base/paged.hpp"
#include "newword/system/errors.hpp"
#include "newword/text/document_ends.hpp"
#include "tests/check.hpp"

#ifdef __linux__
#include <fcntl.h>
#endif

#ifdef WRAPS_SYSTEM
namespace {
bool refuses_unnamed_files = false;
}

extern "C" {
int __real_open(const char* path, int flags, ...);
int __wrap_open(const char* path, int flags, unsigned mode) {
  if (refuses_unnamed_files && (flags & O_TMPFILE) == O_TMPFILE) {
    errno = EOPNOTSUPP;
    return -1;
  }
  return __real_open(path, flags, mode);
}
}
#endif

namespace newword::test {

namespace {

const std::string& here() {
  static const std::string path = std::filesystem::temp_directory_path().string();
  return path;
}

/// The path and the error number of an IoError; nothing if there was none.
template <class Work>
std::pair<std::string, int> failure_of(const Work& work) {
  try {
    work();
  } catch (const IoError& error) {
    return {error.path(), error.error_number()};
  }
  return {};
}

void an_array_in_a_file_is_one() {
  std::vector<std::uint32_t> twin(3'000'000);
  std::iota(twin.begin(), twin.end(), 7u);
  Paged<std::uint32_t> array(twin.size(), here());
  CHECK(array.is_mapped() && array.size() == twin.size() && array[twin.size() - 1] == 0);
  array.expect_jumps();
  std::copy(twin.begin(), twin.end(), array.data());
  array.release();
  CHECK(std::equal(twin.begin(), twin.end(), array.span().begin()));
  // What is released comes back when it is read or written.
  for (const auto& [first, last] :
       {std::pair(0, 1), std::pair(2'999'999, 3'000'000), std::pair(2'500'000, 2'500'001)}) {
    array.release(static_cast<std::size_t>(first), static_cast<std::size_t>(last));
    array[static_cast<std::size_t>(first)] += 1;
    array.release(static_cast<std::size_t>(first), static_cast<std::size_t>(last));
    twin[static_cast<std::size_t>(first)] += 1;
  }
  const std::uint32_t others[] = {1, 2, 3};
  array.store(1'000'000, others, 3);
  std::copy_n(others, 3, twin.begin() + 1'000'000);
  Paged<std::uint32_t> moved(std::move(array));
  CHECK(std::equal(twin.begin(), twin.end(), moved.span().begin()));
  Paged<std::uint32_t> in_memory(3);
  in_memory.store(0, others, 3);
  CHECK(!in_memory.is_mapped() && in_memory[2] == 3);
  in_memory.release();
  CHECK(in_memory[0] == 1);
}

void an_array_of_nothing_needs_no_file() {
  const Paged<std::uint32_t> none(0, "/no/such/directory");
  CHECK(none.size() == 0 && !none.is_mapped());
  CHECK(!Paged<char>(TempFile(here()), 0).is_mapped());
}

void an_array_that_grows_into_a_file_is_the_same() {
  constexpr std::size_t kTail = (std::size_t{1} << 20) / sizeof(std::uint64_t);
  std::vector<std::uint64_t> twin(5 * kTail + 17);
  std::iota(twin.begin(), twin.end(), std::uint64_t{1} << 40);
  for (const std::size_t limit_bytes : {std::size_t{0}, std::size_t{3} << 20, std::size_t{1} << 30}) {
    Spool<std::uint64_t> spool(limit_bytes, here());
    std::size_t done = 0;
    for (; done < 2 * kTail; ++done) spool.push_back(twin[done]);
    const auto append = [&](std::size_t count) {
      spool.append(
          count, [&](std::uint64_t* to) { std::copy_n(twin.begin() + static_cast<std::ptrdiff_t>(done), count, to); });
      done += count;
    };
    append(1);
    append(2 * kTail);
    while (done < twin.size()) append(std::min(twin.size() - done, kTail / 3));
    CHECK(spool.size() == twin.size());
    CHECK(spool.is_in_file() == (limit_bytes < std::size_t{1} << 30));
    if (spool.is_in_file()) CHECK(spool.bytes() <= std::size_t{1} << 20);
    std::vector<std::uint64_t> found;
    spool.for_pieces(
        [&](std::span<const std::uint64_t> piece) { found.insert(found.end(), piece.begin(), piece.end()); });
    CHECK(found == twin);
    const Paged<std::uint64_t> array = spool.take();
    CHECK(array.is_mapped() == (limit_bytes < std::size_t{1} << 30));
    CHECK(std::equal(twin.begin(), twin.end(), array.span().begin(), array.span().end()));
  }
}

void documents_are_found_by_place_wherever_their_ends_are() {
  constexpr std::size_t kDocuments = 300'000;  // 2.4 MB
  for (const std::size_t bytes : {MemoryBudget::kUnlimited, std::size_t{1} << 20}) {
    DocumentEnds ends({bytes, 0, here()});
    CHECK(!ends.end_at(1));  // nothing but the boundary
    for (std::size_t d = 0; d < kDocuments; ++d) {
      CHECK(ends.end_at(4 + 3 * d));
      CHECK(!ends.end_at(4 + 3 * d));
    }
    ends.close();
    ends.close();
    CHECK(ends.size() == kDocuments);
    CHECK(ends.bytes_in_memory() == (bytes == MemoryBudget::kUnlimited ? kDocuments * 8 : 0));
    for (std::size_t d = 0; d < kDocuments; d += 999) {
      CHECK(ends.end_of(d) == 4 + 3 * d);
      for (std::size_t place = 1 + 3 * d; place < 4 + 3 * d; ++place) CHECK(ends.number_of(place) == d);
    }
  }
}

void what_the_system_refuses_is_an_error_with_the_directory() {
  CHECK(failure_of([] { TempFile file("/no/such/directory"); }) ==
        std::pair(std::string("/no/such/directory"), ENOENT));
  const TempFile file(here());
  CHECK(failure_of([&] { file.reserve(std::uint64_t{1} << 62); }).first == here());
  CHECK(failure_of([] { Paged<char> array(std::size_t{1} << 62, here()); }).first == here());
  CHECK(failure_of([] { FileMapping mapping(TempFile(here()), SIZE_MAX / 2); }) == std::pair(here(), ENOMEM));
  char byte = 'a';
  file.write(0, &byte, 1);
  file.read(0, &byte, 1);
  CHECK(byte == 'a');
  CHECK(failure_of([&] { file.read(1, &byte, 1); }) == std::pair(here(), EIO));
  CHECK(failure_of([&] { file.write(std::uint64_t{1} << 63, &byte, 1); }) == std::pair(here(), EINVAL));
}

/// As on network file systems.
void a_directory_that_takes_no_unnamed_files_has_one_without_a_name_left() {
#ifdef WRAPS_SYSTEM
  const std::filesystem::path folder =
      std::filesystem::path(here()) / ("newword-core-tests-" + std::to_string(std::random_device()()));
  std::filesystem::create_directory(folder);
  refuses_unnamed_files = true;
  {
    Paged<int> array(1000, folder.string());
    array[999] = 5;
    array.release();
    CHECK(array[999] == 5 && array[0] == 0);
    CHECK(std::filesystem::is_empty(folder));
  }
  CHECK(failure_of([&] { TempFile file(folder.string() + "/none"); }).second == ENOENT);
  refuses_unnamed_files = false;
  std::filesystem::remove_all(folder);
#endif
}

}  // namespace

void test_temp_files() {
  an_array_in_a_file_is_one();
  an_array_of_nothing_needs_no_file();
  an_array_that_grows_into_a_file_is_the_same();
  documents_are_found_by_place_wherever_their_ends_are();
  what_the_system_refuses_is_an_error_with_the_directory();
  a_directory_that_takes_no_unnamed_files_has_one_without_a_name_left();
}

}  // namespace newword::test
