/* Preloaded, fails system calls on the files of one directory: the N-th, or all from the N-th on. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char directory[4096];
static char armed[16];
static long countdown, fired;
static int error_number, is_sticky, kills, halves;

/* Arms one call: "write", "fsync", "linkat", "rename" or "pread". at = 1 fails the next. An error
   of 0 kills the process instead; is_short lets half of a write through first. */
void faultline_arm(const char *call, const char *below, long at, int error, int sticky, int is_short) {
  strncpy(directory, below, sizeof directory - 1);
  strncpy(armed, call, sizeof armed - 1);
  countdown = at;
  fired = 0;
  error_number = error;
  is_sticky = sticky;
  kills = error == 0;
  halves = is_short;
}
void faultline_disarm(void) { armed[0] = 0; }
long faultline_fired(void) { return fired; }

static int fails(const char *call) {
  if (strcmp(armed, call) != 0) return 0;
  if (--countdown > 0 || (countdown < 0 && !is_sticky)) return 0;
  ++fired;
  if (kills) kill(getpid(), SIGKILL);
  errno = error_number;
  return 1;
}

static int is_ours(int fd) {
  char link[64], path[4096];
  if (!armed[0]) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t size = readlink(link, path, sizeof path - 1);
  if (size < 0) return 0;
  path[size] = 0;
  return strncmp(path, directory, strlen(directory)) == 0;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) {
  if (is_ours(fd) && fails("write")) {
    if (!halves || size < 2) return -1;
    halves = 0;
    countdown = 1; /* the rest fails */
    return REAL(write)(fd, data, size / 2);
  }
  return REAL(write)(fd, data, size);
}
ssize_t pread(int fd, void *data, size_t size, off_t offset) {
  return is_ours(fd) && fails("pread") ? -1 : REAL(pread)(fd, data, size, offset);
}
ssize_t pread64(int fd, void *data, size_t size, off_t offset) { return pread(fd, data, size, offset); }
int fsync(int fd) { return is_ours(fd) && fails("fsync") ? -1 : REAL(fsync)(fd); }
int linkat(int from, const char *old, int to, const char *new, int flags) {
  return fails("linkat") ? -1 : REAL(linkat)(from, old, to, new, flags);
}
int rename(const char *old, const char *new) { return fails("rename") ? -1 : REAL(rename)(old, new); }
