/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE ((size_t)4096)

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

static int create(const char *name, size_t size) {
  int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
  int error;

  /* Kernels before 6.3 do not know the last flag. */
  if (fd < 0 && errno == EINVAL) fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) return -errno;
  /* Reserved now: running out of memory later would be a SIGBUS while publishing. */
  error = ftruncate(fd, (off_t)size) ? errno : posix_fallocate(fd, 0, (off_t)size);
  if (error) {
    close(fd);
    return -error;
  }
  return fd;
}

/* Last of all: maps that exist stay writable, new ones cannot be. */
static int seal(int fd, enum memory_access access) {
  int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

  if (access == MEMORY_CLIENTS_READ) seals |= F_SEAL_FUTURE_WRITE;
  return fcntl(fd, F_ADD_SEALS, seals) ? -errno : 0;
}

int memory_create(const char *name, size_t size, enum memory_access access, void **map) {
  int fd = create(name, size);
  int error;

  if (fd < 0) return fd;
  *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
  if (*map == MAP_FAILED) {
    error = -errno;
    close(fd);
    return error;
  }
  error = seal(fd, access);
  if (error) {
    munmap(*map, size);
    close(fd);
    return error;
  }
  return fd;
}

/* Producer page, data, and the same data again right behind. */
static int map_twice(int fd, u64 data_size, struct sim_ring *ring) {
  const int flags = MAP_SHARED | MAP_FIXED | MAP_POPULATE;
  u8 *base;
  int error;

  ring->span = PAGE + 2 * data_size;
  base = mmap(NULL, ring->span, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED) return -errno;
  if (mmap(base, PAGE + data_size, PROT_READ | PROT_WRITE, flags, fd, 0) == MAP_FAILED ||
      mmap(base + PAGE + data_size, data_size, PROT_READ | PROT_WRITE, flags, fd, PAGE) ==
          MAP_FAILED) {
    error = -errno;
    munmap(base, ring->span);
    return error;
  }
  ring->base = base;
  return 0;
}

int memory_ring_alloc(u64 data_size, struct dsmil_ring_memory *memory) {
  struct sim_ring *ring = dsmil_alloc(sizeof(*ring));
  void *consumer = NULL;
  int error = -ENOMEM;

  if (!ring) return error;
  ring->data_fd = -1;
  ring->consumer_fd = memory_create("dsmil-consumer", PAGE, MEMORY_CLIENTS_WRITE, &consumer);
  if (ring->consumer_fd < 0) {
    error = ring->consumer_fd;
    dsmil_free(ring);
    return error;
  }
  ring->data_fd = create("dsmil-ring", PAGE + data_size);
  error = ring->data_fd < 0 ? ring->data_fd : map_twice(ring->data_fd, data_size, ring);
  if (!error) error = seal(ring->data_fd, MEMORY_CLIENTS_READ);
  memory->consumer = consumer;
  memory->host_private = ring;
  if (error) {
    memory_ring_free(memory);
    return error;
  }
  memory->producer = (struct dsmil_ring_producer *)ring->base;
  memory->data = (u8 *)ring->base + PAGE;
  memory->data_size = data_size;
  return 0;
}

void memory_ring_free(struct dsmil_ring_memory *memory) {
  struct sim_ring *ring = memory->host_private;

  munmap(memory->consumer, PAGE);
  if (ring->base) munmap(ring->base, ring->span);
  close(ring->consumer_fd);
  if (ring->data_fd >= 0) close(ring->data_fd);
  dsmil_free(ring);
  memset(memory, 0, sizeof(*memory));
}
