// SPDX-License-Identifier: Apache-2.0
#include "ring_memory.h"

#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096UL

static size_t span(u64 data_size) { return PAGE * 5 + 2 * data_size; }

/* guard, consumer, guard, producer, guard, data, data, guard */
int ring_memory_alloc(u64 data_size, struct dsmil_ring_memory *memory) {
  size_t size = span(data_size) + PAGE;
  int fd = memfd_create("ring", MFD_CLOEXEC);
  u8 *base;

  if (fd < 0) return -errno;
  if (ftruncate(fd, (off_t)(2 * PAGE + data_size))) {
    close(fd);
    return -ENOMEM;
  }
  base = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (base == MAP_FAILED ||
      mmap(base + PAGE, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) ==
          MAP_FAILED ||
      mmap(base + 3 * PAGE, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, PAGE) ==
          MAP_FAILED ||
      mmap(base + 5 * PAGE, data_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd,
           2 * PAGE) == MAP_FAILED ||
      mmap(base + 5 * PAGE + data_size, data_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
           fd, 2 * PAGE) == MAP_FAILED) {
    close(fd);
    return -ENOMEM;
  }
  close(fd);
  memory->consumer = (struct dsmil_ring_consumer *)(base + PAGE);
  memory->producer = (struct dsmil_ring_producer *)(base + 3 * PAGE);
  memory->data = base + 5 * PAGE;
  memory->data_size = data_size;
  memory->host_private = base;
  return 0;
}

void ring_memory_free(struct dsmil_ring_memory *memory) {
  munmap(memory->host_private, span(memory->data_size) + PAGE);
  memset(memory, 0, sizeof(*memory));
}
