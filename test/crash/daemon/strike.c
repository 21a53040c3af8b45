// SPDX-License-Identifier: Apache-2.0
/*
 * Preloaded into a daemon: strikes at one of its calls to its files. STRIKE_SITE names the call and the
 * file (sync store.db-wal), STRIKE_PHASE when (before, middle of a write, after), STRIKE_COUNT which time,
 * STRIKE_ACTION what happens: kill (this process), loss (of the kernel: the process STRIKE_SIM, or what
 * the file STRIKE_UNBIND unbinds), EIO, ENOSPC (the call
 * fails, STRIKE_TIMES times), stall (STRIKE_MS). With STRIKE_FROM=work counting begins at WORK_SIGNAL. Each
 * place is said once on descriptor 3, and a strike when it happens.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define SAID_FD 3
#define WORK_SIGNAL 40
#define PLACES_MAX 128
#define NAME_MAX_LENGTH 96

static struct {
  char site[NAME_MAX_LENGTH], phase[16], action[16], unbind[NAME_MAX_LENGTH];
  long count, times, ms, sim;
} plan;
static atomic_bool armed;
static atomic_long visits;
static char places[PLACES_MAX][NAME_MAX_LENGTH];
static atomic_int placed;
static atomic_flag placing = ATOMIC_FLAG_INIT;

static void say(const char *line) { syscall(SYS_write, SAID_FD, line, strlen(line)); }

static void arm(int signal) {
  (void)signal;
  armed = 1;
}

static void take(char *into, size_t size, const char *name) {
  const char *given = getenv(name);

  snprintf(into, size, "%s", given ? given : "");
}

static long number(const char *name) {
  const char *given = getenv(name);

  return given ? atol(given) : 0;
}

__attribute__((constructor)) static void begin(void) {
  struct sigaction action = {.sa_handler = arm, .sa_flags = SA_RESTART};
  char from[16];

  take(plan.site, sizeof(plan.site), "STRIKE_SITE");
  take(plan.phase, sizeof(plan.phase), "STRIKE_PHASE");
  take(plan.action, sizeof(plan.action), "STRIKE_ACTION");
  take(from, sizeof(from), "STRIKE_FROM");
  plan.count = number("STRIKE_COUNT");
  plan.times = number("STRIKE_TIMES");
  plan.ms = number("STRIKE_MS");
  plan.sim = number("STRIKE_SIM");
  take(plan.unbind, sizeof(plan.unbind), "STRIKE_UNBIND");
  armed = strcmp(from, "work") != 0;
  sigaction(WORK_SIGNAL, &action, NULL);
  /* Children of the daemon are not meant. */
  unsetenv("LD_PRELOAD");
}

/* The file's last name, when it is one of the daemon's: under a folder 'state'. */
static int file_name(const char *path, char *name) {
  const char *last = strrchr(path, '/');

  if (!last || !strstr(path, "/state/")) return 0;
  /* One of these has a name of chance while it is made. */
  snprintf(name, 64, "%s", strncmp(last + 1, "cursor.keys.", 12) ? last + 1 : "cursor.keys.new");
  return 1;
}

static int name_of(int file, char *name) {
  char link[64], path[4096];
  ssize_t length;

  snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
  length = readlink(link, path, sizeof(path) - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  return file_name(path, name);
}

static void place(const char *site, const char *phase) {
  char line[NAME_MAX_LENGTH];
  int known = 0;

  snprintf(line, sizeof(line), "place %s|%s\n", site, phase);
  while (atomic_flag_test_and_set(&placing)) continue;
  for (int n = 0; n < placed && !known; n++) known = !strcmp(places[n], line);
  if (!known && placed < PLACES_MAX) {
    strcpy(places[placed], line);
    placed++;
    say(line);
  }
  atomic_flag_clear(&placing);
}

/* The kernel's part goes, and the daemon's thread that is here waits for that. */
static void lose(void) {
  long file;

  if (plan.sim > 1) kill((pid_t)plan.sim, SIGKILL);
  if (!plan.unbind[0]) return;
  file = syscall(SYS_openat, AT_FDCWD, plan.unbind, O_WRONLY | O_CLOEXEC);
  if (file < 0 || syscall(SYS_write, file, "dsmil", 5) != 5) say("not unbound\n");
  if (file >= 0) syscall(SYS_close, file);
}

/* Whether the call is to fail with errno. */
static int strike(const char *site, const char *phase) {
  int saved = errno;
  long visit;

  place(site, phase);
  errno = saved;
  if (!armed || strcmp(site, plan.site) || strcmp(phase, plan.phase)) return 0;
  visit = ++visits;
  if (visit < plan.count || visit >= plan.count + (plan.times ? plan.times : 1)) return 0;
  say("struck\n");
  if (!strcmp(plan.action, "kill")) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
  }
  if (!strcmp(plan.action, "loss")) lose();
  if (!strcmp(plan.action, "stall")) {
    struct timespec time = {plan.ms / 1000, plan.ms % 1000 * 1000000};

    nanosleep(&time, NULL);
  }
  errno = !strcmp(plan.action, "EIO") ? EIO : !strcmp(plan.action, "ENOSPC") ? ENOSPC : saved;
  return !strcmp(plan.action, "EIO") || !strcmp(plan.action, "ENOSPC");
}

