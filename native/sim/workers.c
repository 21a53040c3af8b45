/* SPDX-License-Identifier: Apache-2.0 */
#include "workers.h"

struct workers {
  pthread_mutex_t lock; /* guards all below */
  pthread_cond_t added;
  struct job *first;
  struct job *last;
  bool ending;
  u32 count;
  pthread_t threads[];
};

static void *work(void *argument) {
  struct workers *workers = argument;

  pthread_mutex_lock(&workers->lock);
  for (;;) {
    struct job *job = workers->first;

    if (job) {
      workers->first = job->next;
      if (!workers->first) workers->last = NULL;
      pthread_mutex_unlock(&workers->lock);
      job->run(job);
      pthread_mutex_lock(&workers->lock);
    } else if (workers->ending) {
      break;
    } else {
      pthread_cond_wait(&workers->added, &workers->lock);
    }
  }
  pthread_mutex_unlock(&workers->lock);
  return NULL;
}

struct workers *workers_create(const char *name, u32 count) {
  struct workers *workers = dsmil_alloc(sizeof(*workers) + count * sizeof(pthread_t));

  if (!workers) return NULL;
  dsmil_sim_mutex_init(&workers->lock);
  pthread_cond_init(&workers->added, NULL);
  for (; workers->count < count; workers->count++) {
    int error = sim_thread(&workers->threads[workers->count], name, work, workers);

    if (error) {
      fprintf(stderr, "dsmil-sim: thread %s, %u of %u: %s\n", name, workers->count + 1, count,
              strerror(-error));
      workers_destroy(workers);
      return NULL;
    }
  }
  return workers;
}

void workers_add(struct workers *workers, struct job *job) {
  job->next = NULL;
  pthread_mutex_lock(&workers->lock);
  if (workers->last)
    workers->last->next = job;
  else
    workers->first = job;
  workers->last = job;
  pthread_cond_signal(&workers->added);
  pthread_mutex_unlock(&workers->lock);
}

void workers_destroy(struct workers *workers) {
  pthread_mutex_lock(&workers->lock);
  workers->ending = true;
  pthread_cond_broadcast(&workers->added);
  pthread_mutex_unlock(&workers->lock);
  for (u32 i = 0; i < workers->count; i++) pthread_join(workers->threads[i], NULL);
  pthread_cond_destroy(&workers->added);
  pthread_mutex_destroy(&workers->lock);
  dsmil_free(workers);
}
