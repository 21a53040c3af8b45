# SPDX-License-Identifier: Apache-2.0
"""Clients that die, the stop under load, the end of the process."""

import errno
import os
import select
import signal
import struct
import sys
import tempfile
import time

from client import *
from shared import Started

class Deadman(Started):
    def arm(self, client, period=60000):
        return client.call("DEADMAN_ARM", struct.pack("<II", period, 0))

    def watch(self, sim, cause, began, within):
        client = sim.client(0)
        state = lambda: tuple(client.stop_state()[what] for what in ("state", "cause"))
        deadline = time.monotonic() + 60
        while state() != (STOP["LATCHED"], cause) and time.monotonic() < deadline:
            time.sleep(0.002)
        self.assertEqual(state(), (STOP["LATCHED"], cause))
        took = client.status().u64(24) / 1e9 - began
        self.assertLess(took, within)
        return took

    def test_closed(self):
        """sim deadman: the armer's end latches, long before its period; disarmed it does not"""
        sim = self.start("--allow-writes")
        client = sim.client()
        client.run()
        self.assertEqual(self.arm(client).error, 0)
        self.assertEqual(client.call("DEADMAN_DISARM", bytes(8)).error, 0)
        client.close()
        time.sleep(0.2)
        client = sim.client()
        self.assertEqual(client.stop_state()["state"], STOP["RUN"])
        self.assertEqual(self.arm(client).error, 0)
        began = time.monotonic()
        client.close()
        print(f"# close to latch {self.watch(sim, CAUSE['DEADMAN_CLOSED'], began, 30) * 1e3:.2f} ms", file=sys.stderr)

    def test_killed(self):
        """sim deadman: an armer that is killed latches, even if a child of it keeps the socket open"""
        sim = self.start("--allow-writes")
        sim.client().run()
        script = ("import os,struct,sys,time;sys.path.insert(0,sys.argv[1]);from client import *;c=Client(sys.argv[2]);"
                  "a=c.call('DEADMAN_ARM',struct.pack('<II',60000,0));assert a.error==0;"
                  "child=os.fork();\n"
                  "if child==0: time.sleep(60)\n"
                  "print(child,flush=True);time.sleep(60)")
        armer = subprocess.Popen([sys.executable, "-c", script, os.path.dirname(__file__), str(sim.path)], stdout=subprocess.PIPE, text=True)
        child = int(armer.stdout.readline())
        try:
            self.assertEqual(sim.client(0).stop_state()["state"], STOP["RUN"])
            began = time.monotonic()
            armer.kill()
            self.watch(sim, CAUSE["DEADMAN_CLOSED"], began, 30)
            os.kill(child, 0)
        finally:
            os.kill(child, signal.SIGKILL)
            armer.kill()
            armer.communicate(timeout=60)

    def test_expired(self):
        """sim deadman: beats keep it, their absence latches at the period"""
        sim = self.start("--allow-writes")
        client = sim.client()
        beaten, deadline = False, time.monotonic() + 240
        while not beaten and time.monotonic() < deadline:
            client.run()
            began = time.monotonic()
            self.assertEqual(self.arm(client, 2000).error, 0)
            beaten, began = self.beat(sim, client, began)
        self.assertTrue(beaten)
        self.assertGreaterEqual(self.watch(sim, CAUSE["DEADMAN_EXPIRED"], began, 60), 2)

    def beat(self, sim, client, began):
        """False when a beat was late, since somebody stood still: it has to have expired then. And when the last began."""
        for _ in range(9):
            time.sleep(0.25)
            before, began = began, time.monotonic()
            error = client.call("DEADMAN_BEAT", bytes(8)).error
            if error and time.monotonic() - before >= 2:
                self.watch(sim, CAUSE["DEADMAN_EXPIRED"], before, 120)
                return False, began
            self.assertEqual(error, 0)
        return True, began

    def test_last_words(self):
        """sim stop: a stop whose sender hangs up at once still latches"""
        sim = self.start()
        for cause, hello in [(2, True), (3, True), (2, False)]:
            before = sim.client(0).stop_state()["generation"]
            client = sim.client(0, hello=hello)
            client.send(NR["STOP"], struct.pack("<II32sQQ", cause, 0, b"gone", 0, 0))
            client.close()
            deadline = time.monotonic() + 60
            while sim.client(0).stop_state()["generation"] == before and time.monotonic() < deadline:
                time.sleep(0.01)
            self.assertEqual(sim.client(0).stop_state()["generation"], before + 1)

    def test_malformed_stop(self):
        """sim stop: latches whatever its form, and then says what was wrong"""
        sim = self.start()
        client = sim.client(0)
        wrong = [(client, dict(body=bytes(8)), 0), (client, dict(body=bytes(56), size=3), -errno.EINVAL),
                 (client, dict(body=bytes(56) + b"x"), -errno.E2BIG), (client, dict(body=bytes(56), flags=1), -errno.EINVAL),
                 (sim.client(hello=False), dict(body=bytes(56)), -errno.EPROTO)]
        for one, named, error in wrong:
            before = client.stop_state()["generation"]
            answer = one.call("STOP", **named)
            self.assertEqual(client.stop_state()["generation"], before + 1)
            if error:
                self.assertEqual(answer.error, error)


