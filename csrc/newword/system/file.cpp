#include "newword/system/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "newword/system/errors.hpp"

#ifdef _WIN32
#include <io.h>
#include <filesystem>
#else
#include <unistd.h>
#endif

namespace newword {

namespace {

constexpr std::size_t kLongestRead = std::size_t{1} << 30;  // some systems refuse more in one call, also to write

#ifdef _WIN32

using Stat = struct _stat64;
std::wstring wide(const std::string& path) {
  return std::filesystem::path(reinterpret_cast<const char8_t*>(path.c_str())).wstring();
}
int open_file(const std::string& path) { return _wopen(wide(path).c_str(), _O_RDONLY | _O_BINARY | _O_NOINHERIT); }
int close_file(int fd) { return _close(fd); }
int stat_file(int fd, Stat& s) { return _fstat64(fd, &s); }
int stat_path(const std::string& path, Stat& s) { return _wstat64(wide(path).c_str(), &s); }
long long read_file(int fd, void* into, std::size_t size, std::uint64_t offset) {
  if (_lseeki64(fd, static_cast<long long>(offset), SEEK_SET) < 0) return -1;
  return _read(fd, into, static_cast<unsigned>(size));
}
long long write_file(int fd, const void* from, std::size_t size) {
  return _write(fd, from, static_cast<unsigned>(size));
}
std::int64_t modified_ns(const Stat& s) { return s.st_mtime * 1'000'000'000; }

#else

using Stat = struct stat;
int open_file(const std::string& path) { return ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC); }
int close_file(int fd) { return ::close(fd); }
int stat_file(int fd, Stat& s) { return ::fstat(fd, &s); }
int stat_path(const std::string& path, Stat& s) { return ::stat(path.c_str(), &s); }
long long read_file(int fd, void* into, std::size_t size, std::uint64_t offset) {
  return ::pread(fd, into, size, static_cast<off_t>(offset));
}
long long write_file(int fd, const void* from, std::size_t size) { return ::write(fd, from, size); }
#ifdef __APPLE__
std::int64_t modified_ns(const Stat& s) { return s.st_mtimespec.tv_sec * 1'000'000'000LL + s.st_mtimespec.tv_nsec; }
#else
std::int64_t modified_ns(const Stat& s) { return s.st_mtim.tv_sec * 1'000'000'000LL + s.st_mtim.tv_nsec; }
#endif

#endif

FileStamp to_stamp(const Stat& s) {
  return {static_cast<std::uint64_t>(s.st_size), modified_ns(s), (s.st_mode & S_IFMT) == S_IFREG};
}

}  // namespace

File::File(const std::string& path) : path_(path), descriptor_(-1) {
  do {
    descriptor_ = open_file(path);
  } while (descriptor_ < 0 && errno == EINTR);
  if (descriptor_ < 0) fail("open");
}

File::~File() { close_file(descriptor_); }

FileStamp File::stamp() const {
  Stat s{};
  if (stat_file(descriptor_, s) != 0) fail("stat");
  return to_stamp(s);
}

std::size_t File::read_at(std::uint8_t* into, std::size_t size, std::uint64_t offset) {
  std::size_t done = 0;
  while (done < size) {
    const long long got = read_file(descriptor_, into + done, std::min(size - done, kLongestRead), offset + done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("read");
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

void Output::write(const std::uint8_t* bytes, std::size_t size) {
  for (std::size_t done = 0; done < size;) {
    const long long put = write_file(descriptor_, bytes + done, std::min(size - done, kLongestRead));
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw IoError(errno, path_, "write");
    if (put == 0) throw IoError(EIO, path_, "write");
    done += static_cast<std::size_t>(put);
  }
  size_ += size;
}

void File::fail(const char* what) const { throw IoError(errno, path_, what); }

FileStamp stamp_of(const std::string& path) {
  Stat s{};
  if (stat_path(path, s) != 0) throw IoError(errno, path, "stat");
  return to_stamp(s);
}

}  // namespace newword
