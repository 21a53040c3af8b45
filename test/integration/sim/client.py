# SPDX-License-Identifier: Apache-2.0
"""A client of the simulated device in plain Python: the protocol at the end of dsmil.h.

It is written from the header alone and shares no code with the project's own clients, so that a
mistake in one of them shows here. Numbers of calls are read from the header at start.
"""

import array
import errno
import mmap
import os
import re
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HEADER = (ROOT / "kernel/include/uapi/dsmil.h").read_text()
NR = {m[1]: int(m[2], 16) for m in re.finditer(r"define DSMIL_IOC_(\w+)\s+_IOWR\(DSMIL_IOC_MAGIC, (0x\w+)", HEADER)}
REASON = {m[1]: int(m[2]) for m in re.finditer(r"DSMIL_REASON_(\w+) = (\d+)", HEADER)}
CAUSE = {m[1]: int(m[2]) for m in re.finditer(r"DSMIL_CAUSE_(\w+) = (\d+)", HEADER)}
STOP = {m[1]: int(m[2]) for m in re.finditer(r"DSMIL_STOP_(\w+) = (\d+)", HEADER)}
RECORD = {m[1]: int(m[2]) for m in re.finditer(r"DSMIL_RECORD_(\w+) = (\d+)", HEADER)}
WRITE, CONFIG, RESET, ACTIVATE, DEACTIVATE = 2, 3, 4, 5, 6
COMMITTED, ABORTED, ROLLED_BACK, UNCERTAIN = 4, 5, 6, 7
QUARANTINED = [0x8009, 0x800A, 0x800B, 0x8019, 0x8029]
STATE_SIZE, ENTRY_AT, ENTRY_SIZE = 16384, 64, 192
F_GET_SEALS = 1034
SEAL, SHRINK, GROW, FUTURE_WRITE = 1, 2, 4, 16


def crc32c_table():
    table = []
    for n in range(256):
        for _ in range(8):
            n = n >> 1 ^ (0x82F63B78 if n & 1 else 0)
        table.append(n)
    return table


TABLE = crc32c_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


class Answer:
    def __init__(self, tag, nr, error, arg, fds):
        self.tag, self.nr, self.error, self.arg, self.fds = tag, nr, error, arg, fds
        self.reason, self.field = struct.unpack_from("<II", arg, 8) if len(arg) >= 16 else (0, 0)

    def u32(self, at):
        return struct.unpack_from("<I", self.arg, at)[0]

    def s32(self, at):
        return struct.unpack_from("<i", self.arg, at)[0]

    def u64(self, at):
        return struct.unpack_from("<Q", self.arg, at)[0]


