/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The producer of the Unix socket peer: 64-byte frames laid out like a record, BATCH
 * of them a write. Prints a line when it can be connected to.
 *
 * usage: socket-producer PATH COUNT BATCH
 */
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "measure.h"

struct frame {
  uint64_t length;
  uint64_t sequence;
  uint64_t time_ns;
  uint16_t type;
  uint16_t device;
  uint32_t tracks;
  uint64_t payload[4];
};

static int accept_one(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int server, client;

  if (strlen(path) >= sizeof(address.sun_path))
    bench_die("PATH has %zu bytes: at most %zu are allowed", strlen(path),
              sizeof(address.sun_path) - 1);
  strcpy(address.sun_path, path);
  server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (server < 0 || bind(server, (struct sockaddr *)&address, sizeof(address)) != 0 ||
      listen(server, 1) != 0)
    bench_die("cannot listen on %s: %s", path, strerror(errno));
  puts("listening");
  fflush(stdout);
  client = accept(server, NULL, NULL);
  if (client < 0) bench_die("accept: %s", strerror(errno));
  return client;
}

int main(int argc, char **argv) {
  struct frame *frames;
  uint64_t batch, count, i, k, n, w;
  int client;

  if (argc != 4) bench_die("usage: %s PATH COUNT BATCH", argv[0]);
  count = bench_number(argv[2], "COUNT", 1, 1000000000);
  batch = bench_number(argv[3], "BATCH", 1, 65536);
  frames = calloc(batch, sizeof(*frames));
  if (!frames) bench_die("no memory");
  alarm(60);
  client = accept_one(argv[1]);
  for (i = 0; i < count; i += n) {
    const char *bytes = (const char *)frames;
    size_t left;
    ssize_t sent;

    n = count - i < batch ? count - i : batch;
    for (k = 0; k < n; k++) {
      frames[k].length = sizeof(frames[k]);
      frames[k].sequence = i + k;
      frames[k].time_ns = i + k;
      frames[k].type = 7;
      frames[k].device = (uint16_t)(0x8000 | ((i + k) & 0x3f));
      frames[k].tracks = 1;
      for (w = 0; w < 4; w++) frames[k].payload[w] = i + k + w;
    }
    for (left = n * sizeof(*frames); left > 0; left -= (size_t)sent, bytes += sent) {
      sent = send(client, bytes, left, MSG_NOSIGNAL);
      if (sent < 0) bench_die("send: %s", strerror(errno));
    }
  }
  /* Closing now could cut off what is on its way: the consumer closes first. */
  if (recv(client, frames, 1, 0) < 0) bench_die("recv: %s", strerror(errno));
  return 0;
}