static int is_middle(const char *site) {
  return !strcmp(plan.phase, "middle") && !strcmp(site, plan.site);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* A call on an open file: before and after it. */
#define STRUCK(what, file, call)                    \
  do {                                              \
    char site[NAME_MAX_LENGTH], name[64];           \
                                                    \
    if (!name_of(file, name)) return call;          \
    snprintf(site, sizeof(site), what " %s", name); \
    if (strike(site, "before")) return -1;          \
    __typeof__(call) result = call;                 \
    if (strike(site, "after")) return -1;           \
    return result;                                  \
  } while (0)

#define WRITTEN(file, size, half, call)               \
  do {                                                \
    char site[NAME_MAX_LENGTH], name[64];             \
                                                      \
    if (!name_of(file, name)) return call;            \
    snprintf(site, sizeof(site), "write %s", name);   \
    if (strike(site, "before")) return -1;            \
    if ((size) > 1) {                                 \
      if (is_middle(site)) (void)!(half);             \
      if (strike(site, "middle")) return -1;          \
    }                                                 \
    ssize_t result = call;                            \
    if (strike(site, "after")) return -1;             \
    return result;                                    \
  } while (0)

ssize_t write(int file, const void *bytes, size_t size) {
  /* In the middle of a plain write the position has moved: it is written where it was to be. */
  off_t at = lseek(file, 0, SEEK_CUR);

  WRITTEN(file, size, at < 0 ? 0 : REAL(pwrite64)(file, bytes, size / 2, at),
          REAL(write)(file, bytes, size));
}

ssize_t pwrite(int file, const void *bytes, size_t size, off_t at) {
  WRITTEN(file, size, REAL(pwrite64)(file, bytes, size / 2, at),
          REAL(pwrite64)(file, bytes, size, at));
}

ssize_t pwrite64(int file, const void *bytes, size_t size, off_t at) {
  WRITTEN(file, size, REAL(pwrite64)(file, bytes, size / 2, at),
          REAL(pwrite64)(file, bytes, size, at));
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  STRUCK("write", file, REAL(writev)(file, parts, count));
}

ssize_t pwritev(int file, const struct iovec *parts, int count, off_t at) {
  STRUCK("write", file, REAL(pwritev)(file, parts, count, at));
}

int fsync(int file) { STRUCK("sync", file, REAL(fsync)(file)); }

int fdatasync(int file) { STRUCK("sync", file, REAL(fdatasync)(file)); }

int ftruncate(int file, off_t size) { STRUCK("truncate", file, REAL(ftruncate64)(file, size)); }

int ftruncate64(int file, off_t size) { STRUCK("truncate", file, REAL(ftruncate64)(file, size)); }

int rename(const char *from, const char *to) {
  char site[NAME_MAX_LENGTH], name[64];

  if (!file_name(to, name)) return REAL(rename)(from, to);
  snprintf(site, sizeof(site), "rename %s", name);
  if (strike(site, "before")) return -1;
  int result = REAL(rename)(from, to);
  return strike(site, "after") ? -1 : result;
}

int unlink(const char *path) {
  char site[NAME_MAX_LENGTH], name[64];

  if (!file_name(path, name)) return REAL(unlink)(path);
  snprintf(site, sizeof(site), "remove %s", name);
  if (strike(site, "before")) return -1;
  int result = REAL(unlink)(path);
  return strike(site, "after") ? -1 : result;
}
