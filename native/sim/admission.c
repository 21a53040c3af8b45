/* SPDX-License-Identifier: Apache-2.0 */
#include "admission.h"

struct crowd {
  u32 full;     /* connections with all calls */
  u32 members;  /* of these, of the group's members */
  u32 same;     /* of these, of the same user */
  u32 stopping; /* connections for a stop alone */
  u32 ending;
  struct connection *oldest; /* of those for a stop alone */
};

/* The newest connection is the list's first. */
static struct crowd crowd_of(const struct server *server, u32 uid) {
  struct crowd crowd = {0};

  for (struct connection *c = server->connections; c; c = c->next) {
    if (c->closing) {
      crowd.ending++;
    } else if (c->stop_only) {
      crowd.stopping++;
      crowd.oldest = c;
    } else {
      bool member = c->peer.standing == PEER_MEMBER;

      crowd.full++;
      crowd.members += member;
      crowd.same += member && c->peer.uid == uid;
    }
  }
  return crowd;
}

static bool has_room(const struct crowd *crowd, const struct peer *peer) {
  if (crowd->full >= CONNECTIONS_MAX) return false;
  if (peer->standing == PEER_OWNER) return true;
  return crowd->members < CONNECTIONS_MEMBERS_MAX && crowd->same < CONNECTIONS_MEMBER_MAX;
}

bool admission_open(const struct server *server) {
  return crowd_of(server, 0).ending < CONNECTIONS_ENDING_MAX;
}

enum admission admission_decide(struct server *server, const struct peer *peer) {
  struct crowd crowd = crowd_of(server, peer->uid);

  if (peer->standing == PEER_STRANGER) return ADMIT_NOT;
  if (has_room(&crowd, peer)) {
    server->crowded = false;
    return ADMIT_FULLY;
  }
  if (!server->crowded)
    dsmil_say(
        "dsmil-sim: no room for user %u: %u clients are connected (at most %d, %d of them "
        "members of the group, %d a member); more may only stop\n",
        peer->uid, crowd.full, CONNECTIONS_MAX, CONNECTIONS_MEMBERS_MAX, CONNECTIONS_MEMBER_MAX);
  server->crowded = true;
  /* What it has sent is looked at first: it may be the stop that it came for. */
  if (crowd.stopping >= CONNECTIONS_STOP_MAX) connection_hangup(crowd.oldest);
  return ADMIT_TO_STOP;
}