class Client:
    """One connection, which is one open file."""

    def __init__(self, path, mode=2, hello=True, timeout=60):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(timeout)
        self.socket.connect(str(path))
        self.tag = 0
        self.early = {}
        self.fds = []
        if hello:
            answer = self.hello(mode)
            if answer.error:
                raise OSError(-answer.error, f"HELLO: {os.strerror(-answer.error)}")
            # Its memory, and the ends of two sockets that become readable: data, stop.
            self.state_fd, self.data_fd, self.stop_fd = answer.fds
            self.instance = answer.u64(24)

    def hello(self, mode=2, protocol=1):
        return self.call_nr(0, struct.pack("<IIQ", protocol, mode, 0))

    def send_raw(self, packet):
        self.socket.send(packet)

    def send(self, nr, body=b"", size=None, flags=0):
        self.tag += 1
        size = 16 + len(body) if size is None else size
        self.socket.send(struct.pack("<IHHiI", self.tag, nr, 0, 0, 0) + struct.pack("<IIII", size, flags, 0, 0) + body)
        return self.tag

    def receive(self):
        packet, ancillary, flags, _ = self.socket.recvmsg(65536, socket.CMSG_SPACE(3 * 4))
        if not packet:
            raise ConnectionResetError("the simulator hung up")
        assert not flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC)
        fds = array.array("i")
        for level, kind, data in ancillary:
            assert (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS)
            fds.frombytes(data[: len(data) - len(data) % 4])
        self.fds += fds
        tag, nr, count, error, reserved = struct.unpack_from("<IHHiI", packet)
        assert reserved == 0 and count == len(fds)
        return Answer(tag, nr, error, packet[16:], list(fds))

    def answer(self, tag):
        while tag not in self.early:
            answer = self.receive()
            self.early[answer.tag] = answer
        return self.early.pop(tag)

    def call_nr(self, nr, body=b"", **more):
        return self.answer(self.send(nr, body, **more))

    def call(self, name, body=b"", **more):
        return self.call_nr(NR[name], body, **more)

    # ---- the calls that tests use

    def read(self, token, register, timeout_ms=0):
        return self.call("READ", read_body(token, register, timeout_ms))

    def stop(self, cause=2, detail=b"test"):
        return self.call("STOP", struct.pack("<II32sQQ", cause, 0, detail, 0, 0))

    def status(self):
        return self.call("STOP_STATUS", bytes(80))

    def stop_state(self):
        answer = self.status()
        return {"generation": answer.u64(16), "state": answer.u32(32), "cause": answer.u32(36), "detail": answer.arg[40:72].rstrip(b"\0")}

    def run(self):
        """Resets and starts: effects are possible then."""
        generation = self.status().u64(16)
        answer = self.call("RESET_REQUEST", struct.pack("<QQII", generation, 0, 0, 0))
        assert answer.error == 0, answer.reason
        nonce = answer.u64(24)
        answer = self.call("RESET_CONFIRM", struct.pack("<QQII", generation, nonce, 0, 0))
        assert answer.error == 0, answer.reason
        answer = self.call("START", struct.pack("<QII", generation, 0, 0))
        assert answer.error == 0, answer.reason
        return generation

    def claim(self):
        answer = self.call("CLAIM", bytes(8))
        assert answer.error == 0, answer.reason
        return answer.u64(16)

    def prepare(self, tx, epoch, stop_epoch, operations, lease_ms=60000, digest=bytes(32)):
        body = struct.pack("<QQQ32sIIII", tx, epoch, stop_epoch, digest, lease_ms, len(operations), 0, 0)
        for token, kind, register, value, timeout_ms in operations:
            body += struct.pack("<HBBIIIIiII", token, kind, register, value, timeout_ms, 0, 0, 0, 0, 0)
        return self.call("TX_PREPARE", body + bytes(32 * (84 - len(operations))))

    def commit(self, tx, epoch, stop_epoch, digest=bytes(32)):
        return self.call("TX_COMMIT", struct.pack("<QQQ32sIIQ", tx, epoch, stop_epoch, digest, 0, 0, 0))

    def ring(self, size=65536):
        # Whoever had it before may be gone and not yet be known to be.
        deadline = time.monotonic() + 60
        answer = self.call("RING_SETUP", struct.pack("<QQQ", size, 0, 0))
        while answer.error == -errno.EBUSY and time.monotonic() < deadline:
            time.sleep(0.01)
            answer = self.call("RING_SETUP", struct.pack("<QQQ", size, 0, 0))
        if answer.error:
            raise OSError(-answer.error, f"RING_SETUP: reason {answer.reason}")
        return Ring(self, answer, size)

    def state_map(self):
        return mmap.mmap(self.state_fd, STATE_SIZE, mmap.MAP_SHARED, mmap.PROT_READ)

    def close(self):
        self.socket.close()
        for fd in self.fds:
            os.close(fd)
        self.fds = []


