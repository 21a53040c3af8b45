# SPDX-License-Identifier: Apache-2.0
"""The socket's file, who may connect, the command line."""

import errno
import fcntl
import grp
import os
import pwd
import select
import signal
import socket
import stat
import tempfile
import time
import unittest

from client import *
from shared import Started

NOBODY = pwd.getpwnam("nobody")


def run_sim(*arguments, **named):
    return subprocess.run([binary("dsmil-sim"), *arguments], capture_output=True, text=True, timeout=60, **named)


class Sockets(Started):
    def test_mode(self):
        """sim socket: only its owner may connect by the file's mode, and it is removed at the end"""
        sim = self.start()
        for path in (sim.path, sim.control_path):
            self.assertEqual(stat.S_IMODE(os.lstat(path).st_mode), 0o600)
        self.assertEqual(sim.process.poll(), None)
        sim.process.send_signal(signal.SIGTERM)
        self.assertEqual(sim.process.wait(timeout=60), 0)
        self.assertFalse(sim.path.exists() or sim.control_path.exists())

    def test_live(self):
        """sim socket: a live simulator's socket is left alone, and the second one says so"""
        sim = self.start()
        second = run_sim("--socket", str(sim.path))
        self.assertEqual(second.returncode, 1)
        self.assertIn("somebody serves it already", second.stderr)
        self.assertEqual(sim.client().call("INFO", bytes(160)).error, 0)

    def test_stale(self):
        """sim socket: a dead simulator's socket is replaced, with a word"""
        sim = self.start(control=False)
        sim.process.kill()
        sim.process.wait()
        self.assertTrue(sim.path.exists())
        again = self.start(control=False, folder=str(sim.base))
        self.assertEqual(again.client().call("INFO", bytes(160)).error, 0)
        again.process.send_signal(signal.SIGINT)
        self.assertIn("replaced", again.process.communicate(timeout=60)[1])

    def test_not_a_socket(self):
        """sim socket: a file that is no socket is left alone"""
        with tempfile.NamedTemporaryFile() as file:
            done = run_sim("--socket", file.name)
            self.assertEqual(done.returncode, 1)
            self.assertIn("not a socket", done.stderr)
            self.assertTrue(os.path.exists(file.name))

    def test_not_mine(self):
        """sim socket: at its end it removes no socket but its own"""
        sim = self.start(control=False)
        os.unlink(sim.path)
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(str(sim.path))
            sim.process.send_signal(signal.SIGTERM)
            self.assertEqual(sim.process.wait(timeout=60), 0)
            self.assertTrue(sim.path.exists())

    def test_race(self):
        """sim socket: of eight that start at once over a dead socket, exactly one serves"""
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/sim.sock"
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as dead:
                dead.bind(path)
            many = [subprocess.Popen([binary("dsmil-sim"), "--socket", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(8)]
            lines = [one.stdout.readline() for one in many]
            self.assertEqual(sum("ready" in line for line in lines), 1)
            self.assertEqual(Client(path).call("INFO", bytes(160)).error, 0)
            for one in many:
                one.terminate()
                one.communicate(timeout=60)

    def test_turns(self):
        """sim socket: who looks whether a socket is dead waits for whoever is just doing so"""
        with tempfile.TemporaryDirectory() as folder:
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as dead:
                dead.bind(f"{folder}/sim.sock")
            for _ in range(10):
                lock = os.open(folder, os.O_RDONLY)
                fcntl.flock(lock, fcntl.LOCK_EX)
                began = time.monotonic()
                one = subprocess.Popen([binary("dsmil-sim"), "--socket", f"{folder}/sim.sock"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                early = select.select([one.stdout], [], [], 0.5)[0]
                os.close(lock)
                took = time.monotonic() - began
                line = one.stdout.readline()
                # It waits for three seconds, which may be over when this process stood still.
                if line or took < 3:
                    break
                self.assertIn("locked by another process", one.communicate(timeout=60)[1])
            self.assertEqual(early, [])
            self.assertIn("ready", line)
            one.terminate()
            self.assertEqual(one.wait(timeout=60), 0)
            one.communicate()

    def test_path(self):
        """sim socket: paths that cannot be are refused, saying why"""
        for path, said in [("/tmp/" + "x" * 120, "1 to 107"), ("", "1 to 107"), ("/nowhere/sim.sock", "folder cannot be opened")]:
            done = run_sim("--socket", path)
            self.assertEqual(done.returncode, 1)
            self.assertIn(said, done.stderr)


@unittest.skipUnless(os.geteuid() == 0, "needs root to become another user")
class Peers(Started):
    def connect_as(self, sim, uid, gid, groups=()):
        """Forks a peer of that user: what HELLO and INFO answered, or 'refused'."""
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                os.setgroups(list(groups))
                os.setresgid(gid, gid, gid)
                os.setresuid(uid, uid, uid)
                client = Client(sim.path)
                said = str(client.call("INFO", bytes(160)).u32(132))
            except (OSError, ConnectionError) as error:
                said = f"refused {errno.errorcode.get(error.errno, 'HUP')}"
            os.write(writer, said.encode())
            os._exit(0)
        os.close(writer)
        os.waitpid(child, 0)
        with os.fdopen(reader) as file:
            return file.read()

    def open_folder(self, sim):
        sim.base.chmod(0o755)
        # Beyond the file's mode: the credentials themselves are what is tested.
        sim.path.chmod(0o777)

    def test_stranger(self):
        """sim peers: another user is refused by its credentials, even past the file's mode"""
        sim = self.start()
        self.open_folder(sim)
        self.assertIn("refused", self.connect_as(sim, NOBODY.pw_uid, NOBODY.pw_gid))
        self.assertEqual(self.connect_as(sim, 0, 0), "3")

    def test_same_user(self):
        """sim peers: the simulator's own user and root have all rights, root's other users none"""
        folder = tempfile.TemporaryDirectory()
        os.chown(folder.name, NOBODY.pw_uid, NOBODY.pw_gid)
        os.chmod(folder.name, 0o755)
        sim = self.start(folder=folder.name, user=NOBODY.pw_uid)
        self.assertEqual(self.connect_as(sim, NOBODY.pw_uid, NOBODY.pw_gid), "3")
        self.assertEqual(self.connect_as(sim, 0, 0), "3")
        self.open_folder(sim)
        self.assertIn("refused", self.connect_as(sim, 12345, 12345))
        sim.end()
        folder.cleanup()

    def test_group(self):
        """sim peers: members of --group may connect and write, without CAP_SYS_RAWIO's rights"""
        group = grp.getgrnam("users")
        sim = self.start("--group", "users")
        self.assertEqual(stat.S_IMODE(os.lstat(sim.path).st_mode), 0o660)
        self.assertEqual(os.lstat(sim.path).st_gid, group.gr_gid)
        sim.base.chmod(0o755)
        self.assertEqual(self.connect_as(sim, 12345, group.gr_gid), "1")
        self.assertEqual(self.connect_as(sim, 12345, 12345, [group.gr_gid]), "1")
        self.open_folder(sim)
        self.assertIn("refused", self.connect_as(sim, 12345, 12345))


class CommandLine(unittest.TestCase):
    def test_wrong(self):
        """sim command line: every mistake names the option, the value and what is allowed"""
        with tempfile.NamedTemporaryFile("w", suffix=".scenario") as file:
            file.write("at 1s clear all\n\nat 1s clear 0x8009\n")
            file.flush()
            for arguments, said in [
                ([], "--socket PATH is missing"),
                (["--socket", "x", "--poll-ms", "-1"], "--poll-ms '-1': a whole number from 0 to 3600000"),
                (["--socket", "x", "--poll-ms", "10x"], "--poll-ms '10x'"),
                (["--socket", "x", "--thermal", "hot"], "'none' or 'sensor'"),
                (["--socket", "x", "--ring-max", "1000"], "16384 to 67108864"),
                (["--socket", "x", "--ring-max", "20000"], "a power of two"),
                (["--socket", "x", "--group", "no-such-group"], "no such group"),
                (["--socket", "x", "--once-fault", "fault sneeze"], "column 7: 'sneeze' is not a fault"),
                (["--socket", "x", "--once-fault", "burst 1 event rate 1"], "takes time"),
                (["--socket", "x", "extra"], "'extra' is too much"),
                (["--socket", "x", "--frobnicate"], "--help"),
                (["--socket", "x", "--workers", "0"], "1 to 64"),
                (["--check"], "--check needs --scenario"),
                (["--socket", "x", "--scenario", "/no/such"], "cannot be read"),
                (["--check", "--scenario", file.name], "line 3, column 13: device 0x8009 is quarantined"),
            ]:
                done = run_sim(*arguments)
                self.assertEqual(done.returncode, 2, (arguments, done.stderr))
                self.assertIn(said, done.stderr, arguments)

    def test_help(self):
        """sim command line: --help and --version answer on standard output"""
        done = run_sim("--help")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for option in ("--socket", "--scenario", "--control", "--exit-with-parent"):
            self.assertIn(option, done.stdout)
        self.assertRegex(run_sim("--version").stdout, r"^dsmil-sim \d+\.\d+\.\d+\n$")
