/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dsmil-sim with another player: instead of a scenario it plays what its standard
 * input asks for, at full speed or at exact times, and says how long it took. All
 * the rest of the process, core, memory and server, is dsmil-sim's own.
 *
 *   flood COUNT SIZE            publishes COUNT records of SIZE bytes one by one, as
 *                               fast as the ring has room        flood NS
 *   pace COUNT SIZE GAP_NS      one record each GAP_NS           pace NS
 *   cost COUNT SIZE GAP_NS      the same, COUNT bursts of 32     cost NS-PER-RECORD
 *   fill SIZE                   until the ring drops one         fill COUNT
 *   pin                         stays on the producer's processor  pin THE-CONSUMER'S
 *   do ACTION                   of a scenario                    do ok
 *
 * The end of the input ends the player, not the process.
 */
#include <unistd.h>

#include "../../../native/sim/faults.h"
#include "../../../native/sim/player.h"
#include "measure.h"

#define LINE_MAX_BYTES 256
#define BURST 32
#define BURSTS_MAX 100000
#define SPINS 256
/* A consumer that takes nothing for so long will not take anything any more. */
#define STUCK_NS 20000000000ULL

struct player {
  struct sim *sim;
  pthread_t thread;
  bool running;
  bool pinned;
  int processors[2];
  u64 chance;
  u64 index; /* of the next record */
  u64 payload[DSMIL_RECORD_PAYLOAD_MAX / 8];
};

struct player *player_create(struct sim *sim) {
  struct player *player = dsmil_alloc(sizeof(*player));

  if (player) player->sim = sim;
  return player;
}

/* Published through the ring alone, so that what is timed is the ring. */
static int publish(struct player *player, u64 time_ns, u32 size) {
  struct dsmil_record_header header = {
      .time_ns = time_ns,
      .type = DSMIL_RECORD_RAW,
      .device = (u16)(DSMIL_TOKEN_BASE | (player->index & 0x3f)),
      .source_track = DSMIL_TRACK_KERNEL,
      .destination_track = DSMIL_TRACK_ORCHESTRATOR,
      .clock = DSMIL_CLOCK_MONOTONIC,
  };

  player->payload[0] = player->index++;
  return dsmil_ring_publish(&player->sim->core.ring, &header, player->payload,
                            size - DSMIL_RECORD_HEADER_SIZE);
}

/*
 * Until there is room: a ring never waits, it drops and counts, and a flood must
 * lose nothing. *seen: the consumer's position when it was last looked at.
 */
static void wait_for_room(struct player *player, u64 *seen, u64 span) {
  struct dsmil_ring *ring = &player->sim->core.ring;
  u64 limit = (ring->mask + 1) / 4 * 3;
  u64 since = 0;
  u32 spins = 0;

  while (ring->head + span - *seen > limit) {
    *seen = __atomic_load_n(&ring->consumer->cons_pos, __ATOMIC_ACQUIRE);
    if (ring->head + span - *seen <= limit) return;
    /* The consumer may be waiting for this very processor. */
    if (++spins % SPINS == 0)
      sched_yield();
    else
      bench_pause();
    if (!since) since = dsmil_now_ns();
    if (dsmil_now_ns() - since > STUCK_NS) bench_die("the consumer takes nothing any more");
  }
}

static void must_publish(struct player *player, u64 time_ns, u32 size) {
  int error = publish(player, time_ns, size);

  if (error)
    bench_die("record %llu was not published: %s", (unsigned long long)player->index - 1,
              strerror(-error));
}

static void flood(struct player *player, u64 count, u32 size) {
  u64 begin = dsmil_now_ns();
  u64 seen = 0;

  for (u64 i = 0; i < count; i++) {
    wait_for_room(player, &seen, size);
    must_publish(player, i, size);
  }
  printf("flood %llu\n", (unsigned long long)(dsmil_now_ns() - begin));
}

static void pace(struct player *player, u64 count, u32 size, u64 gap_ns) {
  u64 begin = dsmil_now_ns();
  u64 next = begin;
  u64 seen = 0;

  for (u64 i = 0; i < count; i++) {
    next += gap_ns;
    bench_wait_until(next);
    wait_for_room(player, &seen, size);
    must_publish(player, dsmil_now_ns(), size);
  }
  printf("pace %llu\n", (unsigned long long)(dsmil_now_ns() - begin));
}

