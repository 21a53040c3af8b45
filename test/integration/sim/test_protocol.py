# SPDX-License-Identifier: Apache-2.0
"""The socket: greeting, calls, forms, memory, the ring, waiting."""

import errno
import fcntl
import mmap
import os
import random
import select
import signal
import socket
import struct
import time
import unittest

from client import *
from shared import Shared


class Greeting(Shared):
    def test_hello(self):
        """sim protocol: HELLO gives the instance and three descriptors"""
        client = self.client()
        self.assertNotEqual(client.instance, 0)
        self.assertEqual(len(client.fds), 3)
        self.assertEqual(self.client().instance, client.instance)

    def test_twice(self):
        """sim protocol: a second HELLO on a connection is refused"""
        self.assertEqual(self.client().hello().error, -errno.EALREADY)

    def test_first(self):
        """sim protocol: before HELLO every call but a stop is refused"""
        client = self.client(hello=False)
        for name in NR:
            if name != "STOP":
                self.assertEqual(client.call(name, bytes(8)).error, -errno.EPROTO, name)
        self.assertEqual(client.hello().error, 0)

    def test_protocol(self):
        """sim protocol: HELLO of another protocol is refused, naming the field and ours"""
        client = self.client(hello=False)
        answer = client.hello(protocol=2)
        self.assertEqual((answer.error, answer.field, answer.u32(16)), (-errno.EPROTO, 16, 1))
        self.assertEqual(answer.fds, [])

    def test_mode(self):
        """sim protocol: HELLO of a mode that open(2) does not know is refused, naming the field"""
        answer = self.client(hello=False).hello(mode=3)
        self.assertEqual((answer.error, answer.field), (-errno.EINVAL, 20))

    def test_rights(self):
        """sim protocol: the mode decides what a file may: info shows it, calls refuse with a reason"""
        for mode, flags in [(0, 0), (1, 3), (2, 3)]:
            self.assertEqual(self.client(mode).call("INFO", bytes(160)).u32(132), flags)
        answer = self.client(0).call("RING_SETUP", struct.pack("<QQQ", 16384, 0, 0))
        self.assertEqual((answer.error, answer.reason), (-errno.EACCES, REASON["FILE_READ_ONLY"]))


class Calls(Shared):
    def test_info(self):
        """sim protocol: INFO says simulated, 84 devices (79 to be asked), 16 registers, and what is configured"""
        answer = self.client().call("INFO", bytes(160))
        self.assertEqual(answer.error, 0)
        self.assertEqual([answer.u32(48), answer.u32(52), answer.u32(56), answer.u32(60)], [1, 84, 79, 16])
        self.assertEqual([answer.u32(64), answer.u32(68)], [0xFF00, 0x00F0])
        self.assertTrue(answer.u64(40) & 0x20)
        self.assertFalse(answer.u64(40) & 0x01)
        self.assertEqual(answer.u32(128), 50)

    def test_truncated(self):
        """sim protocol: a caller that knows a smaller structure gets that much"""
        answer = self.client().call("INFO", bytes(16))
        self.assertEqual((answer.error, len(answer.arg)), (0, 32))
        self.assertEqual(answer.u32(16), 1)

    def test_larger(self):
        """sim protocol: a larger structure is taken when its tail is zero, else E2BIG with the place"""
        client = self.client()
        answer = client.call("INFO", bytes(160 + 24))
        self.assertEqual((answer.error, len(answer.arg)), (0, 176))
        answer = client.call("INFO", bytes(160) + bytes(7) + b"\1")
        self.assertEqual((answer.error, answer.field), (-errno.E2BIG, 176 + 7))

    def test_size(self):
        """sim protocol: a header whose size is not that of the packet, or too small, is refused"""
        client = self.client()
        for size in (0, 15, 16, 175, 177, 0xFFFFFFFF):
            answer = client.call("INFO", bytes(160), size=size)
            self.assertEqual((answer.error, answer.field), (-errno.EINVAL, 0), size)

    def test_flags(self):
        """sim protocol: unknown flags are refused, naming the field"""
        answer = self.client().call("INFO", bytes(160), flags=1)
        self.assertEqual((answer.error, answer.field), (-errno.EINVAL, 4))

    def test_unknown(self):
        """sim protocol: numbers that are no call answer ENOTTY"""
        client = self.client()
        for nr in sorted(set(range(1, 256)) - set(NR.values())) + [0x101, 0xFFFF]:
            self.assertEqual(client.call_nr(nr, bytes(8)).error, -errno.ENOTTY, nr)

    def test_read(self):
        """sim protocol: READ reads every device but the quarantined, which answer with the reason"""
        client = self.client()
        for group in range(7):
            for index in range(12):
                token = 0x8000 + 16 * group + index
                answer = client.read(token, 1)
                if token in QUARANTINED:
                    self.assertEqual((answer.error, answer.reason), (-errno.EACCES, REASON["QUARANTINED"]))
                    self.assertEqual(answer.u32(24), 0)
                else:
                    self.assertEqual((answer.error, answer.u32(24)), (0, token << 8 | 3))

    def test_order(self):
        """sim protocol: answers carry their request's tag; a slow one does not hold up a quick one"""
        client = self.client()
        self.sim.do("latency 0x8040 4s")
        # Both are there before it looks at the first: neither has a start that depends on who stood still when.
        self.sim.process.send_signal(signal.SIGSTOP)
        slow = client.send(NR["READ"], read_body(0x8040, 0, 5000))
        quick = client.send(NR["INFO"], bytes(160))
        self.sim.process.send_signal(signal.SIGCONT)
        first = client.receive()
        self.assertEqual((first.tag, first.nr, first.error), (quick, NR["INFO"], 0))
        self.sim.do("clear 0x8040")
        last = client.receive()
        self.assertEqual((last.tag, last.error), (slow, 0))


