#include "newword/system/temp_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "newword/system/errors.hpp"

#ifndef _WIN32
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace newword {

#ifdef _WIN32

// Without files that the core can map, Windows keeps everything in memory: budgets there only refuse.
TempFile::TempFile(const std::string& directory) : directory_(directory) {
  errno = ENOSYS;
  fail("make a temporary file");
}
TempFile::~TempFile() = default;
void TempFile::write(std::uint64_t, const void*, std::size_t) const {}
void TempFile::read(std::uint64_t, void*, std::size_t) const {}
void TempFile::reserve(std::uint64_t) const {}
FileMapping::FileMapping(TempFile file, std::size_t size) : file_(std::move(file)), size_(size) {}
FileMapping::~FileMapping() = default;
void FileMapping::release(std::size_t, std::size_t) const noexcept {}
void FileMapping::expect_jumps() const noexcept {}
bool mapped_memory_exceeds(const MemoryBudget&) { return true; }

#else

namespace {

constexpr std::size_t kLongestCall = std::size_t{1} << 30;  // some systems refuse more in one call

int open_unnamed(const std::string& directory) {
#ifdef O_TMPFILE
  const int unnamed = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (unnamed >= 0) return unnamed;
#endif
  // A file system without such files: one with a name, for an instant.
  std::string path = directory + "/newword-XXXXXX";
  const int named = ::mkstemp(path.data());
  if (named < 0) return named;
  ::unlink(path.c_str());
  ::fcntl(named, F_SETFD, FD_CLOEXEC);
  return named;
}

/// 0 or an error number.
int allocate(int descriptor, std::uint64_t size) {
#ifdef __APPLE__
  return ::ftruncate(descriptor, static_cast<off_t>(size)) == 0 ? 0 : errno;
#else
  int error = 0;
  do {
    error = ::posix_fallocate(descriptor, 0, static_cast<off_t>(size));
  } while (error == EINTR);
  return error;
#endif
}

std::size_t page_size() {
  static const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return size;
}

}  // namespace

TempFile::TempFile(const std::string& directory) : directory_(directory), descriptor_(open_unnamed(directory)) {
  if (descriptor_ < 0) fail("make a temporary file");
}

TempFile::~TempFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void TempFile::write(std::uint64_t at, const void* bytes, std::size_t size) const {
  const char* from = static_cast<const char*>(bytes);
  while (size > 0) {
    const ssize_t written =
        ::pwrite(descriptor_, from, size < kLongestCall ? size : kLongestCall, static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write a temporary file");
    from += written;
    at += static_cast<std::uint64_t>(written);
    size -= static_cast<std::size_t>(written);
  }
}

void TempFile::read(std::uint64_t at, void* bytes, std::size_t size) const {
  char* to = static_cast<char*>(bytes);
  while (size > 0) {
    const ssize_t got = ::pread(descriptor_, to, size < kLongestCall ? size : kLongestCall, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got == 0) errno = EIO;
    if (got <= 0) fail("read a temporary file");
    to += got;
    at += static_cast<std::uint64_t>(got);
    size -= static_cast<std::size_t>(got);
  }
}

void TempFile::reserve(std::uint64_t size) const {
  if (size == 0) return;
  if (const int error = allocate(descriptor_, size); error != 0) {
    errno = error;
    fail("make room for a temporary file");
  }
}

FileMapping::FileMapping(TempFile file, std::size_t size) : file_(std::move(file)), size_(size) {
  if (size == 0) return;
  void* const memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file_.descriptor_, 0);
  if (memory == MAP_FAILED) file_.fail("map a temporary file");
  memory_ = memory;
}

FileMapping::~FileMapping() {
  if (memory_ != nullptr) ::munmap(memory_, size_);
}

void FileMapping::release(std::size_t begin, std::size_t end) const noexcept {
  if (memory_ == nullptr) return;
  // Some of what was released comes back, brought in with its neighbours: 170 MB of a text of 2.3 GB
  // had stayed. So a stretch goes again with those after it.
  constexpr std::size_t kAgain = std::size_t{8} << 20;
  begin = (begin - (begin < kAgain ? begin : kAgain)) / page_size() * page_size();
  end = end < size_ ? end / page_size() * page_size() : size_;
  if (begin < end) ::madvise(static_cast<char*>(memory_) + begin, end - begin, MADV_DONTNEED);
}

void FileMapping::expect_jumps() const noexcept {
  if (memory_ != nullptr) ::madvise(memory_, size_, MADV_RANDOM);
}

bool mapped_memory_exceeds(const MemoryBudget& budget) {
  constexpr std::size_t kLibraries = std::size_t{32} << 20;
  const int statm = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (statm < 0) return true;
  char text[128] = {};
  const ssize_t got = ::read(statm, text, sizeof(text) - 1);
  ::close(statm);
  // Pages: size, resident, of these mapped from files ...
  char* at = text;
  unsigned long long pages = 0;
  for (int field = 0; field < 3; ++field) pages = std::strtoull(at, &at, 10);
  return got <= 0 || pages * page_size() > kLibraries + budget.part(6);
}

#endif

TempFile::TempFile(TempFile&& other) noexcept { *this = std::move(other); }

TempFile& TempFile::operator=(TempFile&& other) noexcept {
  std::swap(directory_, other.directory_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

void TempFile::fail(const char* what) const { throw IoError(errno, directory_, what); }

FileMapping::FileMapping(FileMapping&& other) noexcept { *this = std::move(other); }

FileMapping& FileMapping::operator=(FileMapping&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(memory_, other.memory_);
  std::swap(size_, other.size_);
  return *this;
}

}  // namespace newword
