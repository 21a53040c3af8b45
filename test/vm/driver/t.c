// SPDX-License-Identifier: Apache-2.0
#include "t.h"

#include <stdarg.h>
#include <time.h>

static int failures;

static void line(bool good, const char *format, va_list args)
{
	printf("%sok - ", good ? "" : "not ");
	vprintf(format, args);
	printf("\n");
	fflush(stdout);
	failures += !good;
}

bool ok(bool condition, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line(condition, format, args);
	va_end(args);
	return condition;
}

bool is(long long got, long long want, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	line(got == want, format, args);
	va_end(args);
	if (got != want) {
		printf("    got %lld, wanted %lld\n", got, want);
		fflush(stdout);
	}
	return got == want;
}

void bail(const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	ok(false, "%s (%s)", text, strerror(errno));
	exit(1);
}

int done(void)
{
	return failures ? 1 : 0;
}

/* ----------------------------------------------------------------- calls */

int call_fd(int fd, unsigned long number, void *arg, size_t size)
{
	((struct dsmil_header *)arg)->size = (uint32_t)size;
	return ioctl(fd, number, arg) < 0 ? -errno : 0;
}

int open_device(int flags)
{
	int fd = open(DEVICE, flags | O_CLOEXEC);

	if (fd < 0)
		bail("cannot open " DEVICE);
	return fd;
}

uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000ULL + (uint64_t)t.tv_nsec;
}

void sleep_ms(unsigned int ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

	while (nanosleep(&t, &t) < 0 && errno == EINTR)
		;
}

bool quarantined(unsigned int token)
{
	return token == 0x8009 || token == 0x800a || token == 0x800b || token == 0x8019 ||
	       token == 0x8029;
}

unsigned int token_at(unsigned int position)
{
	return 0x8000 + position / 12 * 16 + position % 12;
}

struct dsmil_stop_status stop_status(int fd)
{
	struct dsmil_stop_status status = { .header.flags = 0 };

	if (CALL(fd, STOP_STATUS, &status))
		bail("STOP_STATUS");
	return status;
}

struct dsmil_info device_info(int fd)
{
	struct dsmil_info info = { .header.flags = 0 };

	if (CALL(fd, INFO, &info))
		bail("INFO");
	return info;
}

struct dsmil_stats device_stats(int fd)
{
	struct dsmil_stats stats = { .header.flags = 0 };

	if (CALL(fd, STATS, &stats))
		bail("STATS");
	return stats;
}

uint64_t start_running(int fd)
{
	struct dsmil_reset reset = { .generation = stop_status(fd).generation };
	struct dsmil_start start = { .generation = reset.generation };

	if (stop_status(fd).state == DSMIL_STOP_RUN)
		return reset.generation;
	if (CALL(fd, RESET_REQUEST, &reset) || CALL(fd, RESET_CONFIRM, &reset) ||
	    CALL(fd, START, &start))
		bail("cannot start: state %u", stop_status(fd).state);
	return start.generation;
}

void sim(const char *format, ...)
{
	int fd = open("/sys/kernel/debug/dsmil/sim", O_WRONLY | O_CLOEXEC);
	char text[80];
	va_list args;
	int size;

	va_start(args, format);
	size = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (fd < 0 || write(fd, text, (size_t)size) != size)
		bail("sim: %s", text);
	close(fd);
}

void write_file(const char *path, const char *text)
{
	int file = open(path, O_WRONLY | O_CLOEXEC);

	if (file < 0 || write(file, text, strlen(text)) < 0)
		bail("%s: %s", path, text);
	close(file);
}

int poll_for(int fd, short events, int timeout_ms)
{
	struct pollfd one = { .fd = fd, .events = events };

	if (poll(&one, 1, timeout_ms) < 0)
		bail("poll");
	return one.revents;
}

uint64_t claim(int fd)
{
	struct dsmil_claim claim = { .header.flags = 0 };

	if (CALL(fd, CLAIM, &claim))
		bail("CLAIM");
	return claim.coordinator_epoch;
}

void prepare_one(struct dsmil_tx_prepare *prepare, uint64_t id, uint64_t epoch, uint64_t stop_epoch,
		 unsigned int token, unsigned int type, unsigned int reg, uint32_t value)
{
	memset(prepare, 0, sizeof(*prepare));
	prepare->transaction_id = id;
	prepare->coordinator_epoch = epoch;
	prepare->stop_epoch = stop_epoch;
	memset(prepare->digest, (int)id, sizeof(prepare->digest));
	prepare->lease_ms = DSMIL_LEASE_MAX_MS;
	prepare->operation_count = 1;
	prepare->operations[0].device = (uint16_t)token;
	prepare->operations[0].type = (uint8_t)type;
	prepare->operations[0].register_index = (uint8_t)reg;
	prepare->operations[0].value = value;
	prepare->operations[0].timeout_ms = DSMIL_OPERATION_TIMEOUT_MAX_MS;
}

