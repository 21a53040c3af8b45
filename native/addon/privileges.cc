// SPDX-License-Identifier: Apache-2.0
// Capabilities belong to threads, and Node has started several before any code of ours runs: each
// must give up its own. As setuid() of the C library does it, a signal makes every thread do so,
// and with the same signal: it is the one that no thread blocks, since sigfillset and
// pthread_sigmask of the C library leave it out.
#include "privileges.h"

#include <dirent.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <set>
#include <vector>

#include "arguments.h"

namespace dsmil {
namespace {

// SIGSETXID of glibc, SIGSYNCCALL's neighbour in musl: below SIGRTMIN, so nobody else's.
constexpr int kSignal = 33;
constexpr size_t kThreadsMax = 1024;
constexpr int kWaitMs = 5000;
// Capabilities that could be, whatever this kernel knows.
constexpr double kMaskMax = 9007199254740991.0;

// What the kernel takes, which the C library's struct sigaction is not; the same on x86-64 and
// arm64.
struct KernelAction {
  void *handler;
  unsigned long flags;
  void *restorer;
  uint64_t mask;
};

// What the threads are to do, and what they have done. Written before the first signal is sent.
struct Order {
  uint64_t keep = 0;
  uint64_t children = 0;
  std::atomic<int> error{0};
  std::atomic<size_t> answered{0};
  std::atomic<pid_t> threads[kThreadsMax]{};
};
Order order;
std::mutex once_at_a_time;

uint64_t Joined(uint32_t low, uint32_t high) { return low | static_cast<uint64_t>(high) << 32; }

// In the calling thread. System calls alone: it runs in a signal handler. 0 or an errno.
int DropHere(uint64_t keep, uint64_t children) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  // First, while the right to is there. Without CAP_SETPCAP it is refused, and is no loss: the
  // bounding set limits what executing a file can give, and without new privileges that is nothing.
  for (unsigned long i = 0; i < 64; i++) {
    if ((children >> i & 1) == 0 && prctl(PR_CAPBSET_READ, i, 0, 0, 0) == 1 &&
        prctl(PR_CAPBSET_DROP, i, 0, 0, 0) != 0 && errno != EPERM) {
      return errno;
    }
  }
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return errno;
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3]{};
  if (syscall(SYS_capget, &header, data) != 0) return errno;
  const uint64_t permitted = Joined(data[0].permitted, data[1].permitted) & (keep | children);
  const uint64_t sets[] = {permitted & keep, permitted, permitted & children};
  for (int i = 0; i < 2; i++) {
    data[i].effective = static_cast<uint32_t>(sets[0] >> 32 * i);
    data[i].permitted = static_cast<uint32_t>(sets[1] >> 32 * i);
    data[i].inheritable = static_cast<uint32_t>(sets[2] >> 32 * i);
  }
  if (syscall(SYS_capset, &header, data) != 0) return errno;
  for (unsigned long i = 0; i < 64; i++) {
    if ((sets[2] >> i & 1) != 0 && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, i, 0, 0) != 0) {
      return errno;
    }
  }
  return 0;
}

void OnSignal(int, siginfo_t *info, void *) {
  const int before = errno;
  if (info->si_code == SI_TKILL && info->si_pid == getpid()) {
    const int error = DropHere(order.keep, order.children);
    if (error != 0) order.error.store(error);
    const size_t at = order.answered.fetch_add(1);
    if (at < kThreadsMax) order.threads[at].store(static_cast<pid_t>(syscall(SYS_gettid)));
  }
  errno = before;
}

// The restorer is the C library's business: it is taken from a handler that it has set.
bool SetHandler(KernelAction *before) {
  struct sigaction ours {
  }, others{};
  KernelAction action{};
  ours.sa_sigaction = OnSignal;
  ours.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
  sigfillset(&ours.sa_mask);
  if (sigaction(SIGRTMAX, &ours, &others) != 0) return false;
  const long read = syscall(SYS_rt_sigaction, SIGRTMAX, nullptr, &action, sizeof action.mask);
  if (sigaction(SIGRTMAX, &others, nullptr) != 0 || read != 0) return false;
  return syscall(SYS_rt_sigaction, kSignal, &action, before, sizeof action.mask) == 0;
}

bool Answered(pid_t thread) {
  const size_t count = order.answered.load();
  for (size_t i = 0; i < count && i < kThreadsMax; i++) {
    if (order.threads[i].load() == thread) return true;
  }
  return false;
}

// Those of this process now; empty when that cannot be read.
std::vector<pid_t> Threads() {
  std::vector<pid_t> threads;
  DIR *folder = opendir("/proc/self/task");
  if (folder == nullptr) return threads;
  while (const dirent *entry = readdir(folder)) {
    const int thread = atoi(entry->d_name);
    if (thread > 0) threads.push_back(thread);
  }
  closedir(folder);
  return threads;
}

// Until every thread that is there has answered: one that was started by a thread that had not is
// seen the next time.
int DropElsewhere() {
  const pid_t process = getpid();
  const pid_t self = static_cast<pid_t>(syscall(SYS_gettid));
  std::set<pid_t> asked;
  const timespec pause{0, 1000000};
  for (int waited = 0; waited < kWaitMs; waited++) {
    bool missing = false;
    const std::vector<pid_t> threads = Threads();
    if (threads.empty()) return ENOENT;
    for (const pid_t thread : threads) {
      if (thread == self || Answered(thread)) continue;
      missing = true;
      if (asked.insert(thread).second && syscall(SYS_tgkill, process, thread, kSignal) != 0 &&
          errno != ESRCH) {
        return errno;
      }
    }
    if (!missing) return order.error.load();
    nanosleep(&pause, nullptr);
  }
  return ETIMEDOUT;
}

int DropEverywhere(uint64_t keep, uint64_t children) {
  const std::lock_guard<std::mutex> lock(once_at_a_time);
  KernelAction before{};
  order.keep = keep;
  order.children = children;
  order.error.store(0);
  order.answered.store(0);
  for (auto &thread : order.threads) thread.store(0);
  const int here = DropHere(keep, children);
  if (here != 0) return here;
  if (!SetHandler(&before)) return errno;
  const int error = DropElsewhere();
  // Whoever did not answer may still do so: the handler stays for it then.
  if (error == 0 && syscall(SYS_rt_sigaction, kSignal, &before, nullptr, sizeof before.mask) != 0) {
    return errno;
  }
  return error;
}

}  // namespace

Napi::Value DropCapabilities(const Napi::CallbackInfo &info) {
  double keep, children;
  if (!GetInteger(info, 0, "keep", 0, kMaskMax, &keep) ||
      !GetInteger(info, 1, "children", 0, kMaskMax, &children)) {
    return info.Env().Undefined();
  }
  return Napi::Number::New(
      info.Env(), DropEverywhere(static_cast<uint64_t>(keep), static_cast<uint64_t>(children)));
}

}  // namespace dsmil
