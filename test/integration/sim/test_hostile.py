# SPDX-License-Identifier: Apache-2.0
"""Clients that mean harm: whatever one does, another one's stop latches, and soon.

The rule they try to break: the simulator makes no system call under a lock, nor on the thread that
serves stops, that a client can hold up.
"""

import array
import errno
import fcntl
import grp
import os
import select
import socket
import struct
import subprocess
import sys
import threading
import time

from client import *
from shared import Started

# Generous for a loaded machine, and less than what each of these clients would hold things up for.
SOON = 60


def lingering():
    """A TCP socket that takes its time to close: data unsent, nobody reads. (socket, its peer)"""
    listener = socket.create_server(("127.0.0.1", 0))
    ours = socket.create_connection(listener.getsockname())
    peer, _ = listener.accept()
    listener.close()
    ours.setblocking(False)
    try:
        while True:
            ours.send(bytes(1 << 20))
    except BlockingIOError:
        pass
    ours.setblocking(True)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 600))
    return ours, peer


def info_packet():
    return struct.pack("<IHHiI", 1, NR["INFO"], 0, 0, 0) + struct.pack("<IIII", 176, 0, 0, 0) + bytes(160)


class Hostile(Started):
    def assert_stops(self, sim, times=3):
        """Stops of a client that just came latch, and the page says so."""
        good = sim.client(0, timeout=SOON)
        page = good.state_map()
        for _ in range(times):
            before = struct.unpack_from("<Q", page, 32)[0]
            answer = good.stop()
            self.assertEqual(answer.error, 0)
            self.assertEqual(struct.unpack_from("<QI", page, 32), (before + 1, STOP["LATCHED"]))
        good.close()

    def assert_ends(self, sim):
        began = time.monotonic()
        self.assertEqual(sim.end()[0], 0)
        self.assertLess(time.monotonic() - began, SOON)

    def test_notices(self):
        """sim hostile: whatever a client does to the descriptors that wake it, stops latch"""
        sim = self.start("--allow-writes")
        evil = sim.client()
        ring = evil.ring(16384)
        for fd in (evil.stop_fd, evil.data_fd):
            flags = fcntl.fcntl(fd, fcntl.F_GETFL)
            fcntl.fcntl(fd, fcntl.F_SETFL, flags & ~os.O_NONBLOCK)
            # Filling it from this side: an eventfd takes it, and its writer then waits for ever.
            with self.assertRaises(BrokenPipeError):
                os.write(fd, struct.pack("<Q", 0xFFFFFFFFFFFFFFFE))
            with self.assertRaises(OSError):
                os.open(f"/proc/self/fd/{fd}", os.O_RDWR)
            end = socket.socket(fileno=os.dup(fd))
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
            with self.assertRaises(BrokenPipeError):
                end.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))])
            end.close()
        self.assert_stops(sim, 300)  # unread: the notices are full
        for _ in range(100):
            self.assertEqual(evil.call("HOLD_SET", struct.pack("<HHI", 0x8003, 0, 0)).error, 0)
        sim.do("burst 2000 raw 64 rate max")
        self.assert_stops(sim)
        for fd in (evil.stop_fd, evil.data_fd):
            end = socket.socket(fileno=os.dup(fd))
            end.shutdown(socket.SHUT_RD)
            end.close()
        self.assert_stops(sim)
        # Loss and the stop are both there to be seen all the same.
        self.assertGreater(ring.producer(136), 0)
        self.assert_ends(sim)

    def test_passed(self):
        """sim hostile: descriptors that take minutes to close are not closed where stops are served"""
        sim = self.start()
        keep = []
        for hello in (True, False):
            for packets in (1, 5):
                evil = sim.client(hello=hello)
                socket_, peer = lingering()
                keep.append(peer)
                # Its last reference is to be the packet's, when that is taken.
                sim.process.send_signal(signal.SIGSTOP)
                for _ in range(packets):
                    evil.socket.sendmsg([info_packet()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [socket_.fileno()]))])
                os.close(socket_.detach())
                sim.process.send_signal(signal.SIGCONT)
                self.assert_stops(sim)
                # It is hung up on: no client of this protocol sends any.
                evil.socket.settimeout(SOON)
                with self.assertRaises((ConnectionResetError, BrokenPipeError)):
                    while True:
                        evil.receive()
        # Nor when they come with the connection and it is closed at once.
        evil = sim.client(hello=False)
        socket_, peer = lingering()
        sim.process.send_signal(signal.SIGSTOP)
        evil.socket.sendmsg([info_packet()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [socket_.fileno()]))])
        evil.close()
        os.close(socket_.detach())
        sim.process.send_signal(signal.SIGCONT)
        self.assert_stops(sim)
        self.assert_ends(sim)

    def test_stop_with_descriptor(self):
        """sim hostile: a stop that brings a descriptor latches, before its sender is hung up on"""
        sim = self.start()
        good = sim.client(0)
        before = good.stop_state()["generation"]
        evil = sim.client(0)
        packet = struct.pack("<IHHiI", 9, NR["STOP"], 0, 0, 0) + struct.pack("<IIII", 72, 0, 0, 0) + struct.pack("<II32sQQ", 2, 0, b"x", 0, 0)
        evil.socket.sendmsg([packet], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))])
        deadline = time.monotonic() + SOON
        while good.stop_state()["generation"] == before and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertEqual(good.stop_state()["generation"], before + 1)

    def test_rings(self):
        """sim hostile: setting up the largest ring again and again is another thread's work"""
        sim = self.start()
        enough, setups = threading.Event(), []

        def again_and_again():
            while not enough.is_set():
                evil = sim.client()
                answer = evil.call("RING_SETUP", struct.pack("<QQQ", 64 << 20, 0, 0))
                setups.append(answer.error)
                evil.close()

        def processor_ns(name):
            total = 0
            for task in os.listdir(f"/proc/{sim.process.pid}/task"):
                try:
                    with open(f"/proc/{sim.process.pid}/task/{task}/comm") as comm:
                        if comm.read().strip() == name:
                            with open(f"/proc/{sim.process.pid}/task/{task}/schedstat") as stat:
                                total += int(stat.read().split()[0])
                except (FileNotFoundError, ProcessLookupError):
                    continue  # one that closed a socket, and is through
            return total

        thread = threading.Thread(target=again_and_again)
        thread.start()
        try:
            good, latencies = sim.client(0, timeout=SOON), []
            while setups.count(0) < 4 or len(latencies) < 100:
                began = time.monotonic_ns()
                answer = good.stop()
                self.assertEqual(answer.error, 0)
                latencies.append((answer.u64(64) - began) / 1e6)
                # Whatever the keeper waits for, it is not compared with stops without end.
                time.sleep(0.005 if len(latencies) < 100 else 0.1)
        finally:
            enough.set()
            thread.join()
        latencies.sort()
        print(f"# {setups.count(0)} rings of 64 MiB: request to latch p50 {latencies[len(latencies) // 2]:.2f} ms, max {latencies[-1]:.2f} ms of {len(latencies)}", file=sys.stderr)
        # Who did the work: the thread that serves stops has had next to nothing to do.
        keeper, io = processor_ns("dsmil-keeper"), processor_ns("dsmil-sim")
        print(f"# processor time: keeper {keeper / 1e6:.1f} ms, the thread of the stops {io / 1e6:.1f} ms", file=sys.stderr)
        self.assertGreater(keeper, io)
        self.assertLess(latencies[-1], SOON * 1000)

    def test_unread_stderr(self):
        """sim hostile: nobody reads what the simulator says, and it goes on"""
        sim = self.start()
        for _ in range(1500):
            sim.do("fault corrupt-record")  # no ring: it says so, 80 bytes of 65,536 each time
        self.assert_stops(sim)
        self.assertIn("corrupt-record", sim.end()[2])


