// SPDX-License-Identifier: Apache-2.0
/* Making, changing, running and writing programs. */
#define _GNU_SOURCE
#include <stdarg.h>

#include "kfuzz.h"

#define ARGUMENT_ROOM	65536

/* What a program has been answered, and has open. */
struct context {
	int files[SLOTS];
	void *maps[SLOTS];
	size_t mapped[SLOTS];
	uint64_t nonce, epoch, generation;
};

/* Ends at a page that is not there: what reads beyond an argument is seen. */
static unsigned char *argument_end;

void violated(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (!shared->violation[0])
		vsnprintf(shared->violation, sizeof(shared->violation), format, args);
	va_end(args);
	shared->stop_all = 1;
}

static struct step random_step(uint64_t *random)
{
	uint64_t r = next_random(random);
	struct step step = { .op = OP_CALL, .slot = (r >> 8) % SLOTS, .seed = (uint32_t)(r >> 32) };

	/* Three of four are calls. */
	if (!(r & 3))
		step.op = (r >> 2 & 63) % OP_COUNT;
	step.call = (r >> 16 & 0xff) % call_count;
	return step;
}

void program_make(struct program *program, uint64_t *random)
{
	program->count = 2 + next_random(random) % (STEPS_MOST - 1);
	for (unsigned int i = 0; i < program->count; i++)
		program->steps[i] = random_step(random);
	program->steps[0].op = OP_OPEN;
}

void program_mutate(struct program *program, uint64_t *random)
{
	unsigned int times = 1 + next_random(random) % 3;

	while (times--) {
		uint64_t r = next_random(random);
		unsigned int at = (r >> 8) % program->count;

		switch (r & 3) {
		case 0:
			program->steps[at].seed = (uint32_t)(r >> 32);
			break;
		case 1:
			program->steps[at] = random_step(random);
			break;
		case 2:
			if (program->count == STEPS_MOST)
				break;
			memmove(&program->steps[at + 1], &program->steps[at],
				(program->count++ - at) * sizeof(program->steps[0]));
			program->steps[at] = random_step(random);
			break;
		default:
			if (program->count == 1)
				break;
			memmove(&program->steps[at], &program->steps[at + 1],
				(--program->count - at) * sizeof(program->steps[0]));
		}
	}
}

/* ------------------------------------------------------------------ calls */

static uint64_t field_value(const struct context *context, const struct field_description *field, uint64_t *random)
{
	uint64_t r = next_random(random), wild = next_random(random);
	uint64_t top = field->width == 8 ? ~0ULL : (1ULL << (field->width * 8)) - 1;
	const uint64_t edges[] = { 0, 1, field->low - 1, field->high + 1, field->low, field->high, top, wild };

	/* One of eight is off the mark, mostly by a little; long waits are left to other tests. */
	if (!(r & 7))
		return edges[(r >> 3) % (field->kind == FIELD_PATIENCE ? 5 : 8)] & top;
	switch (field->kind) {
	case FIELD_TOKEN:
		return token_at((r >> 8) % DSMIL_DEVICE_COUNT);
	case FIELD_TRANSACTION:
		return 1 + (r >> 8) % 6;
	case FIELD_EPOCH:
		return context->epoch;
	case FIELD_GENERATION:
		return context->generation;
	case FIELD_NONCE:
		return context->nonce;
	case FIELD_PATIENCE:
		return field->low + (r >> 8) % 4;
	case FIELD_RANGE:
		/* Small ones are what is common; powers of two are what sizes are. */
		if (r & 8)
			return field->low + (r >> 8) % 3;
		return r & 16 ? 1ULL << (r >> 8) % 27 : field->low + (r >> 8) % (field->high - field->low + 1);
	default:
		return r & 8 ? wild & top : 0;
	}
}

static void learn(struct context *context, const struct call_description *call, const void *argument)
{
	switch (call->nr) {
	case _IOC_NR(DSMIL_IOC_RESET_REQUEST):
		context->nonce = ((const struct dsmil_reset *)argument)->nonce;
		break;
	case _IOC_NR(DSMIL_IOC_CLAIM):
		context->epoch = ((const struct dsmil_claim *)argument)->coordinator_epoch;
		break;
	case _IOC_NR(DSMIL_IOC_STOP):
		context->generation = ((const struct dsmil_stop *)argument)->generation;
		break;
	case _IOC_NR(DSMIL_IOC_STOP_STATUS):
		context->generation = ((const struct dsmil_stop_status *)argument)->generation;
		break;
	}
}