class Garbage(Shared):
    def test_short(self):
        """sim protocol: packets shorter than a message are answered EBADMSG, and the connection lives"""
        client = self.client()
        for size in range(1, 16):
            client.send_raw(b"\0" * size)
            self.assertEqual(client.receive().error, -errno.EBADMSG)
        self.assertEqual(client.call("INFO", bytes(160)).error, 0)

    def test_headerless(self):
        """sim protocol: a call without an argument, or with half a header, is refused"""
        client = self.client()
        for size in range(0, 16):
            client.send_raw(struct.pack("<IHHiI", 5, NR["INFO"], 0, 0, 0) + bytes(size))
            answer = client.receive()
            self.assertEqual((answer.tag, answer.error), (5, -errno.EINVAL))

    def test_message(self):
        """sim protocol: output fields of a message that are not zero are refused"""
        client = self.client()
        for fields in [(1, 0, 0), (0, 1, 0), (0, 0, 1)]:
            client.send_raw(struct.pack("<IHHiI", 9, NR["INFO"], *fields) + struct.pack("<IIII", 176, 0, 0, 0) + bytes(160))
            self.assertEqual(client.receive().error, -errno.EBADMSG)

    def test_oversized(self):
        """sim protocol: a packet beyond all bounds is refused with E2BIG, and the connection lives"""
        client = self.client()
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        client.send_raw(struct.pack("<IHHiI", 3, NR["INFO"], 0, 0, 0) + struct.pack("<IIII", 100000, 0, 0, 0) + bytes(100000 - 16))
        self.assertEqual(client.receive().error, -errno.E2BIG)
        self.assertEqual(client.call("INFO", bytes(160)).error, 0)

    def test_empty(self):
        """sim protocol: an empty packet ends its connection and no other"""
        client, other = self.client(), self.client()
        client.send_raw(b"")
        with self.assertRaises((ConnectionResetError, ConnectionAbortedError)):
            client.receive()
        self.assertEqual(other.call("INFO", bytes(160)).error, 0)

    def test_descriptors(self):
        """sim protocol: who sends descriptors is hung up on, and they are not kept"""
        before = len(os.listdir(f"/proc/{self.sim.process.pid}/fd"))
        with open("/dev/null") as null:
            for _ in range(20):
                client = self.client()
                socket.send_fds(client.socket, [struct.pack("<IHHiI", 1, NR["STATS"], 0, 0, 0)], [null.fileno()])
                with self.assertRaises((ConnectionResetError, BrokenPipeError)):
                    while True:
                        # A header of 0 bytes: refused as it would be without them.
                        self.assertEqual(client.receive().error, -errno.EINVAL)
        deadline = time.monotonic() + 60
        while len(os.listdir(f"/proc/{self.sim.process.pid}/fd")) > before and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(len(os.listdir(f"/proc/{self.sim.process.pid}/fd")), before)

    def test_random(self):
        """sim protocol: thousands of random packets get one answer each and change nothing dangerous"""
        seed = int(os.environ.get("DSMIL_SEED", time.time_ns()))
        print(f"DSMIL_SEED={seed} repeats this run", file=sys.stderr)
        chance = random.Random(seed)
        client = self.client(0)
        numbers = [nr for name, nr in NR.items() if name not in ("WAIT", "STOP")]
        for _ in range(4000):
            nr = chance.choice(numbers) if chance.random() < 0.9 else chance.randrange(65536)
            if nr == NR["WAIT"] or nr == NR["STOP"]:
                continue
            size = chance.choice([0, 8, 16, 24, 32, 72, 160, 200, 2760])
            body = chance.randbytes(size) if chance.random() < 0.5 else bytes(size)
            if nr == NR["READ"] and chance.random() < 0.5:
                body = read_body(chance.randrange(0x8000, 0x8070), chance.randrange(18))
            answer = client.call_nr(nr, body, flags=chance.choice([0, 0, 0, 1]))
            self.assertLessEqual(answer.error, 0)
            # 0 is header.size, which was right: whatever else is refused has its offset.
            if answer.error in (-errno.EINVAL, -errno.E2BIG):
                self.assertNotEqual(answer.field, 0, nr)
        self.assertEqual(self.client().call("INFO", bytes(160)).error, 0)
