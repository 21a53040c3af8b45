// SPDX-License-Identifier: Apache-2.0
/* What is refused, how, and that it says which field. */
#include <linux/capability.h>
#include <sys/syscall.h>

#include "t.h"

/* Takes CAP_SYS_RAWIO, and nothing else, from this process. */
static void drop_rawio(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		bail("capget");
	data[0].effective &= ~(1U << CAP_SYS_RAWIO);
	data[0].permitted &= ~(1U << CAP_SYS_RAWIO);
	if (syscall(SYS_capset, &header, data))
		bail("capset");
}

static void numbers(int fd)
{
	struct dsmil_info info = { .header.flags = 0 };
	char byte = 0;

	is(call_fd(fd, _IOWR('X', 1, struct dsmil_info), &info, sizeof(info)), -ENOTTY,
	   "another type: ENOTTY");
	is(call_fd(fd, _IOWR(DSMIL_IOC_MAGIC, 0xff, struct dsmil_info), &info, sizeof(info)), -ENOTTY,
	   "an unknown number: ENOTTY");
	is(call_fd(fd, _IO(DSMIL_IOC_MAGIC, 0x01), &info, sizeof(info)), 0,
	   "the size and direction in the number say nothing");
	is(info.device_count, 84, "its answer is that of the number");
	ok(read(fd, &byte, 1) < 0 && errno == EINVAL, "read(2): EINVAL");
	ok(write(fd, &byte, 1) < 0 && errno == EINVAL, "write(2): EINVAL");
	ok(lseek(fd, 0, SEEK_SET) < 0 && errno == ESPIPE, "lseek: ESPIPE");
}

static void sizes(int fd)
{
	struct {
		struct dsmil_claim claim;
		unsigned char more[32];
	} large = { .claim.header.flags = 0 };
	struct dsmil_claim claim = { .header.flags = 0 };
	uint64_t epoch;
	void *page;

	is(call_fd(fd, DSMIL_IOC_CLAIM, &claim, 8), -EINVAL, "a size below the header's: EINVAL");
	large.more[31] = 1;
	is(call_fd(fd, DSMIL_IOC_CLAIM, &large, sizeof(large)), -E2BIG, "nonzero unknown bytes: E2BIG");
	is(large.claim.header.field, sizeof(struct dsmil_claim), "the field is where the unknown begins");
	is((long long)large.claim.coordinator_epoch, 0, "nothing was done");
	large.more[31] = 0;
	is(call_fd(fd, DSMIL_IOC_CLAIM, &large, sizeof(large)), 0, "zero unknown bytes are fine");
	epoch = large.claim.coordinator_epoch;
	is(call_fd(fd, DSMIL_IOC_CLAIM, &large, 1U << 20), -E2BIG, "an absurd size: E2BIG");
	claim.header.flags = 1;
	is(CALL(fd, CLAIM, &claim), -EINVAL, "an unknown flag: EINVAL");
	is(claim.header.field, 4, "its field");
	is(ioctl(fd, DSMIL_IOC_CLAIM, NULL) < 0 ? -errno : 0, -EFAULT, "no argument: EFAULT");
	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	((struct dsmil_header *)page)->size = sizeof(claim);
	mprotect(page, 4096, PROT_READ);
	is(ioctl(fd, DSMIL_IOC_CLAIM, page) < 0 ? -errno : 0, -EFAULT, "an argument that cannot be answered in: EFAULT");
	claim.header.flags = 0;
	is(CALL(fd, CLAIM, &claim), 0, "a good one");
	is((long long)claim.coordinator_epoch, (long long)epoch + 1, "what could not be answered was not done");
}

static void refused_field(int error, const struct dsmil_header *header, unsigned int field, const char *what)
{
	is(error, -EINVAL, "%s: EINVAL", what);
	is(header->field, field, "%s: its field", what);
}

#define FIELD(type, f) __builtin_offsetof(struct type, f)

