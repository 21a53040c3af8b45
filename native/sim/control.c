/* SPDX-License-Identifier: Apache-2.0 */
#include "control.h"

#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "listener.h"
#include "scenario_words.h"

struct client {
  int fd; /* -1: free */
  u32 held;
  char line[SCENARIO_LINE_MAX + 1];
};

struct control {
  struct sim *sim;
  struct player *player;
  struct listener listener;
  struct client clients[CONTROL_CLIENTS_MAX];
};

struct control *control_create(struct sim *sim, struct player *player) {
  struct control *control = dsmil_alloc(sizeof(*control));

  if (!control) return NULL;
  control->sim = sim;
  control->player = player;
  for (u32 i = 0; i < CONTROL_CLIENTS_MAX; i++) control->clients[i].fd = -1;
  /* Never the group: who controls can do all that the hardware could. */
  if (listener_open(&control->listener, sim->options.control, SOCK_STREAM, false, 0)) {
    dsmil_free(control);
    return NULL;
  }
  return control;
}

u32 control_fds(struct control *control, struct pollfd *fds) {
  u32 count = 1;

  fds[0] = (struct pollfd){.fd = control->listener.fd, .events = POLLIN};
  for (u32 i = 0; i < CONTROL_CLIENTS_MAX; i++)
    if (control->clients[i].fd >= 0)
      fds[count++] = (struct pollfd){.fd = control->clients[i].fd, .events = POLLIN};
  return count;
}

static void hang_up(struct client *client) {
  close(client->fd);
  client->fd = -1;
  client->held = 0;
}

static void reply(struct client *client, const char *text) {
  /* Who does not take one short line has no business here. */
  if (send(client->fd, text, strlen(text), MSG_DONTWAIT | MSG_NOSIGNAL) != (ssize_t)strlen(text))
    hang_up(client);
}

static void counters(struct control *control, struct client *client) {
  struct dsmil_sim *hardware = &control->sim->hardware;
  u64 reads = 0, writes = 0, samples = 0;
  char text[256];

  for (u32 i = 0; i < DSMIL_DEVICE_COUNT; i++) {
    struct dsmil_sim_device *device = &hardware->devices[i];
    unsigned long flags = 0;

    dsmil_raw_lock(&device->lock, flags);
    reads += device->reads;
    writes += device->writes;
    samples += device->samples;
    dsmil_raw_unlock(&device->lock, flags);
  }
  snprintf(text, sizeof(text), "ok quarantine_touches=%llu reads=%llu writes=%llu samples=%llu\n",
           (unsigned long long)READ_ONCE(hardware->quarantine_touches), (unsigned long long)reads,
           (unsigned long long)writes, (unsigned long long)samples);
  reply(client, text);
}

static void fail(struct client *client, const struct scenario_error *error) {
  char text[sizeof(error->message) + 32];

  snprintf(text, sizeof(text), "error %u: %s\n", error->column, error->message);
  reply(client, text);
}

static void get(struct control *control, struct client *client, struct scenario_line *line) {
  struct scenario_target target;
  char text[32];
  u32 reg, value = 0;

  if (!take_target(line, &target) || !take_register(line, &reg) || !line_finish(line)) {
    fail(client, line->error);
    return;
  }
  for (u32 i = 0; i < DSMIL_DEVICE_COUNT; i++)
    if (scenario_targets(&target, i)) {
      if (dsmil_sim_get_register(&control->sim->hardware, i, reg, &value)) continue;
      break;
    }
  snprintf(text, sizeof(text), "ok 0x%08x\n", value);
  reply(client, text);
}

static void command(struct control *control, struct client *client, const char *text, u32 length) {
  struct scenario_error error = {0};
  struct scenario_line line;
  struct scenario_step step;

  if (!line_split(&line, 1, text, length, &error)) {
    fail(client, &error);
  } else if (line.count == 1 && line_accept(&line, "counters")) {
    counters(control, client);
  } else if (line.count == 1 && line_accept(&line, "crash")) {
    kill(getpid(), SIGKILL);
  } else if (line_accept(&line, "get")) {
    get(control, client, &line);
  } else if (scenario_parse_action(text, length, &step, &error)) {
    fail(client, &error);
  } else {
    reply(client, player_inject(control->player, &step)
                      ? "ok\n"
                      : "error 1: too many bursts and ramps are under way: wait for one\n");
  }
}

static void client_ready(struct control *control, struct client *client) {
  ssize_t size = recv(client->fd, client->line + client->held, sizeof(client->line) - client->held,
                      MSG_DONTWAIT);
  char *newline;

  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size <= 0) {
    hang_up(client);
    return;
  }
  client->held += (u32)size;
  while (client->fd >= 0 && (newline = memchr(client->line, '\n', client->held))) {
    u32 length = (u32)(newline - client->line);

    command(control, client, client->line, length);
    client->held = client->fd < 0 ? 0 : client->held - length - 1;
    memmove(client->line, newline + 1, client->held);
  }
  if (client->fd >= 0 && client->held == sizeof(client->line)) {
    reply(client, "error 1: the line is too long\n");
    if (client->fd >= 0) hang_up(client);
  }
}

static void accept_one(struct control *control) {
  int fd = accept4(control->listener.fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  struct peer peer;

  if (fd < 0) return;
  listener_peer(&control->listener, fd, &peer);
  if (peer.standing == PEER_OWNER)
    for (u32 i = 0; i < CONTROL_CLIENTS_MAX; i++)
      if (control->clients[i].fd < 0) {
        control->clients[i] = (struct client){.fd = fd};
        return;
      }
  close(fd);
}

void control_serve(struct control *control, const struct pollfd *fds, u32 count) {
  for (u32 i = 1; i < count; i++)
    for (u32 c = 0; fds[i].revents && c < CONTROL_CLIENTS_MAX; c++)
      if (control->clients[c].fd == fds[i].fd) client_ready(control, &control->clients[c]);
  if (count && fds[0].revents) accept_one(control);
}

void control_destroy(struct control *control) {
  for (u32 i = 0; i < CONTROL_CLIENTS_MAX; i++)
    if (control->clients[i].fd >= 0) hang_up(&control->clients[i]);
  listener_close(&control->listener);
  dsmil_free(control);
}
