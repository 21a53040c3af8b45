// SPDX-License-Identifier: Apache-2.0
/* mmap: what must not be possible. */
#define _GNU_SOURCE
#include <setjmp.h>

#include "t.h"

#define SIZE 16384
#define PAGE 4096

struct area {
	const char *name;
	off_t offset;
	size_t size;
};

static const struct area areas[] = {
	{ "consumer", DSMIL_MMAP_CONSUMER, PAGE },
	{ "producer", DSMIL_MMAP_PRODUCER, PAGE },
	{ "data", DSMIL_MMAP_DATA, 2 * SIZE },
	{ "state", DSMIL_MMAP_STATE, DSMIL_STATE_MAP_SIZE },
};

/* 0, and the mapping is gone again, or a negative errno. */
static int try(int fd, off_t offset, size_t size, int protection, int flags)
{
	void *at = mmap(NULL, size, protection, flags, fd, offset);

	if (at == MAP_FAILED)
		return -errno;
	munmap(at, size);
	return 0;
}

static void *map(int fd, const struct area *area, int protection)
{
	void *at = mmap(NULL, area->size, protection, MAP_SHARED, fd, area->offset);

	if (at == MAP_FAILED)
		bail("mmap of %s", area->name);
	return at;
}

static void one_area(int fd, const struct area *area, bool writable)
{
	off_t offset = area->offset;
	size_t size = area->size;
	void *at;

	is(try(fd, offset, size, PROT_READ, MAP_SHARED), 0, "%s: maps", area->name);
	is(try(fd, offset, size, PROT_READ, MAP_PRIVATE), -EINVAL, "%s: not privately", area->name);
	is(try(fd, offset, size, PROT_READ | PROT_WRITE, MAP_PRIVATE), -EINVAL, "%s: nor as a copy to write", area->name);
	is(try(fd, offset, size, PROT_READ | PROT_WRITE, MAP_SHARED), writable ? 0 : -EACCES, "%s: to write", area->name);
	is(try(fd, offset, size, PROT_READ | PROT_EXEC, MAP_SHARED), -EACCES, "%s: not to execute", area->name);
	is(try(fd, offset, size + PAGE, PROT_READ, MAP_SHARED), -EINVAL, "%s: not longer", area->name);
	if (size > PAGE)
		is(try(fd, offset, size - PAGE, PROT_READ, MAP_SHARED), -EINVAL, "%s: not shorter", area->name);
	ok(try(fd, offset + 64 * PAGE, size, PROT_READ, MAP_SHARED) < 0, "%s: not elsewhere", area->name);

	at = map(fd, area, PROT_READ);
	ok(mprotect(at, size, PROT_READ | PROT_WRITE) < 0 && errno == EACCES, "%s: read-only never gains write", area->name);
	ok(mprotect(at, size, PROT_READ | PROT_EXEC) < 0 && errno == EACCES, "%s: nor execute", area->name);
	ok(mremap(at, size, size + PAGE, MREMAP_MAYMOVE) == MAP_FAILED, "%s: does not grow", area->name);
	is(mprotect(at, size, PROT_NONE), 0, "%s: may be closed off", area->name);
	is(mprotect(at, size, PROT_READ), 0, "%s: and opened", area->name);
	if (size > PAGE) {
		at = mremap(at, size, PAGE, 0);
		ok(at != MAP_FAILED, "%s: may shrink", area->name);
		size = PAGE;
	}
	at = mremap(at, size, size, MREMAP_MAYMOVE | MREMAP_FIXED,
		    mmap(NULL, PAGE * 16, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	ok(at != MAP_FAILED, "%s: may move", area->name);
	munmap(at, PAGE * 16);
	at = map(fd, area, PROT_READ);
	/* It unmaps first, so that nothing is left to look at when it fails. */
	ok(remap_file_pages(at, PAGE, 0, (size_t)(offset / PAGE) + 64, 0) < 0, "%s: remap_file_pages goes nowhere else",
	   area->name);
	munmap(at, area->size);
}

/* Remapped into each other's place, areas are checked like new ones. */
static void remapped(int fd)
{
	void *at = map(fd, &areas[2], PROT_READ);

	ok(remap_file_pages(at, 2 * SIZE, 0, DSMIL_MMAP_STATE / PAGE, 0) < 0, "remap_file_pages: the length is checked, too");
	munmap(at, 2 * SIZE);
	at = map(fd, &areas[2], PROT_READ);
	is(remap_file_pages(at, PAGE, 0, DSMIL_MMAP_CONSUMER / PAGE, 0), 0, "remap_file_pages: what mmap would give is given");
	ok(mprotect(at, PAGE, PROT_READ | PROT_WRITE) < 0 && errno == EACCES, "remap_file_pages: and gains no write");
	munmap(at, 2 * SIZE);
}

static sigjmp_buf fault;

static void on_fault(int signal)
{
	(void)signal;
	siglongjmp(fault, 1);
}

static void forked(int fd)
{
	volatile uint64_t *at = map(fd, &areas[3], PROT_READ);
	int state;
	pid_t child = fork();

	if (!child) {
		signal(SIGSEGV, on_fault);
		if (sigsetjmp(fault, 1))
			_exit(7);
		_exit(*at == DSMIL_STATE_MAGIC ? 8 : 9);
	}
	waitpid(child, &state, 0);
	is(WEXITSTATUS(state), 7, "a forked child has no mapping");
	munmap((void *)at, DSMIL_STATE_MAP_SIZE);
}

static void by_readers(void)
{
	int fd = open_device(O_RDONLY);

	is(try(fd, DSMIL_MMAP_STATE, DSMIL_STATE_MAP_SIZE, PROT_READ, MAP_SHARED), 0, "a reader maps the state");
	is(try(fd, DSMIL_MMAP_CONSUMER, PAGE, PROT_READ, MAP_SHARED), -ENXIO, "and no ring");
	is(try(fd, DSMIL_MMAP_CONSUMER, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED), -EACCES, "nor one to write");
	close(fd);
}

static void contents(int fd)
{
	unsigned char *consumer = map(fd, &areas[0], PROT_READ | PROT_WRITE);
	const unsigned char *data;

	is(mprotect(consumer, PAGE, PROT_READ | PROT_EXEC), -1, "the consumer's page does not gain execute");
	sim("publish 64 200");
	data = map(fd, &areas[2], PROT_READ);
	ok(!memcmp(data, data + SIZE, SIZE) && data[0], "data shows twice in a row");
	munmap((void *)data, 2 * SIZE);
	munmap(consumer, PAGE);
}

int main(void)
{
	struct dsmil_ring_setup setup = { .data_size = SIZE };
	int fd = open_device(O_RDWR);

	if (CALL(fd, RING_SETUP, &setup))
		bail("RING_SETUP");
	for (unsigned int i = 0; i < sizeof(areas) / sizeof(*areas); i++)
		one_area(fd, &areas[i], i == 0);
	remapped(fd);
	forked(fd);
	by_readers();
	contents(fd);
	return done();
}
