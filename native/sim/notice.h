/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How a client is woken: one end of a socket pair is its own, the other is only here.
 *
 * Nothing that a client does to its end reaches the other one, which is written with
 * MSG_DONTWAIT and read never. An eventfd would not do: the client shares its
 * description, can make that blocking and fill it. Nor would a pipe: reading one into
 * memory that is slow to come (a file of one's own making) keeps the pipe's lock, for
 * which a writer waits, non-blocking or not.
 */
#ifndef DSMIL_SIM_NOTICE_H
#define DSMIL_SIM_NOTICE_H

struct notice {
  int ours;   /* -1: none */
  int theirs; /* -1: was given away */
};

/* 0 or a negative errno. */
int notice_open(struct notice *notice);
/* Makes the client's end readable. Never waits; any context, also with raw locks held. */
void notice_send(int ours);
/* The client has its end: with ours closed, it sees the hang-up. */
void notice_given(struct notice *notice);
void notice_close(struct notice *notice);

#endif
