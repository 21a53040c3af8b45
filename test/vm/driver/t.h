/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the guest's test programs share: TAP lines, and the calls of /dev/dsmil with
 * their results as negative errnos. Each program tests one subject of the driver, as
 * root in the test machine, and exits with 1 when a line was `not ok`.
 */
#ifndef DSMIL_TEST_T_H
#define DSMIL_TEST_T_H

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dsmil.h"

#define DEVICE "/dev/dsmil"

/* ------------------------------------------------------------------- TAP */

/* One line of TAP; returns the condition. */
bool ok(bool condition, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Shows both values when they differ. */
bool is(long long got, long long want, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The test cannot go on. */
void bail(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
/* main's last line. */
int done(void);

/* ----------------------------------------------------------------- calls */

int call_fd(int fd, unsigned long number, void *arg, size_t size);
/* 0 or a negative errno; the structure's size goes into its header. */
#define CALL(fd, name, arg) call_fd(fd, DSMIL_IOC_##name, arg, sizeof(*(arg)))

int open_device(int flags);		/* bails when that fails */
uint64_t now_ns(void);
void sleep_ms(unsigned int ms);
bool quarantined(unsigned int token);
unsigned int token_at(unsigned int position);

struct dsmil_stop_status stop_status(int fd);
struct dsmil_info device_info(int fd);
struct dsmil_stats device_stats(int fd);
/* From latched, whatever for, to RUN. The new epoch. */
uint64_t start_running(int fd);
/* A command for debugfs/dsmil/sim. */
void sim(const char *format, ...) __attribute__((format(printf, 1, 2)));
void write_file(const char *path, const char *text);	/* bails when that fails */
/* POLL bits that are there within that time. */
int poll_for(int fd, short events, int timeout_ms);
/* Claims; the coordinator's epoch. */
uint64_t claim(int fd);

/*
 * What is not to happen by the clock alone: a machine that stands still for a while, all of it or one CPU of its,
 * is late itself. Whatever is waited for has this long, and whatever is measured so many tries, of which the best counts.
 */
#define PATIENCE_MS 60000
#define PATIENCE_NS (PATIENCE_MS * 1000000ULL)
#define TRIES 30

/* A prepare with one operation, ready to be changed and sent; its lease and its deadline are the longest there are. */
void prepare_one(struct dsmil_tx_prepare *prepare, uint64_t id, uint64_t epoch, uint64_t stop_epoch,
		 unsigned int token, unsigned int type, unsigned int reg, uint32_t value);
/* Commits what was prepared so; the answer is in *commit. */
int commit_tx(int fd, const struct dsmil_tx_prepare *prepare, struct dsmil_tx_commit *commit);
/* Prepares, commits and forgets a write of one register; 0 or a negative errno. */
int write_register(int fd, uint64_t epoch, unsigned int token, unsigned int reg, uint32_t value);
int read_register(int fd, unsigned int token, unsigned int reg, uint32_t *value);

/*
 * Asks the host, which plays the hardware, and returns when it has done so: mmio.ts
 * reads the line and answers in memory. Each request is a marker in the witness's log.
 */
void ask_host(const char *what);

/* ------------------------------------------------------------------ ring */

struct ring {
	int fd;
	size_t size;
	volatile struct dsmil_ring_consumer *consumer;
	const volatile struct dsmil_ring_producer *producer;
	const unsigned char *data;
};

/* Sets a ring up and maps it; bails when that fails. */
void ring_open(struct ring *ring, int fd, size_t size);
void ring_close(struct ring *ring);
/*
 * The next record, checked, or NULL when there is none. Payload follows the header.
 * A record that is not valid bails: nothing after it could be believed.
 */
const struct dsmil_record_header *ring_next(struct ring *ring);
uint32_t crc32c(const void *bytes, size_t size);

#endif