class Load(Started):
    def test_latency(self):
        """sim stop: with 10,000 operations queued and the ring full a stop is latched, the middle of 500 within 50 ms"""
        sim = self.start("--allow-writes")
        sim.do("latency all 50ms")
        owner = sim.client()
        owner.ring(16384)
        busy = [sim.client() for _ in range(42)]
        queued = 0
        for number, client in enumerate(busy):
            client.socket.setblocking(False)
            for i in range(240):
                try:
                    client.send(NR["READ"], read_body(0x8030 + (i + number) % 12, 8, 5000))
                    queued += 1
                except BlockingIOError:
                    break
            client.socket.setblocking(True)
        self.assertGreaterEqual(queued, 10000)
        sim.do("fault ring-overrun 100")
        client = sim.client(0)
        latencies = []
        for _ in range(500):
            began = time.monotonic_ns()
            answer = client.stop()
            self.assertEqual(answer.error, 0)
            latencies.append((answer.u64(64) - began) / 1e3)
            time.sleep(0.001)
        latencies.sort()
        print(f"# {queued} operations queued: request to latch p50 {latencies[250]:.0f} us, p99 {latencies[495]:.0f} us, max {latencies[-1]:.0f} us", file=sys.stderr)
        self.assertGreater(latencies[0], 0)
        # One behind the operations would have waited for seconds, and for 50 ms behind a single one.
        self.assertLess(latencies[250], 50_000)
        # Who stands still does so for one or two of them.
        self.assertLess(latencies[-5], 5_000_000)
        # They were queued indeed: most are still unanswered, and all of them are in the end.
        answered = sum(bool(select.select([c.socket], [], [], 0)[0]) for c in busy)
        self.assertGreater(answered, 0)
        sim.do("clear all")
        for one in busy:
            one.socket.settimeout(60)
        deadline = time.monotonic() + 60
        left = queued
        while left and time.monotonic() < deadline:
            for one in select.select([c.socket for c in busy], [], [], 1)[0]:
                one.recv(65536)
                left -= 1
        self.assertEqual(left, 0)

    def test_back_pressure(self):
        """sim load: a client that does not read is not read, holds up nobody, and loses nothing"""
        sim = self.start()
        client, other = sim.client(), sim.client()
        client.socket.setblocking(False)
        sent, idle = [], 0
        while idle < 20 and len(sent) < 100000:
            try:
                sent.append(client.send(NR["GET_STATE"], struct.pack("<II", 0, 84) + bytes(84 * 184)))
                idle = 0
            except BlockingIOError:
                idle += 1
                time.sleep(0.01)
        self.assertLess(len(sent), 100000)
        self.assertEqual(other.call("INFO", bytes(160)).error, 0)
        client.socket.settimeout(60)
        self.assertEqual([client.receive().tag for _ in sent], sent)

    def test_dying_busy(self):
        """sim load: clients that die with operations under way leave nothing behind"""
        sim = self.start()
        descriptors = lambda: len(os.listdir(f"/proc/{sim.process.pid}/fd"))
        # Before anybody connects: whoever did may not be known to be gone.
        before = descriptors()
        sim.do("latency all 100ms")
        for _ in range(5):
            clients = [sim.client() for _ in range(10)]
            for client in clients:
                for i in range(50):
                    client.send(NR["READ"], read_body(0x8050 + i % 12, 8, 1000))
            for client in clients:
                client.close()
        deadline = time.monotonic() + 60
        while descriptors() > before and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(descriptors(), before)
        sim.do("clear all")
        self.assertEqual(sim.client().read(0x8050, 8).error, 0)


class End(Started):
    def test_gone(self):
        """sim end: at SIGTERM waits end, memory says gone and latched, clients see the hang-up"""
        sim = self.start("--allow-writes")
        client = sim.client()
        client.run()
        ring = client.ring()
        page = client.state_map()
        tag = client.send(NR["WAIT"], struct.pack("<IIII", 2, 60000, 0, 0))
        sim.process.send_signal(signal.SIGTERM)
        answer = client.answer(tag)
        self.assertIn((answer.error, answer.u32(24)), [(-errno.ENODEV, 0), (0, 2)])
        with self.assertRaises((ConnectionResetError, BrokenPipeError)):
            while True:
                client.receive()
        self.assertEqual(sim.process.wait(timeout=60), 0)
        self.assertTrue(select.select([client.stop_fd], [], [], 0)[0])
        self.assertTrue(struct.unpack_from("<I", page, 12)[0] & 1)
        self.assertEqual(struct.unpack_from("<I", page, 40)[0], STOP["LATCHED"])
        self.assertTrue(struct.unpack_from("<I", ring.memory, 12)[0] & 1)
        self.assertEqual(struct.unpack_from("<I", ring.memory, 212)[0], STOP["LATCHED"])

    def test_busy(self):
        """sim end: SIGTERM ends it in time with operations under way on silent hardware"""
        # Less than any of them waits; a busy machine may add to it once, and not each time.
        for _ in range(5):
            sim = self.start()
            sim.do("fault not-answering all")
            client = sim.client()
            for i in range(100):
                client.send(NR["READ"], read_body(0x8030 + i % 12, 8, 5000))
            began = time.monotonic()
            code, _, _ = sim.end()
            took = time.monotonic() - began
            self.assertEqual(code, 0)
            if took < 4:
                break
        self.assertLess(took, 4)

    def test_parent(self):
        """sim end: --exit-with-parent ends with its parent"""
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/sim.sock"
            script = f"import subprocess,sys;p=subprocess.Popen([{binary('dsmil-sim')!r},'--socket',{path!r},'--exit-with-parent'],stdout=subprocess.PIPE,text=True);print(p.stdout.readline(),p.pid,flush=True);sys.stdin.read()"
            parent = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.assertIn("ready", parent.stdout.readline())
            client = Client(path)
            parent.kill()
            parent.communicate(timeout=60)
            with self.assertRaises((ConnectionResetError, BrokenPipeError)):
                client.receive()
            deadline = time.monotonic() + 60
            while os.path.exists(path) and time.monotonic() < deadline:
                time.sleep(0.01)
            self.assertFalse(os.path.exists(path))