class Crowd(Started):
    def helper(self, sim, *arguments):
        return subprocess.run([binary("dsmil-stop"), "--device", str(sim.path), *arguments], capture_output=True, text=True, timeout=SOON)

    def crowd(self, sim, hello):
        return [sim.client(hello=hello) for _ in range(128)]

    def test_silent(self):
        """sim crowd: 128 silent connections do not keep dsmil-stop out, and are hung up on in time"""
        for _ in range(10):
            sim = self.start()
            began = time.monotonic()
            silent = self.crowd(sim, hello=False)
            answer = self.helper(sim, "--once")
            # Later than that they were hung up on, or somebody stood still: it has not been among them.
            if answer.returncode == 0 and time.monotonic() - began < 4.9:
                break
            sim.end()
        self.assertEqual((answer.returncode, answer.stdout[:8]), (0, "latched "), answer.stderr)
        for client in silent:
            client.socket.settimeout(SOON)
            with self.assertRaises((ConnectionResetError, BrokenPipeError)):
                client.receive()
        self.assertGreater(time.monotonic() - began, 4.9)
        self.assertEqual(sim.client().call("INFO", bytes(160)).error, 0)

    def test_greeted(self):
        """sim crowd: with 128 clients connected more may only stop, and are told so"""
        sim = self.start()
        crowd = self.crowd(sim, hello=True)
        with self.assertRaises(OSError) as refused:
            sim.client()
        self.assertEqual(refused.exception.errno, errno.EUSERS)
        last = sim.client(0)
        self.assertEqual(last.call("READ", read_body(0x8003, 0)).error, -errno.EUSERS)
        self.assertEqual(last.call("INFO", bytes(160)).error, 0)
        self.assertEqual(last.stop().error, 0)
        self.assertTrue(select.select([last.stop_fd], [], [], SOON)[0])
        # Hundreds more: the newest always gets in, at the cost of the oldest.
        more = [sim.client(0) for _ in range(200)]
        self.assertEqual(self.helper(sim, "--once").returncode, 0)
        self.assertEqual(more[-1].stop().error, 0)
        with self.assertRaises((ConnectionResetError, BrokenPipeError)):
            last.call("INFO", bytes(160))
        self.assertEqual(crowd[0].call("INFO", bytes(160)).error, 0)
        for client in crowd[:3]:
            client.close()
        deadline = time.monotonic() + SOON
        while time.monotonic() < deadline:
            try:
                sim.client().close()
                break
            except OSError:
                time.sleep(0.02)
        self.assertEqual(sim.client().read(0x8003, 0).error, 0)
        said = sim.end()[2]
        self.assertIn("more may only stop", said)

    def test_member(self):
        """sim crowd: a member of the group fills its own share, not that of root and the owner"""
        sim = self.start("--group", "users")
        sim.base.chmod(0o755)
        from_child, to_parent = os.pipe()
        from_parent, to_child = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(to_child)
            os.setgroups([])
            os.setgid(grp.getgrnam("users").gr_gid)
            os.setuid(12345)
            said = "nothing"
            try:
                mine = [Client(sim.path) for _ in range(32)]
                try:
                    Client(sim.path)
                except OSError as refused:
                    said = f"{refused.errno} {Client(sim.path, 0).stop().error} {mine[-1].stop().error}"
            except OSError as refused:
                said = repr(refused)
            os.write(to_parent, said.encode())
            os.read(from_parent, 1)  # holds all of them until the parent is through
            os._exit(0)
        try:
            os.close(from_parent)
            self.assertEqual(os.read(from_child, 100).decode(), f"{errno.EUSERS} 0 0")
            others = [sim.client() for _ in range(96)]
            self.assertEqual(others[-1].read(0x8003, 0).error, 0)
        finally:
            os.close(to_child)
            os.waitpid(child, 0)
            os.close(from_child)
            os.close(to_parent)

    def test_refused(self):
        """sim crowd: dsmil-stop says what it means when it is hung up on"""
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/s.sock"
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            listener.bind(path)
            listener.listen(1)

            def refuse():
                listener.accept()[0].close()

            for _ in range(10):
                thread = threading.Thread(target=refuse)
                thread.start()
                answer = subprocess.run([binary("dsmil-stop"), "--device", path, "--once"], capture_output=True, text=True, timeout=SOON)
                thread.join()
                # It waits for a second, which this process may take to hang up.
                if "within a second" not in answer.stderr:
                    break
            listener.close()
            self.assertEqual(answer.returncode, 3)
            self.assertIn("hung up", answer.stderr)
            self.assertIn("NOT LATCHED", answer.stderr)
