// SPDX-License-Identifier: Apache-2.0
// Threads that own what they need and are never joined: they may wait for hardware.
#ifndef DSMIL_ADDON_THREAD_H
#define DSMIL_ADDON_THREAD_H

#include <pthread.h>

#include <csignal>

namespace dsmil {

// A detached thread with a small stack and every signal blocked, since signals belong to Node.
inline int StartThread(void *(*run)(void *), void *argument) {
  constexpr size_t kStack = 256 * 1024;
  pthread_attr_t attributes;
  sigset_t all, before;
  pthread_t thread;

  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStack);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int error = pthread_create(&thread, &attributes, run, argument);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  pthread_attr_destroy(&attributes);
  return error;
}

}  // namespace dsmil

#endif
