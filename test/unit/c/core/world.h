/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A core, a host that only notes what it is asked, a scriptable backend and a few
 * files. What must hold always is checked after every call, in every test.
 */
#ifndef WORLD_H
#define WORLD_H

#include "../../../../kernel/core/transaction.h"
#include "fake_hal.h"

#define MS 1000000ULL
#define SECOND 1000000000ULL

/* Positions and tokens that the tests use; none is quarantined. */
#define TOKEN_A 0x8000
#define TOKEN_B 0x8010
#define TOKEN_C 0x8030
#define DEVICE_A 0
#define DEVICE_B 12
#define DEVICE_C 36
/* A data register and a configuration register of the fake backend. */
#define DATA 8
#define CONFIG 4

extern const u16 quarantined_tokens[5];

struct world {
  struct dsmil_core core;
  struct fake_hal hal;
  struct dsmil_config config;
  struct dsmil_state_page *page;
  struct dsmil_file admin;  /* for writing, with CAP_SYS_RAWIO */
  struct dsmil_file other;  /* the same, another one */
  struct dsmil_file writer; /* for writing */
  struct dsmil_file reader;
  u64 owner; /* the calling process */
  bool ended;
  /* What the host was asked. */
  u32 data_wakes, stop_wakes, ticks_wanted, rings;
  u64 deadman_ns;  /* 0: not asked for */
  u64 backstop_ns; /* 0: not asked for */
  u64 tick_ns;     /* when the core wants its next tick; 0: not */
  int ring_error;  /* what ring_alloc answers */
  s32 thermal_mc;
  int thermal_error;
  void (*on_thermal)(struct world *world);
  void (*on_deadman_at)(struct world *world); /* the stop's lock is held */
  void (*on_wake_stop)(struct world *world);
  void (*on_ring_memory)(struct world *world); /* had or given back: no lock is held */
  u32 waits;
  u64 consumed; /* by world_next_record */
  u32 violations;
  char violation[256]; /* the first */
};

/* Loaded with writes allowed, thermal=none, no spacing. One at a time. */
struct world *world_new(void);
struct world *world_new_config(const struct dsmil_config *config);
struct dsmil_config world_config(void);
/* As world_new; a sensor, absent devices and the like are set in between. */
struct world *world_prepare(void);
void world_start(struct world *world);
/* Closes the files, ends the core, and reports violations as the test's failure. */
void world_free(struct world *world);

__attribute__((format(printf, 2, 3))) void world_violation(struct world *world, const char *format,
                                                           ...);
/* Is this write one that may be? Called by the backend. */
void world_judge_write(struct world *world, u32 device, u32 reg, u32 value);
/* What must hold between calls. */
void world_check(struct world *world);

/* A call as a host makes it. @arg: the whole structure. */
int world_call(struct world *world, struct dsmil_file *file, u32 nr, void *arg, u32 size);
#define CALL(world, file, name, arg) \
  world_call(world, file, _IOC_NR(DSMIL_IOC_##name), arg, sizeof(*(arg)))

/* Time passes; timers that the core asked for fire on the way. */
void world_run(struct world *world, u64 ns);
/* Time passes, and no timer has run yet. */
void world_late(u64 ns);

/* -------------------------------------------------- the usual steps, in a word */

u64 world_epoch(struct world *world); /* the stop's generation */
/* Request, confirm, start, by @admin: the state is RUN. */
void world_run_state(struct world *world);
/* RUN, and @admin is the coordinator. */
void world_ready(struct world *world);
int world_stop(struct world *world);
int world_stop_at(struct world *world, u32 state);
struct dsmil_operation world_write(u16 token, u32 reg, u32 value);
struct dsmil_operation world_control(u16 token, u32 type);
/* Fills and makes the call; @prepare is the answer. Digest: all bytes the id's low one. */
int world_tx_prepare(struct world *world, u64 id, const struct dsmil_operation *operations,
                     u32 count, struct dsmil_tx_prepare *prepare);
/* The argument that fits what world_tx_prepare prepared. */
struct dsmil_tx_commit world_tx_commit_of(struct world *world, u64 id);
int world_tx_commit(struct world *world, u64 id, struct dsmil_tx_commit *commit);
int world_tx_abort(struct world *world, u64 id);
u32 world_tx_outcome(struct world *world, u64 id);
struct dsmil_device_state world_state(struct world *world, u32 device);
u64 world_refusals(struct world *world, u32 reason);
/* Sets up a ring of the least size, owned by @other. */
void world_ring(struct world *world);
/*
 * The next record of the ring, verified and consumed, or NULL. It stays where it
 * is until the next one is published over it.
 */
const struct dsmil_record_header *world_next_record(struct world *world);
/* Consumes records until one of that type about that device (0: any); NULL: none. */
const void *world_find_record(struct world *world, u32 type, u16 token);

#endif