/* Through the core's own call, which reads the clock for each record. */
static void cost(struct player *player, u64 count, u32 size, u64 gap_ns) {
  static double samples[BURSTS_MAX];
  u64 payload[DSMIL_RECORD_PAYLOAD_MAX / 8] = {0};
  u64 next = dsmil_now_ns();
  u64 seen = 0;

  if (count > BURSTS_MAX)
    bench_die("COUNT is %llu, at most %d", (unsigned long long)count, BURSTS_MAX);
  for (u64 i = 0; i < count; i++) {
    u64 begin;

    next += gap_ns;
    bench_wait_until(next);
    wait_for_room(player, &seen, (u64)BURST * size);
    begin = dsmil_now_ns();
    for (u32 k = 0; k < BURST; k++)
      if (dsmil_core_publish(&player->sim->core, DSMIL_RECORD_RAW, 0, DSMIL_TOKEN_BASE, payload,
                             size - DSMIL_RECORD_HEADER_SIZE))
        bench_die("a record was not published");
    samples[i] = (double)(dsmil_now_ns() - begin) / BURST;
    player->index += BURST;
  }
  printf("cost %.1f\n", bench_median(samples, count));
}

static void fill(struct player *player, u32 size) {
  u64 count = 0;

  while (!publish(player, dsmil_now_ns(), size)) count++;
  printf("fill %llu\n", (unsigned long long)count);
}

static void act(struct player *player, const char *text) {
  struct scenario_error error;
  struct scenario_step step;

  if (scenario_parse_action(text, strlen(text), &step, &error))
    bench_die("'%s', column %u: %s", text, error.column, error.message);
  action_do(player->sim, &step, &player->chance);
  printf("do ok\n");
}

/* May be asked for again: then the thread itself may only use one any more. */
static void pin(struct player *player) {
  if (!player->pinned) bench_processors(player->processors);
  player->pinned = true;
  bench_pin(player->processors[0]);
  printf("pin %d\n", player->processors[1]);
}

static void command(struct player *player, const char *line) {
  unsigned long long count, size, gap;

  if (strncmp(line, "do ", 3) == 0)
    act(player, line + 3);
  else if (sscanf(line, "flood %llu %llu", &count, &size) == 2)
    flood(player, count, (u32)size);
  else if (sscanf(line, "pace %llu %llu %llu", &count, &size, &gap) == 3)
    pace(player, count, (u32)size, gap);
  else if (sscanf(line, "cost %llu %llu %llu", &count, &size, &gap) == 3)
    cost(player, count, (u32)size, gap);
  else if (sscanf(line, "fill %llu", &size) == 1)
    fill(player, (u32)size);
  else if (strcmp(line, "pin") == 0)
    pin(player);
  else
    bench_die("'%s' is not a command", line);
  fflush(stdout);
}

/*
 * The next line without its end, false when there is none. Not by stdio: a thread
 * that is cancelled while it reads would keep the stream's lock, and exit waits for it.
 */
static bool read_line(char line[LINE_MAX_BYTES]) {
  size_t length = 0;
  ssize_t got = 0;

  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
  while (length < LINE_MAX_BYTES && (got = read(STDIN_FILENO, line + length, 1)) == 1 &&
         line[length] != '\n')
    length++;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
  if (length == LINE_MAX_BYTES) bench_die("a line has more than %d bytes", LINE_MAX_BYTES - 1);
  if (got != 1) return false;
  line[length] = '\0';
  return true;
}

static void *player_run(void *argument) {
  char line[LINE_MAX_BYTES];

  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
  while (read_line(line)) command((struct player *)argument, line);
  return NULL;
}

int player_start(struct player *player) {
  int error = sim_thread(&player->thread, "bench-player", player_run, player);

  player->running = !error;
  return error;
}

void player_stop(struct player *player) {
  if (!player->running) return;
  player->running = false;
  /* It may be waiting for a line that never comes. */
  pthread_cancel(player->thread);
  pthread_join(player->thread, NULL);
}

void player_destroy(struct player *player) { dsmil_free(player); }
