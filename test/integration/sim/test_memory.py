# SPDX-License-Identifier: Apache-2.0
"""What is shared: memory and its seals, the ring, waiting."""

import errno
import fcntl
import mmap
import os
import select
import struct
import time

from client import *
from shared import Shared


class Memory(Shared):
    def test_seals(self):
        """sim memory: state and ring are sealed against writing, all against resizing"""
        client = self.client()
        ring = client.ring()
        fixed = SEAL | SHRINK | GROW
        for fd, seals in [(client.state_fd, fixed | FUTURE_WRITE), (ring.data_fd, fixed | FUTURE_WRITE), (ring.consumer_fd, fixed)]:
            self.assertEqual(fcntl.fcntl(fd, F_GET_SEALS) & 31, seals)
            for size in (0, 1 << 30):
                with self.assertRaises(PermissionError):
                    os.ftruncate(fd, size)

    def test_writable(self):
        """sim memory: nobody gets a writable map of state or ring, nor writes the file, nor by reopening"""
        client = self.client()
        ring = client.ring()
        for fd, size in [(client.state_fd, STATE_SIZE), (ring.data_fd, 4096 + ring.size)]:
            reopened = os.open(f"/proc/self/fd/{fd}", os.O_RDWR)
            for one in (fd, reopened):
                with self.assertRaises(PermissionError):
                    mmap.mmap(one, size, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)
                with self.assertRaises(PermissionError):
                    os.pwrite(one, b"x", 0)
            os.close(reopened)

    def test_states(self):
        """sim memory: all 84 states are in the page without a call, sampled, the quarantined empty"""
        page = self.client().state_map()
        self.assertEqual(page[:8], b"DSMLSTAT")
        self.assertEqual(struct.unpack_from("<II", page, 16), (ENTRY_SIZE, 84))
        for i in range(84):
            entry = whole_entry(page, ENTRY_AT + ENTRY_SIZE * i)
            token = struct.unpack_from("<H", entry, 8)[0]
            mask = struct.unpack_from("<I", entry, 8 + 24)[0]
            registers = struct.unpack_from("<16I", entry, 8 + 32)
            sampled = struct.unpack_from("<Q", entry, 8 + 96)[0]
            self.assertEqual(token, 0x8000 + i // 12 * 16 + i % 12)
            if token in QUARANTINED:
                self.assertEqual((mask, set(registers), sampled), (0, {0}, 0))
            else:
                self.assertEqual((mask, registers[0], registers[1]), (0xFFFF, 0x200000, token << 8 | 3))
                self.assertGreater(sampled, 0)

    def test_moves(self):
        """sim memory: what the hardware does shows in the page after the next sample"""
        page = self.client().state_map()
        self.sim.do("set 0x8031 data3 0xfeed")
        at = ENTRY_AT + ENTRY_SIZE * 37 + 8 + 32 + 4 * 11
        deadline = time.monotonic() + 60
        while struct.unpack_from("<I", page, at)[0] != 0xFEED and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(struct.unpack_from("<I", page, at)[0], 0xFEED)


class Rings(Shared):
    def test_drain(self):
        """sim ring: every record arrives in sequence with a right CRC, across the wrap"""
        ring = self.client().ring(16384)
        seen = []
        for _ in range(12):
            self.sim.do("burst 100 raw 77 rate max")
            records = ring.collect(lambda r: sum(x.type == RECORD["RAW"] for x in r) >= 100)
            seen += records
        self.assertEqual([r.sequence for r in seen], list(range(ring.next_seq, ring.next_seq + len(seen))))
        self.assertGreater(ring.position, 4 * 16384)
        raw = [r for r in seen if r.type == RECORD["RAW"]]
        self.assertEqual(len(raw), 1200)
        for i, record in enumerate(raw):
            self.assertEqual(record.payload, (struct.pack("<Q", i % 100) * 10)[:77])

    def test_owner(self):
        """sim ring: one owner at a time, and the next one when it left; sizes are checked"""
        first, second = self.client(), self.client()
        first.ring()
        body = struct.pack("<QQQ", 16384, 0, 0)
        answer = second.call("RING_SETUP", body)
        self.assertEqual((answer.error, answer.reason), (-errno.EBUSY, REASON["RING_OWNED"]))
        for size in (1, 8192, 16384 + 8, 1 << 27, 1 << 63):
            answer = second.call("RING_SETUP", struct.pack("<QQQ", size, 0, 0))
            self.assertEqual((answer.error, answer.field), (-errno.EINVAL, 16), size)
        first.close()
        deadline = time.monotonic() + 60
        while second.call("RING_SETUP", body).error and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(second.call("RING_SETUP", body).reason, REASON["RING_OWNED"])

    def test_overrun(self):
        """sim ring: what does not fit is counted exactly and announced"""
        ring = self.client().ring(16384)
        lost = ring.producer(136)
        self.sim.do("fault ring-overrun 500")
        first = ring.drain()
        self.sim.do("burst 1 raw 8 rate max")
        records = first + ring.collect(lambda r: any(x.type == RECORD["LOST"] for x in r))
        announced = [struct.unpack("<QQQQQ", r.payload) for r in records if r.type == RECORD["LOST"]]
        gaps = sum(b.sequence - a.sequence - 1 for a, b in zip(records, records[1:]))
        self.assertEqual(gaps, ring.producer(136) - lost)
        self.assertEqual(sum(a[0] for a in announced), gaps)
        self.assertGreaterEqual(gaps, 500)

    def test_corrupt(self):
        """sim ring: a corrupt record is found by its CRC, and a reset goes on after it"""
        client = self.client()
        ring = client.ring(16384)
        self.sim.do("fault corrupt-record")
        with self.assertRaisesRegex(ValueError, "crc"):
            ring.collect(lambda r: False, 2)
        answer = client.call("RING_RESET", bytes(24))
        self.assertEqual(answer.error, 0)
        self.assertEqual(answer.u64(16), ring.generation + 1)
        ring.position = answer.u64(32)
        self.sim.do("burst 3 raw 8 rate max")
        self.assertEqual(len([r for r in ring.collect(lambda r: len(r) >= 3) if r.type == RECORD["RAW"]]), 3)

    def test_asleep(self):
        """sim ring: the data notice wakes a sleeping consumer; the backstop one that says it is awake"""
        client = self.client()
        ring = client.ring(16384)
        ring.drain()
        while ring.wait(0.2):
            ring.drain()
        for awake in (0, 1):
            struct.pack_into("<I", ring.consumer, 64, awake)
            self.sim.do("burst 1 raw 8 rate max")
            self.assertTrue(ring.wait(60), f"awake={awake}")
            self.assertGreaterEqual(len(ring.drain()), 1)

    def test_fault(self):
        """sim ring: a cons_pos that cannot be is a counted fault, shown, and harms nobody"""
        client = self.client()
        ring = client.ring(16384)
        struct.pack_into("<Q", ring.consumer, 0, 12345)
        self.sim.do("burst 400 raw 64 rate max")
        self.assertTrue(struct.unpack_from("<I", ring.memory, 12)[0] & 2)
        self.assertEqual(client.call("RING_RESET", bytes(24)).error, 0)
        self.assertFalse(struct.unpack_from("<I", ring.memory, 12)[0] & 2)


class Waits(Shared):
    def wait(self, client, events, timeout_ms):
        return client.send(NR["WAIT"], struct.pack("<IIII", events, timeout_ms, 0, 0))

    def test_time(self):
        """sim wait: ends at its time with nothing ready, holding up nobody"""
        client = self.client()
        began = time.monotonic()
        tag = self.wait(client, 3, 200)
        self.assertEqual(client.call("INFO", bytes(160)).error, 0)
        answer = client.answer(tag)
        self.assertEqual((answer.error, answer.u32(24)), (0, 0))
        self.assertGreaterEqual(time.monotonic() - began, 0.19)

    def test_stop(self):
        """sim wait: a stop on another connection ends it at once"""
        client = self.client()
        tag = self.wait(client, 2, 60000)
        self.client(0).stop()
        answer = client.answer(tag)
        self.assertEqual((answer.error, answer.u32(24)), (0, 2))

    def test_data(self):
        """sim wait: data for the ring's owner ends it, and nobody else's"""
        owner, other = self.client(), self.client()
        ring = owner.ring(16384)
        ring.collect(lambda r: False, 0.2)
        tag, not_mine = self.wait(owner, 1, 60000), self.wait(other, 1, 300)
        self.sim.do("burst 1 raw 8 rate max")
        self.assertEqual(owner.answer(tag).u32(24), 1)
        self.assertEqual(other.answer(not_mine).u32(24), 0)

    def test_many(self):
        """sim wait: waits hold no worker, and beyond sixteen a connection is told EBUSY"""
        clients = [self.client() for _ in range(6)]
        tags = [(client, self.wait(client, 2, 60000)) for client in clients for _ in range(16)]
        answer = clients[0].answer(self.wait(clients[0], 2, 60000))
        self.assertEqual(answer.error, -errno.EBUSY)
        self.assertEqual(self.client().read(0x8003, 0).error, 0)
        self.client(0).stop()
        for client, tag in tags:
            self.assertEqual(client.answer(tag).u32(24), 2)

    def test_bad(self):
        """sim wait: wrong arguments are refused, naming the field"""
        client = self.client()
        for body, field in [((0, 0, 0, 0), 16), ((4, 0, 0, 0), 16), ((1, 60001, 0, 0), 20), ((1, 0, 0, 1), 28)]:
            answer = client.call("WAIT", struct.pack("<IIII", *body))
            self.assertEqual((answer.error, answer.field), (-errno.EINVAL, field))

    def test_notice(self):
        """sim stop: every connection's stop notice comes, one byte a stop"""
        clients = [self.client(0) for _ in range(5)]
        clients[0].stop()
        for client in clients:
            self.assertTrue(select.select([client.stop_fd], [], [], 60)[0])
            self.assertEqual(len(os.read(client.stop_fd, 64)), 1)
            with self.assertRaises(BlockingIOError):
                os.read(client.stop_fd, 64)
