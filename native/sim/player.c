/* SPDX-License-Identifier: Apache-2.0 */
#include "player.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "control.h"
#include "faults.h"

#define NS_PER_S 1000000000ULL
#define RAMP_STEP_NS 50000000ULL
#define SLICE_RECORDS 4096
#define SLICE_NS 1000000ULL
/* Steps put in by the control socket, beside the program's. */
#define INJECTED_MAX 64
#define TRACKS_MAX (SCENARIO_STEPS_MAX + INJECTED_MAX)

/* A step on its way. */
struct track {
  const struct scenario_step *step;
  u64 due_ns;     /* next time, U64_MAX never */
  u64 nominal_ns; /* of a period, without jitter */
  u64 began_ns;   /* of a ramp or burst under way, 0 none */
  u64 done;       /* records of the burst */
};

struct player {
  struct sim *sim;
  struct control *control; /* NULL: none */
  int quit_fd;
  pthread_t thread;
  bool running;
  u64 chance;
  u32 count;
  struct track tracks[TRACKS_MAX];
  struct scenario_step injected[INJECTED_MAX];
};

struct player *player_create(struct sim *sim) {
  struct player *player = dsmil_alloc(sizeof(*player));

  if (!player) return NULL;
  player->sim = sim;
  player->chance = sim->hardware.seed;
  player->quit_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (player->quit_fd < 0) {
    fprintf(stderr, "dsmil-sim: no descriptor: %s\n", strerror(errno));
    dsmil_free(player);
    return NULL;
  }
  if (sim->options.control) {
    player->control = control_create(sim, player);
    if (!player->control) {
      player_destroy(player);
      return NULL;
    }
  }
  return player;
}

static bool under_way(const struct track *track) { return track->began_ns != 0; }

/* ------------------------------------------------------------- one track */

/* Publishes what is due of a burst. When the next slice is; U64_MAX when it is over. */
static u64 burst_slice(struct player *player, struct track *track, u64 now) {
  const struct scenario_step *step = track->step;
  u64 due = step->count;

  if (step->rate != SCENARIO_RATE_UNLIMITED) {
    u64 elapsed = now - track->began_ns;
    u64 part = elapsed / NS_PER_S * step->rate + elapsed % NS_PER_S * step->rate / NS_PER_S;

    if (part < due) due = part + 1; /* the first one is due at once */
  }
  if (due > step->count) due = step->count;
  for (u32 left = SLICE_RECORDS; track->done < due && left; left--)
    burst_publish(player->sim, step, track->done++, &player->chance);
  if (track->done == step->count) return U64_MAX;
  if (track->done < due) return now;
  /* When the next record is due, but not sooner than a slice. */
  return now + (NS_PER_S / step->rate > SLICE_NS ? NS_PER_S / step->rate : SLICE_NS);
}

static u64 ramp_slice(struct player *player, struct track *track, u64 now) {
  u64 elapsed = now - track->began_ns;

  action_ramp(player->sim, track->step, elapsed);
  return elapsed >= track->step->duration_ns ? U64_MAX : now + RAMP_STEP_NS;
}

static u64 next_period(struct player *player, struct track *track, u64 now) {
  const struct scenario_step *step = track->step;
  u64 due;

  if (!step->every) return U64_MAX;
  do {
    track->nominal_ns += step->time_ns; /* what was missed is not made up for */
  } while (track->nominal_ns <= now && step->time_ns);
  due = track->nominal_ns;
  if (step->jitter_ns) due += dsmil_sim_random(&player->chance) % (step->jitter_ns + 1);
  return due;
}

static void run(struct player *player, struct track *track, u64 now) {
  const struct scenario_step *step = track->step;
  u64 again = U64_MAX;

  if (step->kind == SCENARIO_BURST || step->kind == SCENARIO_RAMP) {
    if (!under_way(track)) {
      track->began_ns = now;
      track->done = 0;
    }
    again = step->kind == SCENARIO_BURST ? burst_slice(player, track, now)
                                         : ramp_slice(player, track, now);
    if (again == U64_MAX) track->began_ns = 0;
  } else {
    action_do(player->sim, step, &player->chance);
  }
  track->due_ns = under_way(track) ? again : next_period(player, track, now);
}

/* ---------------------------------------------------------------- thread */

static void begin(struct player *player) {
  const struct scenario_program *program = &player->sim->program;
  u64 now = dsmil_now_ns();

  for (; player->count < program->count; player->count++) {
    struct track *track = &player->tracks[player->count];

    track->step = &program->steps[player->count];
    track->nominal_ns = now;
    track->due_ns =
        track->step->every ? next_period(player, track, now) : now + track->step->time_ns;
  }
}

bool player_inject(struct player *player, const struct scenario_step *step) {
  for (u32 i = 0; i < INJECTED_MAX; i++) {
    struct track *track = &player->tracks[SCENARIO_STEPS_MAX + i];

    if (track->step && track->due_ns != U64_MAX) continue;
    player->injected[i] = *step;
    *track = (struct track){.step = &player->injected[i]};
    /* At once, so that what is short is done before it is answered. */
    run(player, track, dsmil_now_ns());
    return true;
  }
  return false;
}

static u64 play(struct player *player, u64 now) {
  u64 next = U64_MAX;

  for (u32 i = 0; i < TRACKS_MAX; i++) {
    struct track *track = &player->tracks[i];

    if (!track->step || track->due_ns == U64_MAX) continue;
    if (track->due_ns <= now) run(player, track, now);
    if (track->due_ns < next) next = track->due_ns;
  }
  return next;
}

static void *player_run(void *argument) {
  struct player *player = argument;
  struct pollfd fds[1 + CONTROL_FDS_MAX] = {{.fd = player->quit_fd, .events = POLLIN}};

  begin(player);
  while (!(fds[0].revents & POLLIN)) {
    u64 next = play(player, dsmil_now_ns());
    u64 now = dsmil_now_ns();
    struct timespec left = {0};
    u32 count = 1;

    if (player->control) count += control_fds(player->control, fds + 1);
    if (next != U64_MAX && next > now) {
      left.tv_sec = (time_t)((next - now) / NS_PER_S);
      left.tv_nsec = (long)((next - now) % NS_PER_S);
    }
    if (ppoll(fds, count, next == U64_MAX ? NULL : &left, NULL) > 0 && player->control)
      control_serve(player->control, fds + 1, count - 1);
  }
  return NULL;
}

int player_start(struct player *player) {
  int error = sim_thread(&player->thread, "dsmil-player", player_run, player);

  player->running = !error;
  return error;
}

void player_stop(struct player *player) {
  if (!player->running) return;
  player->running = false;
  sim_signal(player->quit_fd);
  pthread_join(player->thread, NULL);
}

void player_destroy(struct player *player) {
  if (player->control) control_destroy(player->control);
  close(player->quit_fd);
  dsmil_free(player);
}