def whole_entry(page, at):
    """An entry of the state page as its readers take it: the count is odd, or another one after it, while somebody writes."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        before = struct.unpack_from("<I", page, at)[0]
        entry = page[at : at + ENTRY_SIZE]
        if before % 2 == 0 and struct.unpack_from("<I", page, at)[0] == before:
            return entry
    raise TimeoutError(f"the entry at {at} is never whole")


def read_body(token, register, timeout_ms=0):
    return struct.pack("<HHIIIQ", token, register, timeout_ms, 0, 0, 0)


class Record:
    def __init__(self, header, payload):
        self.length, self.crc, self.sequence, self.time_ns, self.type, self.device = struct.unpack_from("<IIQQHH", header)
        self.flags = header[31]
        self.payload = payload


class Ring:
    def __init__(self, client, answer, size):
        self.size = size
        self.client = client  # whose end would be the ring's
        self.consumer_fd, self.data_fd = answer.fds
        self.generation, self.next_seq = answer.u64(24), answer.u64(32)
        self.wake_fd = client.data_fd
        self.consumer = mmap.mmap(self.consumer_fd, 4096, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)
        self.memory = mmap.mmap(self.data_fd, 4096 + size, mmap.MAP_SHARED, mmap.PROT_READ)
        self.position = 0

    def producer(self, at):
        return struct.unpack_from("<Q", self.memory, at)[0]

    def data(self, position, size):
        start = position % self.size
        first = self.memory[4096 + start : 4096 + min(start + size, self.size)]
        return first + self.memory[4096 : 4096 + size - len(first)]

    def drain(self):
        """All whole records that are there; raises ValueError at one whose CRC is wrong."""
        records, end = [], self.producer(64)
        while self.position < end:
            header = self.data(self.position, 32)
            length, crc = struct.unpack_from("<II", header)
            span = (length + 7) // 8 * 8
            if not 32 <= length <= 1056 or span > end - self.position:
                raise ValueError(f"length {length} at {self.position}")
            whole = self.data(self.position, span)
            if crc32c(whole[:4] + bytes(4) + whole[8:]) != crc:
                raise ValueError(f"crc at {self.position}")
            records.append(Record(header, whole[32:length]))
            self.position += span
            struct.pack_into("<Q", self.consumer, 0, self.position)
        return records

    def wait(self, seconds):
        if not select.select([self.wake_fd], [], [], seconds)[0]:
            return False
        os.read(self.wake_fd, 64)
        return True

    def collect(self, enough, seconds=60):
        """Drains until enough(records) or time is up."""
        records, deadline = [], time.monotonic() + seconds
        while not enough(records) and time.monotonic() < deadline:
            records += self.drain()
            if not enough(records):
                self.wait(0.05)
        return records


def binary(name):
    path = os.environ.get("DSMIL_NATIVE_BIN")
    return str(Path(path) / name) if path else str(ROOT / "build/Release" / name)


class Sim:
    """A simulator process of the test's own."""

    def __init__(self, *arguments, control=True, folder=None, check=True, user=None):
        self.folder = tempfile.TemporaryDirectory(prefix="dsmil-sim-") if folder is None else None
        self.base = Path(self.folder.name if self.folder else folder)
        self.clients = []
        self.path = self.base / "sim.sock"
        self.control_path = self.base / "control.sock"
        # A test that fails half-way leaves no process behind.
        command = [binary("dsmil-sim"), "--exit-with-parent", "--socket", str(self.path), *arguments]
        if control:
            command += ["--control", str(self.control_path)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, user=user)
        self.line = self.process.stdout.readline()
        if check and "ready" not in self.line:
            raise RuntimeError(f"dsmil-sim did not start: {self.process.communicate(timeout=60)[1]}")

    def client(self, *arguments, **named):
        client = Client(self.path, *arguments, **named)
        self.clients.append(client)
        return client

    def command(self, line):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as control:
            control.settimeout(60)
            control.connect(str(self.control_path))
            control.sendall(line.encode() + b"\n")
            return control.makefile().readline().rstrip("\n")

    def do(self, line):
        answer = self.command(line)
        assert answer == "ok", answer

    def register(self, token, register):
        answer = self.command(f"get 0x{token:04x} {register}")
        assert answer.startswith("ok "), answer
        return int(answer[3:], 16)

    def touches(self):
        return int(re.search(r"quarantine_touches=(\d+)", self.command("counters"))[1])

    def end(self):
        """Ends it in order; the exit status and what it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        out, err = self.process.communicate(timeout=60)
        for client in self.clients:
            client.close()
        self.clients = []
        if self.folder:
            self.folder.cleanup()
        # A build with sanitizers reports, and the test at hand is the one that found it.
        assert "Sanitizer" not in err and "runtime error" not in err, err
        return self.process.returncode, out, err
