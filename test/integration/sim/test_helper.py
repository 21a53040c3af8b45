# SPDX-License-Identifier: Apache-2.0
"""dsmil-stop against the simulated device: every trigger, and every way to fail."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import unittest

from client import *


def helper(*arguments, **named):
    return subprocess.Popen([binary("dsmil-stop"), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **named)


# A device has a second to answer the helper's opening: where one stood still, it is asked again.
LATE = "does not answer within a second"


def run(*arguments):
    for _ in range(10):
        done = subprocess.run([binary("dsmil-stop"), *arguments], capture_output=True, text=True, timeout=60)
        if LATE not in done.stderr:
            break
    return done


class Helper(unittest.TestCase):
    def setUp(self):
        self.sim = Sim("--allow-writes")
        self.client = self.sim.client()
        self.generation = self.client.run()
        self.since = time.monotonic()
        self.helpers = []

    def tearDown(self):
        for one in self.helpers:
            if one.poll() is None:
                one.kill()
            one.communicate(timeout=60)
        self.client.close()
        self.sim.end()

    def start(self, *arguments, **named):
        for _ in range(10):
            one = helper("--device", str(self.sim.path), *arguments, **named)
            self.helpers.append(one)
            line = one.stdout.readline()
            said = one.stderr.read() if not line else ""
            if LATE not in said:
                break
        self.assertRegex(line, r"^ready device=\S+ locked=(yes|no) realtime=(yes|no)\n$", said)
        return one

    def count(self, generation):
        """The next generation; a later one when it asked again, which it does after a second without an answer."""
        now = time.monotonic()
        self.assertIn(generation, range(self.generation + 1, self.generation + 2 + int(now - self.since)))
        self.generation, self.since = generation, now

    def latched(self, one, trigger, detail=None):
        """The helper's line and the core agree."""
        line = one.stdout.readline()
        match = re.match(r"latched generation=(\d+) latched_ns=(\d+) trigger=(.*)\n$", line)
        self.assertTrue(match, line)
        state = self.client.stop_state()
        self.assertEqual((state["state"], state["cause"]), (STOP["LATCHED"], CAUSE["HELPER"]))
        self.count(int(match[1]))
        self.assertEqual((state["generation"], match[3]), (self.generation, trigger))
        self.assertEqual(state["detail"].decode(), detail or trigger)

    def running(self):
        self.assertEqual(self.client.stop_state()["state"], STOP["RUN"])

    def test_once(self):
        """dsmil-stop: --once latches, prints the generation, exits 0"""
        done = run("--device", str(self.sim.path), "--once", "--detail", "fire in the hall")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        match = re.fullmatch(r"latched generation=(\d+) latched_ns=\d+ trigger=once\n", done.stdout)
        self.assertTrue(match, done.stdout)
        self.count(int(match[1]))
        state = self.client.stop_state()
        self.assertEqual((state["state"], state["cause"], state["detail"]), (STOP["LATCHED"], CAUSE["HELPER"], b"fire in the hall"))

    def test_signals(self):
        """dsmil-stop: SIGTERM and SIGINT latch and end it"""
        for number, name in [(signal.SIGTERM, "TERM"), (signal.SIGINT, "INT")]:
            one = self.start()
            if name == "TERM":
                self.running()
            one.send_signal(number)
            self.latched(one, f"signal {name}")
            self.assertEqual(one.wait(timeout=60), 0)

    def test_usr1(self):
        """dsmil-stop: SIGUSR1 latches, and it stays for the next"""
        one = self.start("--detail", "test")
        for _ in range(2):
            one.send_signal(signal.SIGUSR1)
            self.latched(one, "signal USR1", "test")
        self.assertEqual(one.poll(), None)

    def test_quit(self):
        """dsmil-stop: SIGQUIT ends it without a stop, SIGKILL too"""
        for number, code in [(signal.SIGQUIT, 0), (signal.SIGKILL, -9)]:
            one = self.start()
            one.send_signal(number)
            self.assertEqual(one.wait(timeout=60), code)
            self.running()

    def test_stdin(self):
        """dsmil-stop: a byte on standard input latches, and so does its end"""
        one = self.start("--stdin", stdin=subprocess.PIPE)
        self.running()
        one.stdin.write("x")
        one.stdin.flush()
        self.latched(one, "standard input")
        one.stdin.close()
        self.latched(one, "standard input ended")
        self.assertEqual(one.wait(timeout=60), 0)
        one.stdin = None

    def test_socket(self):
        """dsmil-stop: a byte on its own socket latches and is answered; connecting alone does not"""
        path = self.sim.base / "stop.sock"
        one = self.start("--listen", str(path))
        self.assertEqual(stat.S_IMODE(os.lstat(path).st_mode), 0o600)
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(60)
            client.connect(str(path))
            time.sleep(0.1)
            self.running()
            client.send(b"\0")
            said = client.recv(200).decode()
        self.latched(one, "socket")
        self.assertIn(f"latched generation={self.generation} ", said)
        one.send_signal(signal.SIGQUIT)
        self.assertEqual(one.wait(timeout=60), 0)
        self.assertFalse(path.exists())

    def test_stale_socket(self):
        """dsmil-stop: the socket of a helper that was killed is replaced, a live one is not"""
        path = str(self.sim.base / "stop.sock")
        one = self.start("--listen", path)
        second = run("--device", str(self.sim.path), "--listen", path)
        self.assertEqual(second.returncode, 3)
        self.assertIn("in use", second.stderr)
        one.kill()
        one.wait()
        self.start("--listen", path)
        self.running()

    PARENT = ("import subprocess,sys,threading,os\n"
              "def start():\n"
              "  p=subprocess.Popen([sys.argv[1],'--device',sys.argv[2],'--parent',str(os.getpid() if sys.argv[3]=='right' else 1)],stdout=subprocess.PIPE,pass_fds=[int(sys.argv[4])])\n"
              "  print(p.stdout.readline().decode().strip(), p.pid, flush=True)\n"
              "t=threading.Thread(target=start);t.start();t.join()\n"
              "sys.stdin.read()\n")

    def parent(self, which):
        """A parent whose thread, which started the helper, has ended already."""
        for _ in range(10):
            reader, writer = os.pipe()
            one = subprocess.Popen([sys.executable, "-c", self.PARENT, binary("dsmil-stop"), str(self.sim.path), which, str(writer)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, pass_fds=[writer])
            self.helpers.append(one)
            os.close(writer)
            line = one.stdout.readline()
            # The helper's line and its process: it said nothing but why on standard error, and is tried again (LATE).
            if len(line.split()) > 1:
                break
            os.close(reader)
        return one, reader, line

    def wait_latched(self, seconds=60):
        deadline = time.monotonic() + seconds
        while self.client.stop_state()["state"] == STOP["RUN"] and time.monotonic() < deadline:
            time.sleep(0.002)
        state = self.client.stop_state()
        self.assertEqual((state["state"], state["cause"], state["detail"]), (STOP["LATCHED"], CAUSE["HELPER"], b"parent ended"))
        return self.client.status().u64(24)

    def test_parent(self):
        """dsmil-stop: the parent's death latches, the end of the thread that started it does not"""
        one, reader, line = self.parent("right")
        self.assertIn("ready", line)
        time.sleep(0.2)
        self.running()
        began = time.monotonic_ns()
        one.kill()
        print(f"# parent's death to latch {(self.wait_latched() - began) / 1e6:.2f} ms", file=sys.stderr)
        # And it has ended itself: the pipe that it alone still holds is at its end.
        self.assertEqual(os.read(reader, 1), b"")
        os.close(reader)

    def test_wrong_parent(self):
        """dsmil-stop: when the named process is not the parent, it is too late to wait: it latches"""
        _, reader, line = self.parent("wrong")
        self.assertIn("latched", line)
        self.wait_latched()
        os.close(reader)

    def test_gone(self):
        """dsmil-stop: a device that goes away ends it with exit status 4, saying so"""
        one = self.start()
        self.sim.process.kill()
        self.assertEqual(one.wait(timeout=60), 4)
        self.assertIn("is gone", one.stderr.read())

    def test_unready(self):
        """dsmil-stop: what cannot be opened or understood has its own exit status and reason"""
        with tempfile.TemporaryDirectory() as folder:
            plain = f"{folder}/plain"
            open(plain, "w").close()
            stale = f"{folder}/stale"
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as dead:
                dead.bind(stale)
            for arguments, code, said in [
                (["--device", f"{folder}/none", "--once"], 3, "No such file"),
                (["--device", plain, "--once"], 3, "neither a character device nor a socket"),
                (["--device", "/dev/null", "--once"], 3, "is not the DSMIL device"),
                (["--device", stale, "--once"], 3, "refused"),
                (["--parent", "0"], 2, "--parent '0': a process id"),
                (["--detail", "x" * 33], 2, "32 bytes at most"),
                (["--once", "--stdin"], 2, "--once waits for nothing"),
                (["--frobnicate"], 2, "--help"),
                (["now"], 2, "every argument is an option"),
            ]:
                done = run(*arguments)
                self.assertEqual((done.returncode, done.stdout), (code, ""), (arguments, done.stderr))
                self.assertIn(said, done.stderr)
        self.running()

    def test_silent(self):
        """dsmil-stop: a simulator that hangs is tried again; when it goes on the stop is latched"""
        one = self.start()
        os.kill(self.sim.process.pid, signal.SIGSTOP)
        one.send_signal(signal.SIGTERM)
        time.sleep(1.5)
        self.assertEqual(one.poll(), None)
        os.kill(self.sim.process.pid, signal.SIGCONT)
        self.assertRegex(one.stdout.readline(), r"^latched ")
        self.assertEqual(self.client.stop_state()["cause"], CAUSE["HELPER"])

    def test_under_load(self):
        """dsmil-stop: latches while every worker waits for hardware"""
        self.sim.do("fault not-answering all")
        for i in range(200):
            self.client.send(NR["READ"], read_body(0x8030 + i % 12, 8, 5000))
        # Less than any of them waits; a busy machine may add to it once, and not each time.
        for _ in range(5):
            began = time.monotonic()
            done = run("--device", str(self.sim.path), "--once")
            took = time.monotonic() - began
            self.assertEqual(done.returncode, 0)
            if took < 3:
                break
        self.assertLess(took, 3)
        self.assertEqual(self.sim.client(0).stop_state()["cause"], CAUSE["HELPER"])

    def test_help(self):
        """dsmil-stop: --help names every trigger and exit status, --version the version"""
        done = run("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for word in ("--device", "--listen", "--stdin", "--parent", "SIGQUIT", "exit status", "does not replace"):
            self.assertIn(word, done.stdout)
        self.assertRegex(run("--version").stdout, r"^dsmil-stop \d+\.\d+\.\d+\n$")