/* Rule 1 of the design, as a caller sees it. */
static void judge(const struct call_description *call, const void *argument)
{
	const struct dsmil_tx_prepare *prepare = argument;
	const struct dsmil_read *read = argument;

	if (call->nr == _IOC_NR(DSMIL_IOC_READ) && quarantined(read->device))
		violated("READ of 0x%04x succeeded", read->device);
	if (call->nr != _IOC_NR(DSMIL_IOC_TX_PREPARE))
		return;
	for (unsigned int i = 0; i < prepare->operation_count && i < DSMIL_TX_OPERATIONS_MAX; i++) {
		if (quarantined(prepare->operations[i].device))
			violated("0x%04x was prepared", prepare->operations[i].device);
	}
}

static void run_call(struct context *context, const struct step *step)
{
	const struct call_description *call = &call_table[step->call % call_count];
	uint64_t random = step->seed | (uint64_t)step->call << 32, r = next_random(&random);
	unsigned int size = call->size, room = call->size;
	unsigned char *argument;
	uint32_t said;

	/* One of eight knows another size of the structure; one of sixteen lies about it. */
	if (!(r & 7))
		room = size = (r >> 8) % (2U * call->size);
	said = !(r >> 4 & 15) ? (uint32_t)(r >> 16) % ARGUMENT_ROOM : size;
	room = (room < 16 ? 16 : room) + 7 & ~7U;
	argument = argument_end - room;
	memset(argument, 0, room);
	for (unsigned int i = 0; i < call->count; i++) {
		const struct field_description *field = &field_table[call->first + i];
		uint64_t value = field_value(context, field, &random);

		if (field->offset + field->width <= room)
			memcpy(argument + field->offset, &value, field->width);
	}
	memcpy(argument, &said, sizeof(said));
	if (!(r >> 24 & 31))
		argument[4] = 1; /* flags */
	__atomic_fetch_add(&shared->calls, 1, __ATOMIC_RELAXED);
	if (ioctl(context->files[step->slot % SLOTS], _IOWR(DSMIL_IOC_MAGIC, call->nr, struct dsmil_header), argument))
		return;
	__atomic_fetch_add(&shared->succeeded, 1, __ATOMIC_RELAXED);
	if (said >= call->size && room >= call->size) {
		learn(context, call, argument);
		judge(call, argument);
	}
}

/* ------------------------------------------------------------ other steps */

static void unmap(struct context *context, unsigned int slot)
{
	if (context->maps[slot])
		munmap(context->maps[slot], context->mapped[slot]);
	context->maps[slot] = NULL;
}

static void run_map(struct context *context, unsigned int slot, uint32_t seed)
{
	static const uint64_t offsets[] = { DSMIL_MMAP_CONSUMER, DSMIL_MMAP_PRODUCER, DSMIL_MMAP_DATA, DSMIL_MMAP_STATE };
	static const size_t sizes[] = { 4096, 4096, 2 * DSMIL_RING_SIZE_MIN, DSMIL_STATE_MAP_SIZE };
	unsigned int area = seed & 3;
	int protection = PROT_READ | (seed & 4 ? PROT_WRITE : 0) | (!(seed >> 3 & 15) ? PROT_EXEC : 0);
	size_t size = !(seed >> 7 & 7) ? ((seed >> 10 & 15) + 1) * 4096 : sizes[area];
	void *map;

	unmap(context, slot);
	map = mmap(NULL, size, protection, seed >> 14 & 7 ? MAP_SHARED : MAP_PRIVATE, context->files[slot],
		   (off_t)offsets[area]);
	if (map == MAP_FAILED)
		return;
	if (protection & PROT_WRITE && area)
		violated("area %u was mapped for writing", area);
	context->maps[slot] = map;
	context->mapped[slot] = size;
	/* Only page 0 is writable; whatever it says must harm nobody. */
	if (!area && protection & PROT_WRITE)
		memcpy(map, &seed, sizeof(seed));
	for (size_t at = 0; at < size; at += 4096)
		(void)((volatile char *)map)[at];
}

static void run_consume(struct context *context, unsigned int slot, uint32_t seed)
{
	struct dsmil_ring_consumer *consumer;

	unmap(context, slot);
	consumer = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, context->files[slot], 0);
	if (consumer == MAP_FAILED)
		return;
	context->maps[slot] = consumer;
	context->mapped[slot] = 4096;
	__atomic_store_n(&consumer->cons_pos, seed & 1 ? seed & ~7U : (uint64_t)(int64_t)(int32_t)seed, __ATOMIC_RELEASE);
	consumer->awake = seed >> 1 & 1;
}

