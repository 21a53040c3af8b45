// SPDX-License-Identifier: Apache-2.0
/* The addon's connection to a simulator that does not do its part. */
#include <sys/socket.h>
#include <sys/time.h>

#include <cstring>
#include <ctime>

#include "../../../../native/addon/jobs.h"
#include "../../../../native/addon/simulator.h"

extern "C" {
#include "../core/tap.h"
}

namespace {

struct Ends {
  std::shared_ptr<dsmil::SimulatorLink> link;
  dsmil::Fd peer;
};

// As ConnectSimulator makes it, with room for a few requests only.
Ends Connect() {
  int pair[2];
  int room = 1;
  timeval limit = {0, 20000};
  CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0);
  CHECK(setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &room, sizeof(room)) == 0);
  CHECK(setsockopt(pair[0], SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) == 0);
  Ends ends{std::make_shared<dsmil::SimulatorLink>(dsmil::Fd(pair[0])), dsmil::Fd(pair[1])};
  CHECK(dsmil::SimulatorLink::Start(ends.link).ok());
  return ends;
}

dsmil_deadman Beat() {
  dsmil_deadman beat = {};
  beat.header.size = sizeof(beat);
  return beat;
}

constexpr uint32_t kBeat = _IOC_NR(DSMIL_IOC_DEADMAN_BEAT);

// Until the socket is full: how many were taken, and what the last one was told.
int FillUp(dsmil::SimulatorLink *link, int *last) {
  for (int taken = 0; taken < 1000; taken++) {
    dsmil_deadman beat = Beat();
    *last = link->CallNow(kBeat, reinterpret_cast<uint8_t *>(&beat), sizeof(beat), 1);
    if (*last != dsmil::kNoAnswer) return taken;
  }
  return 1000;
}

}  // namespace

TEST(
    "link: a beat to a simulator that reads nothing is told so, at once, and never waits for "
    "room") {
  Ends ends = Connect();
  timespec begin, end;
  int last = 0;

  int taken = FillUp(ends.link.get(), &last);
  CHECK(taken > 0 && taken < 1000);
  EQ(last, dsmil::kNotTaken);
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (int i = 0; i < 1000; i++) {
    dsmil_deadman beat = Beat();
    EQ(ends.link->CallNow(kBeat, reinterpret_cast<uint8_t *>(&beat), sizeof(beat), 60000),
       dsmil::kNotTaken);
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  // Waiting for room would take 20 ms each (SO_SNDTIMEO), for an answer a minute.
  CHECK(end.tv_sec - begin.tv_sec < 10);
  ends.link->Shutdown();
}

TEST("link: other calls wait for room as long as they are given, and no longer") {
  Ends ends = Connect();
  dsmil_deadman call = Beat();
  int last = 0;

  FillUp(ends.link.get(), &last);
  EQ(ends.link->Call(kBeat, reinterpret_cast<uint8_t *>(&call), sizeof(call), 60000, nullptr),
     dsmil::kNotTaken);
  ends.link->Shutdown();
}

TEST("link: with room again it goes on, and late answers are nobody's") {
  Ends ends = Connect();
  int last = 0;
  int taken = FillUp(ends.link.get(), &last);
  struct {
    dsmil_sim_message message;
    dsmil_deadman beat;
  } packet;

  for (int i = 0; i < taken; i++) {
    EQ(recv(ends.peer.get(), &packet, sizeof(packet), 0), sizeof(packet));
    packet.beat.left_ms = 1;
    EQ(send(ends.peer.get(), &packet, sizeof(packet), 0), sizeof(packet));
  }
  dsmil_deadman beat = Beat();
  EQ(ends.link->CallNow(kBeat, reinterpret_cast<uint8_t *>(&beat), sizeof(beat), 50),
     dsmil::kNoAnswer);
  EQ(beat.left_ms, 0);
  // Gone: everybody hears of it.
  ends.peer.Reset();
  int error = dsmil::kNoAnswer;
  for (int tries = 0; error == dsmil::kNoAnswer && tries < 1000; tries++)
    error = ends.link->CallNow(kBeat, reinterpret_cast<uint8_t *>(&beat), sizeof(beat), 10);
  EQ(error, ENODEV);
}
