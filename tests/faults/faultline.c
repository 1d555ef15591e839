/* Preloaded, fails system calls on the files of one directory: the N-th, or all from the N-th on; then, for what
   happens while the first fault is cleaned up, those of a second point. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

struct point {
  char armed[24];
  long countdown, fired;
  int error, is_sticky, halves;
};

static char directory[4096];
static struct point points[2];

static void set(struct point *point, const char *call, long at, int error, int sticky, int is_short) {
  memset(point, 0, sizeof *point);
  strncpy(point->armed, call, sizeof point->armed - 1);
  point->countdown = at;
  point->error = error;
  point->is_sticky = sticky;
  point->halves = is_short;
}

/* Arms one call, named as in the library. at = 1 is the next. An error of 0 kills the process instead, one below 0
   sends it the signal of that number and lets the call be; is_short lets half of a write through first. */
void faultline_arm(const char *call, const char *below, long at, int error, int sticky, int is_short) {
  strncpy(directory, below, sizeof directory - 1);
  points[1].armed[0] = 0;
  set(&points[0], call, at, error, sticky, is_short);
}
/* Arms a second call, counted from when the first point has fired. */
void faultline_then(const char *call, long at, int error, int sticky) { set(&points[1], call, at, error, sticky, 0); }
void faultline_disarm(void) { points[0].armed[0] = points[1].armed[0] = 0; }
long faultline_fired(int point) { return points[point].fired; }

static int point_fails(struct point *point, const char *call) {
  if (strcmp(point->armed, call) != 0) return 0;
  if (--point->countdown > 0 || (point->countdown < 0 && !point->is_sticky)) return 0;
  ++point->fired;
  if (point->error == 0) kill(getpid(), SIGKILL);
  if (point->error < 0) {
    kill(getpid(), -point->error);
    return 0;
  }
  errno = point->error;
  return 1;
}

static int fails(const char *call) {
  int first_was = points[0].fired > 0;
  if (point_fails(&points[0], call)) return 1;
  return first_was && point_fails(&points[1], call);
}

static int is_below(const char *path) { return strncmp(path, directory, strlen(directory)) == 0; }

static int is_ours(int fd) {
  char link[64], path[4096];
  int before = errno;
  if (!points[0].armed[0]) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t size = readlink(link, path, sizeof path - 1);
  errno = before;
  if (size < 0) return 0;
  path[size] = 0;
  return is_below(path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *data, size_t size) {
  if (is_ours(fd) && fails("write")) {
    if (!points[0].halves || size < 2) return -1;
    points[0].halves = 0;
    points[0].countdown = 1; /* the rest fails */
    return REAL(write)(fd, data, size / 2);
  }
  return REAL(write)(fd, data, size);
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
  return is_ours(fd) && fails("pwrite") ? -1 : REAL(pwrite)(fd, data, size, offset);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) { return pwrite(fd, data, size, offset); }
ssize_t read(int fd, void *data, size_t size) {
  return is_ours(fd) && fails("read") ? -1 : REAL(read)(fd, data, size);
}
ssize_t pread(int fd, void *data, size_t size, off_t offset) {
  return is_ours(fd) && fails("pread") ? -1 : REAL(pread)(fd, data, size, offset);
}
ssize_t pread64(int fd, void *data, size_t size, off_t offset) { return pread(fd, data, size, offset); }
int fsync(int fd) { return is_ours(fd) && fails("fsync") ? -1 : REAL(fsync)(fd); }
int close(int fd) {
  if (!is_ours(fd) || !fails("close")) return REAL(close)(fd);
  int error = errno;
  REAL(close)(fd); /* as Linux does it: the descriptor is gone in any case */
  errno = error;
  return -1;
}
int posix_fallocate(int fd, off_t offset, off_t size) {
  return is_ours(fd) && fails("posix_fallocate") ? errno : REAL(posix_fallocate)(fd, offset, size);
}
int posix_fallocate64(int fd, off_t offset, off_t size) { return posix_fallocate(fd, offset, size); }
int linkat(int from, const char *old, int to, const char *new, int flags) {
  return fails("linkat") ? -1 : REAL(linkat)(from, old, to, new, flags);
}
int rename(const char *old, const char *new) { return fails("rename") ? -1 : REAL(rename)(old, new); }
int unlink(const char *path) { return is_below(path) && fails("unlink") ? -1 : REAL(unlink)(path); }

/* Of any thread: these have nothing to do with the directory. */
int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*work)(void *), void *with) {
  if (points[0].armed[0] && fails("pthread_create")) return errno;
  return REAL(pthread_create)(thread, how, work, with);
}

static mode_t mode_of(int flags, va_list rest) {
  return flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}
#define OPENS(name)                                                        \
  int name(const char *path, int flags, ...) {                             \
    va_list rest;                                                          \
    va_start(rest, flags);                                                 \
    mode_t mode = mode_of(flags, rest);                                    \
    va_end(rest);                                                          \
    if (points[0].armed[0] && is_below(path) && fails("open")) return -1;  \
    return REAL(name)(path, flags, mode);                                  \
  }
OPENS(open)
OPENS(open64)