static void run_sim(uint32_t seed)
{
	unsigned int token = token_at((seed >> 8) % DSMIL_DEVICE_COUNT);
	int file = open("/sys/kernel/debug/dsmil/sim", O_WRONLY | O_CLOEXEC), size;
	char text[80];

	if (file < 0)
		return;
	switch (seed & 3) {
	case 0:
		size = snprintf(text, sizeof(text), "publish %u %u", seed >> 24, (seed >> 8) % 1100);
		break;
	case 1:
		size = snprintf(text, sizeof(text), "fault 0x%x %x %x", token, seed >> 16 & 0x3f, seed >> 20);
		break;
	case 2:
		size = snprintf(text, sizeof(text), "latency 0x%x %u", token, seed >> 12);
		break;
	default:
		size = snprintf(text, sizeof(text), "clear 0x%x", token);
	}
	if (write(file, text, (size_t)size) < 0 && errno == EFAULT)
		violated("debugfs: EFAULT");
	close(file);
}

static void run_step(struct context *context, const struct step *step)
{
	static const int flags[] = { O_RDWR, O_RDWR, O_RDONLY, O_WRONLY };
	unsigned int slot = step->slot % SLOTS;
	struct pollfd one = { .fd = context->files[slot], .events = POLLIN | POLLPRI };
	int copy;

	switch (step->op) {
	case OP_CALL:
		run_call(context, step);
		break;
	case OP_OPEN:
		if (context->files[slot] >= 0)
			close(context->files[slot]);
		context->files[slot] = open(DEVICE, flags[step->seed & 3] | O_CLOEXEC);
		break;
	case OP_CLOSE:
		close(context->files[slot]);
		context->files[slot] = -1;
		break;
	case OP_MAP:
		run_map(context, slot, step->seed);
		break;
	case OP_CONSUME:
		run_consume(context, slot, step->seed);
		break;
	case OP_POLL:
		poll(&one, 1, (int)(step->seed % 3));
		break;
	case OP_FLUSH:
		copy = dup(context->files[slot]);
		if (copy >= 0)
			close(copy);
		break;
	case OP_SIM:
		run_sim(step->seed);
		break;
	}
}

void program_run(const struct program *program)
{
	struct context context = { .files = { -1, -1, -1 } };
	struct dsmil_stop_status status = { .header.flags = 0 };

	if (!argument_end) {
		unsigned char *room = mmap(NULL, ARGUMENT_ROOM + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
					   -1, 0);

		if (room == MAP_FAILED || mprotect(room + ARGUMENT_ROOM, 4096, PROT_NONE))
			bail("mmap");
		argument_end = room + ARGUMENT_ROOM;
	}
	context.files[0] = open(DEVICE, O_RDWR | O_CLOEXEC);
	if (!CALL(context.files[0], STOP_STATUS, &status))
		context.generation = status.generation;
	for (unsigned int i = 0; i < program->count; i++)
		run_step(&context, &program->steps[i]);
	for (unsigned int slot = 0; slot < SLOTS; slot++) {
		unmap(&context, slot);
		if (context.files[slot] >= 0)
			close(context.files[slot]);
	}
}

/* ---------------------------------------------------------------- as text */

static const char *const op_names[OP_COUNT] = { "call", "open", "close", "map", "consume", "poll", "flush", "sim" };

void program_print(const struct program *program)
{
	for (unsigned int i = 0; i < program->count; i++) {
		const struct step *step = &program->steps[i];

		printf("  step %s %u %u 0x%08x", op_names[step->op % OP_COUNT], step->slot, step->call, step->seed);
		printf(step->op == OP_CALL ? "   %s\n" : "\n", call_table[step->call % call_count].name);
	}
	fflush(stdout);
}

bool program_parse(const char *path, struct program *program)
{
	FILE *file = fopen(path, "re");
	char line[128], name[16];

	memset(program, 0, sizeof(*program));
	while (file && fgets(line, sizeof(line), file) && program->count < STEPS_MOST) {
		unsigned int slot, call, seed, op;

		if (sscanf(line, " step %15s %u %u %x", name, &slot, &call, &seed) != 4)
			continue;
		for (op = 0; op < OP_COUNT && strcmp(name, op_names[op]); op++)
			;
		if (op < OP_COUNT && call < call_count)
			program->steps[program->count++] = (struct step){ .op = (uint8_t)op, .slot = (uint8_t)slot,
									  .call = (uint8_t)call, .seed = seed };
	}
	if (file)
		fclose(file);
	return program->count > 0;
}