int commit_tx(int fd, const struct dsmil_tx_prepare *prepare, struct dsmil_tx_commit *commit)
{
	memset(commit, 0, sizeof(*commit));
	commit->transaction_id = prepare->transaction_id;
	commit->coordinator_epoch = prepare->coordinator_epoch;
	commit->stop_epoch = prepare->stop_epoch;
	memcpy(commit->digest, prepare->digest, sizeof(commit->digest));
	return CALL(fd, TX_COMMIT, commit);
}

int write_register(int fd, uint64_t epoch, unsigned int token, unsigned int reg, uint32_t value)
{
	static uint64_t next_id = 1000000;
	struct dsmil_tx_prepare prepare;
	struct dsmil_tx_commit commit;
	struct dsmil_tx_id forget = { .transaction_id = next_id };
	int error;

	prepare_one(&prepare, next_id++, epoch, stop_status(fd).generation, token,
		    DSMIL_OPERATION_WRITE, reg, value);
	error = CALL(fd, TX_PREPARE, &prepare);
	if (error)
		return error;
	error = commit_tx(fd, &prepare, &commit);
	if (CALL(fd, TX_FORGET, &forget))
		bail("TX_FORGET");
	return error;
}

int read_register(int fd, unsigned int token, unsigned int reg, uint32_t *value)
{
	struct dsmil_read read = { .device = (uint16_t)token, .register_index = (uint16_t)reg,
				   .timeout_ms = DSMIL_OPERATION_TIMEOUT_MAX_MS };
	int error = CALL(fd, READ, &read);

	*value = read.value;
	return error;
}

/* Of the reserved 16 MiB, but beyond what the driver claims and the witness watches. */
#define ANSWER_PAGE 0x60800000

void ask_host(const char *what)
{
	int fd = open("/dev/mem", O_RDWR | O_SYNC | O_CLOEXEC);
	volatile uint32_t *answer = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, ANSWER_PAGE);
	uint32_t before;
	char mark[32];

	if (answer == MAP_FAILED)
		bail("/dev/mem");
	before = *answer;
	printf("HOST %s\n", what);
	fflush(stdout);
	for (uint64_t end = now_ns() + 2 * PATIENCE_NS; *answer == before && now_ns() < end;)
		sleep_ms(5);
	if (*answer != before + 1)
		bail("the host did not answer: %s", what);
	snprintf(mark, sizeof(mark), "vm-mark mem %u", before + 1);
	if (system(mark))
		bail("%s", mark);
	munmap((void *)answer, 4096);
	close(fd);
}

/* ------------------------------------------------------------------ ring */

static void *map_or_bail(int fd, size_t size, int protection, off_t offset)
{
	void *at = mmap(NULL, size, protection, MAP_SHARED, fd, offset);

	if (at == MAP_FAILED)
		bail("mmap at 0x%llx", (unsigned long long)offset);
	return at;
}

void ring_open(struct ring *ring, int fd, size_t size)
{
	struct dsmil_ring_setup setup = { .data_size = size };

	if (CALL(fd, RING_SETUP, &setup))
		bail("RING_SETUP of %zu", size);
	ring->fd = fd;
	ring->size = size;
	ring->consumer = map_or_bail(fd, 4096, PROT_READ | PROT_WRITE, DSMIL_MMAP_CONSUMER);
	ring->producer = map_or_bail(fd, 4096, PROT_READ, DSMIL_MMAP_PRODUCER);
	ring->data = map_or_bail(fd, 2 * size, PROT_READ, DSMIL_MMAP_DATA);
}

void ring_close(struct ring *ring)
{
	munmap((void *)ring->consumer, 4096);
	munmap((void *)ring->producer, 4096);
	munmap((void *)ring->data, 2 * ring->size);
}

const struct dsmil_record_header *ring_next(struct ring *ring)
{
	static unsigned char copy[DSMIL_RECORD_HEADER_SIZE + DSMIL_RECORD_PAYLOAD_MAX]
		__attribute__((aligned(8)));
	struct dsmil_record_header *header = (struct dsmil_record_header *)copy;
	uint64_t at = ring->consumer->cons_pos;
	uint64_t end = __atomic_load_n(&ring->producer->prod_pos, __ATOMIC_ACQUIRE);
	size_t span;
	uint32_t crc;

	if (at == end)
		return NULL;
	memcpy(copy, ring->data + at % ring->size, DSMIL_RECORD_HEADER_SIZE);
	span = ((size_t)header->length + 7) / 8 * 8;
	if (span < DSMIL_RECORD_HEADER_SIZE || span > sizeof(copy) || span > end - at)
		bail("record at %llu has length %u", (unsigned long long)at, header->length);
	memcpy(copy, ring->data + at % ring->size, span);
	crc = header->crc;
	header->crc = 0;
	if (crc32c(copy, span) != crc)
		bail("record at %llu has the wrong CRC", (unsigned long long)at);
	header->crc = crc;
	__atomic_store_n(&ring->consumer->cons_pos, at + span, __ATOMIC_RELEASE);
	return header;
}

/* Bit by bit: slow, and nothing of the code under test. */
uint32_t crc32c(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	uint32_t crc = ~0U;

	while (size--) {
		crc ^= *at++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0x82f63b78U : crc >> 1;
	}
	return ~crc;
}