static void fields(int fd)
{
	static struct dsmil_get_state get;
	struct dsmil_read read = { .device = 0x800c };
	struct dsmil_wait wait = { .events = 0 };
	struct dsmil_deadman deadman = { .period_ms = 99 };
	struct dsmil_hold hold = { .device = 0x7fff };
	struct dsmil_stop_ack ack = { .generation = ~0ULL };
	struct dsmil_tx_prepare prepare;

	get.first = 84;
	get.count = 1;
	refused_field(CALL(fd, GET_STATE, &get), &get.header, FIELD(dsmil_get_state, first), "GET_STATE first=84");
	get.first = 83;
	get.count = 2;
	refused_field(CALL(fd, GET_STATE, &get), &get.header, FIELD(dsmil_get_state, count), "GET_STATE 83+2");
	refused_field(CALL(fd, READ, &read), &read.header, FIELD(dsmil_read, device), "READ of no token");
	read.device = 0x8000;
	read.register_index = 16;
	refused_field(CALL(fd, READ, &read), &read.header, FIELD(dsmil_read, register_index), "READ of register 16");
	read.register_index = 0;
	read.timeout_ms = 5001;
	refused_field(CALL(fd, READ, &read), &read.header, FIELD(dsmil_read, timeout_ms), "READ for 5001 ms");
	refused_field(CALL(fd, WAIT, &wait), &wait.header, FIELD(dsmil_wait, events), "WAIT for nothing");
	wait.events = DSMIL_WAIT_STOP;
	wait.timeout_ms = 60001;
	refused_field(CALL(fd, WAIT, &wait), &wait.header, FIELD(dsmil_wait, timeout_ms), "WAIT for 60001 ms");
	refused_field(CALL(fd, DEADMAN_ARM, &deadman), &deadman.header, FIELD(dsmil_deadman, period_ms), "DEADMAN_ARM 99 ms");
	deadman.period_ms = 60001;
	refused_field(CALL(fd, DEADMAN_ARM, &deadman), &deadman.header, FIELD(dsmil_deadman, period_ms), "DEADMAN_ARM 60001 ms");
	refused_field(CALL(fd, HOLD_SET, &hold), &hold.header, FIELD(dsmil_hold, device), "HOLD_SET of no token");
	refused_field(CALL(fd, STOP_ACK, &ack), &ack.header, FIELD(dsmil_stop_ack, generation), "STOP_ACK of the future");
	prepare_one(&prepare, 7, 1, 1, 0x8003, DSMIL_OPERATION_READ, 0, 0);
	refused_field(CALL(fd, TX_PREPARE, &prepare), &prepare.header,
		      FIELD(dsmil_tx_prepare, operations) + FIELD(dsmil_operation, type), "TX_PREPARE of a read");
	prepare_one(&prepare, 7, 1, 1, 0x8003, DSMIL_OPERATION_WRITE, 8, 0);
	prepare.lease_ms = 9;
	refused_field(CALL(fd, TX_PREPARE, &prepare), &prepare.header, FIELD(dsmil_tx_prepare, lease_ms), "TX_PREPARE for 9 ms");
	prepare.lease_ms = 1000;
	prepare.operation_count = 85;
	refused_field(CALL(fd, TX_PREPARE, &prepare), &prepare.header, FIELD(dsmil_tx_prepare, operation_count),
		      "TX_PREPARE of 85");
}

/* A file opened read-only: everything that could change something is refused. */
static void read_only(void)
{
	int fd = open_device(O_RDONLY);
	struct dsmil_ring_setup setup = { .data_size = 16384 };
	struct dsmil_reset reset = { .generation = stop_status(fd).generation };
	struct dsmil_claim claim = { .header.flags = 0 };
	struct dsmil_hold hold = { .device = 0x8003 };

	is(CALL(fd, RING_SETUP, &setup), -EACCES, "read-only file: RING_SETUP is EACCES");
	is(setup.header.reason, DSMIL_REASON_FILE_READ_ONLY, "read-only file: its reason");
	is(CALL(fd, CLAIM, &claim), -EACCES, "read-only file: CLAIM is EACCES");
	is(CALL(fd, RESET_REQUEST, &reset), -EACCES, "read-only file: RESET_REQUEST is EACCES");
	is(reset.header.reason, DSMIL_REASON_FILE_READ_ONLY, "read-only file: its reason");
	is(CALL(fd, HOLD_SET, &hold), -EACCES, "read-only file: HOLD_SET is EACCES");
	close(fd);
}

/* Root without CAP_SYS_RAWIO: what counts is what the process had when it opened. */
static void capability(void)
{
	int before = open_device(O_RDWR), state;
	pid_t child = fork();

	if (!child) {
		struct dsmil_claim claim = { .header.flags = 0 };
		struct dsmil_tx_prepare prepare;
		struct dsmil_stop stop = { .cause = DSMIL_CAUSE_REQUEST };
		int after;

		drop_rawio();
		after = open_device(O_RDWR);
		is(device_info(after).file_flags, 1, "opened without the capability: file_flags");
		is(CALL(after, CLAIM, &claim), -EACCES, "opened without the capability: CLAIM is EACCES");
		is(claim.header.reason, DSMIL_REASON_NO_CAPABILITY, "opened without the capability: its reason");
		prepare_one(&prepare, 8, 1, 1, 0x8003, DSMIL_OPERATION_WRITE, 8, 0);
		is(CALL(after, TX_PREPARE, &prepare), -EACCES, "opened without the capability: TX_PREPARE is EACCES");
		is(prepare.header.reason, DSMIL_REASON_NO_CAPABILITY, "opened without the capability: its reason");
		is(CALL(after, STOP, &stop), 0, "opened without the capability: STOP is allowed");
		is(CALL(before, CLAIM, &claim), 0, "opened with it and dropped since: CLAIM is allowed");
		exit(done());
	}
	waitpid(child, &state, 0);
	is(WEXITSTATUS(state), 0, "the process without the capability was through");
	close(before);
}

int main(void)
{
	int fd = open_device(O_RDWR);

	numbers(fd);
	sizes(fd);
	fields(fd);
	read_only();
	capability();
	return done();
}
