# SPDX-License-Identifier: Apache-2.0
"""Effects on the simulated hardware, and each fault as a client meets it."""

import errno
import os
import struct
import time
import unittest

from client import *

DEVICE = 0x8010


class World(unittest.TestCase):
    """A simulator for each test: faults and latches are not to be inherited."""

    arguments = ["--allow-writes", "--spacing-us", "0", "--poll-ms", "50"]

    def setUp(self):
        self.sim = Sim(*self.arguments)
        self.client = self.sim.client()
        self.tx = 0

    def tearDown(self):
        if self.sim.process.poll() is None:
            self.assertEqual(self.sim.touches(), 0)
            self.client.close()
            self.assertEqual(self.sim.end()[0], 0)
        else:
            self.client.close()
            self.sim.end()

    def ready(self):
        self.epoch, self.generation = self.client.claim(), self.client.run()

    def transact(self, *operations):
        """Prepares and commits: the answer of the commit, or of a refused prepare."""
        self.tx += 1
        answer = self.client.prepare(self.tx, self.epoch, self.generation, operations)
        if answer.error:
            return answer
        return self.client.commit(self.tx, self.epoch, self.generation)

    def outcome(self, answer):
        return answer.u32(72)

    def state(self, token):
        """flags, last_error, last_reason, firmware_status of the state page."""
        page = self.client.state_map()
        at = ENTRY_AT + ENTRY_SIZE * ((token >> 4 & 7) * 12 + (token & 15)) + 8
        return struct.unpack_from("<IiII", page, at + 8)

    def until(self, condition, seconds=60):
        deadline = time.monotonic() + seconds
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertTrue(condition())


class Effects(World):
    def test_effects(self):
        """sim effects: write, config, activate, deactivate and reset reach the hardware"""
        self.ready()
        answer = self.transact((DEVICE, WRITE, 8, 0x1234, 0), (DEVICE, CONFIG, 4, 0x55, 0), (DEVICE, ACTIVATE, 0, 0, 0))
        self.assertEqual((answer.error, self.outcome(answer)), (0, COMMITTED))
        self.assertEqual(self.sim.register(DEVICE, "data0"), 0x1234)
        self.assertEqual(self.sim.register(DEVICE, "config0"), 0x55)
        self.assertEqual(self.sim.register(DEVICE, "control"), 0x200001)
        self.assertEqual(self.outcome(self.transact((DEVICE, DEACTIVATE, 0, 0, 0))), COMMITTED)
        self.assertEqual(self.sim.register(DEVICE, "control"), 0x200000)
        self.assertEqual(self.outcome(self.transact((DEVICE, ACTIVATE, 0, 0, 0), (DEVICE, RESET, 0, 0, 0))), COMMITTED)
        self.assertEqual(self.sim.register(DEVICE, "control"), 0x200000)

    def test_latched(self):
        """sim effects: with the stop latched nothing reaches the hardware"""
        self.ready()
        before = self.sim.register(DEVICE, "data0")
        self.sim.client(0).stop()
        answer = self.transact((DEVICE, WRITE, 8, before ^ 1, 0))
        self.assertEqual(answer.error, -errno.EACCES)
        self.assertIn(answer.reason, (REASON["STOP_LATCHED"], REASON["STOP_EPOCH"]))
        self.assertEqual(self.sim.register(DEVICE, "data0"), before)

    def test_quarantined(self):
        """sim effects: no operation on a quarantined token reaches the hardware"""
        self.ready()
        for token in QUARANTINED:
            for kind, register in [(WRITE, 8), (CONFIG, 4), (RESET, 0), (ACTIVATE, 0), (DEACTIVATE, 0)]:
                answer = self.transact((token, kind, register, 0, 0))
                self.assertEqual((answer.error, answer.reason), (-errno.EACCES, REASON["QUARANTINED"]))


class ReadOnly(World):
    arguments = ["--spacing-us", "0"]

    def test_default(self):
        """sim effects: without --allow-writes nothing reaches the hardware"""
        self.ready()
        answer = self.transact((DEVICE, ACTIVATE, 0, 0, 0))
        self.assertEqual((answer.error, answer.reason), (-errno.EACCES, REASON["WRITES_DISABLED"]))
        self.assertEqual(self.sim.register(DEVICE, "control"), 0x200000)


class Faults(World):
    def test_not_answering(self):
        """sim fault: a device that does not answer times out at the deadline, and recovers"""
        self.sim.do(f"fault not-answering {DEVICE:#x}")
        began = time.monotonic()
        answer = self.client.read(DEVICE, 0, 150)
        took = time.monotonic() - began
        self.assertEqual(answer.error, -errno.ETIMEDOUT)
        self.assertGreaterEqual(took, 0.149)
        self.assertLess(took, 30)
        self.until(lambda: self.state(DEVICE)[0] & 0x40)
        self.assertEqual(self.client.read(DEVICE + 1, 0).error, 0)
        self.sim.do(f"clear {DEVICE:#x}")
        self.assertEqual(self.client.read(DEVICE, 0).error, 0)
        self.until(lambda: not self.state(DEVICE)[0] & 0x40)

    def test_latency(self):
        """sim fault: latency delays an answer, and beyond the deadline there is none"""
        self.sim.do(f"latency {DEVICE:#x} 100ms")
        began = time.monotonic()
        self.assertEqual(self.client.read(DEVICE, 0, 5000).error, 0)
        self.assertGreaterEqual(time.monotonic() - began, 0.1)
        # So long that no busy machine comes back only after it.
        self.sim.do(f"latency {DEVICE:#x} 60s")
        self.assertEqual(self.client.read(DEVICE, 0, 20).error, -errno.ETIMEDOUT)

    def test_wrong_readback(self):
        """sim fault: a wrong read-back does not commit, and undoing it failed: the device is on hold"""
        self.ready()
        self.sim.do(f"fault wrong-readback {DEVICE:#x} 0x10")
        answer = self.transact((DEVICE, WRITE, 8, 0, 500))
        self.assertEqual(answer.reason, REASON["READBACK_MISMATCH"])
        self.assertEqual(self.outcome(answer), UNCERTAIN)
        self.assertTrue(self.state(DEVICE)[0] & 0x04)

    def test_rolled_back(self):
        """sim fault: the effects before a failed one are undone on the hardware"""
        self.ready()
        before = self.sim.register(DEVICE, "data0")
        self.sim.do(f"fault wrong-readback {DEVICE + 1:#x}")
        self.transact((DEVICE, WRITE, 8, before ^ 0xFF, 20), (DEVICE + 1, WRITE, 8, 2, 20))
        self.assertEqual(self.sim.register(DEVICE, "data0"), before)

    def test_hardware_error(self):
        """sim fault: a hardware error is EIO with the firmware's status beside it"""
        self.sim.do(f"fault hardware-error {DEVICE:#x} 0xbad")
        answer = self.client.read(DEVICE, 0)
        self.assertEqual((answer.error, answer.reason, answer.u32(28)), (-errno.EIO, REASON["HARDWARE_ERROR"], 0xBAD))
        self.assertEqual(self.state(DEVICE)[3], 0xBAD)

    def test_registry_lost(self):
        """sim fault: a lost registry latches the stop and refuses every device, and a reset too"""
        self.ready()
        self.sim.do(f"fault registry-lost {DEVICE:#x}")
        self.until(lambda: self.client.stop_state()["cause"] == CAUSE["REGISTRY_LOST"])
        state = self.client.stop_state()
        self.assertEqual(state["state"], STOP["LATCHED"])
        answer = self.client.read(0x8000, 0)
        self.assertEqual(answer.reason, REASON["REGISTRY_LOST"])
        answer = self.client.call("RESET_REQUEST", struct.pack("<QQII", state["generation"], 0, 0, 0))
        self.assertEqual(answer.reason, REASON["CAUSE_PRESENT"])

    def test_thermal(self):
        """sim fault: one hot device refuses effects everywhere until it is cool"""
        self.ready()
        self.sim.do("fault thermal 0x8006 96000")
        answer = self.transact((DEVICE, WRITE, 8, 1, 0))
        self.assertEqual(answer.reason, REASON["THERMAL_LIMIT"])
        self.sim.do("fault thermal 0x8006 50000")
        self.assertEqual(self.outcome(self.transact((DEVICE, WRITE, 8, 1, 0))), COMMITTED)

    def test_thermal_unknown(self):
        """sim fault: when no device can tell its temperature, effects are refused"""
        self.ready()
        self.sim.do("fault not-answering all")
        answer = self.transact((DEVICE, WRITE, 8, 1, 50))
        self.assertIn((answer.error, answer.reason), [(-errno.EACCES, REASON["THERMAL_UNKNOWN"]), (-errno.ETIMEDOUT, 0)])

    def test_exit(self):
        """sim fault: the process is gone at once, with the code it was told, and clients see it"""
        ring = self.client.ring(16384)
        self.assertEqual(self.sim.command("fault exit 42"), "")
        with self.assertRaises((ConnectionResetError, BrokenPipeError)):
            self.client.call("INFO", bytes(160))
        self.assertEqual(self.sim.process.wait(timeout=60), 42)
        self.assertEqual(ring.memory[:8], b"DSMLRING")

    def test_crash(self):
        """sim fault: a crash leaves the memory readable and a socket that can be replaced"""
        page = self.client.state_map()
        self.assertEqual(self.sim.command("crash"), "")
        self.assertEqual(self.sim.process.wait(timeout=60), -9)
        self.assertEqual(page[:8], b"DSMLSTAT")
        again = Sim(folder=str(self.sim.base))
        self.assertEqual(again.client().call("INFO", bytes(160)).error, 0)
        code, _, err = again.end()
        self.assertEqual(code, 0)
        self.assertIn("replaced", err)

    def test_wrong_lines(self):
        """sim control: wrong lines are answered with their column and what is allowed"""
        for line, said in [
            ("fault sneeze all", "error 7: 'sneeze' is not a fault: not-answering"),
            ("set 0x8009 data0 1", "error 5: device 0x8009 is quarantined"),
            ("get 0x8003 data9", "error 12: 'data9' is not a register"),
            ("counters now", "error 1: 'counters' is not an action"),
            ("", "error 1: the line ends"),
            ("x" * 600, "error 1: the line is too long"),
        ]:
            self.assertIn(said, self.sim.command(line))
        self.assertEqual(self.sim.command("get 0x8003 control"), "ok 0x00200000")


class Scenarios(unittest.TestCase):
    def play(self, text, *arguments):
        with tempfile.NamedTemporaryFile("w", suffix=".scenario") as file:
            file.write(text)
            file.flush()
            return Sim("--scenario", file.name, "--poll-ms", "20", *arguments)

    def looks(self, page, last):
        """What the samples showed, to the end of it all, and the longest time between two that were seen."""
        values, longest, deadline = [], 0, time.monotonic() + 60

        def ended():
            return len({v for _, v, _ in values if v <= 200}) > 10 and values[-1][0] == 8 and values[-1][2] == 3000

        while time.monotonic() < deadline and not ended():
            entry = [whole_entry(page, ENTRY_AT + ENTRY_SIZE * i) for i in range(3)]
            register = [struct.unpack_from("<16I", one, 40) for one in entry]
            values.append((register[0][8], register[1][9], register[2][2]))
            sampled = struct.unpack_from("<Q", entry[0], 8 + 96)[0]
            longest, last = max(longest, sampled - last), sampled
            time.sleep(0.01)
        return values, longest

    def test_plays(self):
        """sim scenario: steps happen at their time, periods again and again"""
        for _ in range(10):
            began = time.monotonic_ns()
            sim = self.play("at 0s set 0x8000 data0 7\nat 3s set 0x8000 data0 8\nevery 20ms walk 0x8001 data1 9 between 100 200\n"
                            "at 0s ramp 0x8002 temperature 1000 3000 over 3s\n")
            values, longest = self.looks(sim.client().state_map(), began)
            self.assertEqual(sim.end()[0], 0)
            # Where it or this process stood still for so long, what was there in between was not to be seen.
            if longest < 1e9:
                break
        first, walked, ramp = ([v for i, v in enumerate(column) if not i or v != column[i - 1]] for column in zip(*values))
        self.assertEqual(first[-2:], [7, 8])
        walked = [v for v in walked if v <= 200]
        self.assertGreater(len(walked), 10)
        self.assertTrue(all(100 <= v <= 200 for v in walked))
        ramp = [v for v in ramp if v <= 3000]
        self.assertEqual(ramp, sorted(ramp))
        self.assertEqual(ramp[-1], 3000)

    def test_seed(self):
        """sim scenario: the same seed starts the same hardware, another one another"""
        def registers(seed):
            sim = Sim("--seed", str(seed))
            values = [sim.register(0x8000 + i, "data0") for i in range(9)]
            sim.end()
            return values
        self.assertEqual(registers(5), registers(5))
        self.assertNotEqual(registers(5), registers(6))

    def test_rate(self):
        """sim scenario: a burst keeps to its rate and its count"""
        def whole(records):
            """From their first record, which is numbered 0; the last one may go on."""
            bursts = []
            for record in records:
                if record.type == RECORD["RAW"]:
                    number = struct.unpack_from("<Q", record.payload)[0]
                    if not number:
                        bursts.append([])
                    if bursts:
                        bursts[-1].append((number, record.time_ns))
            return bursts[:-1]

        # Again and again: nobody knows which the ring is there for.
        sim = self.play("every 1s burst 300 raw 16 rate 600\n")
        ring = sim.client().ring(1 << 20)
        bursts = whole(ring.collect(lambda records: len(whole(records)) >= 2))
        self.assertGreaterEqual(len(bursts), 2)
        for burst in bursts:
            self.assertEqual([number for number, _ in burst], list(range(300)))
        seconds = [(burst[-1][1] - burst[0][1]) / 1e9 for burst in bursts]
        self.assertGreater(max(seconds), 0.4)
        self.assertLess(min(seconds), 30)
        sim.end()

    def test_shipped(self):
        """sim scenario: every shipped scenario is right, and the demo is alive without a fault"""
        folder = ROOT / "native/sim/scenarios"
        files = sorted(folder.glob("*.scenario"))
        self.assertEqual([f.stem for f in files], ["burst", "demo", "faults", "quiet"])
        for file in files:
            done = subprocess.run([binary("dsmil-sim"), "--check", "--scenario", str(file)], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        sim = Sim("--scenario", str(folder / "demo.scenario"), "--poll-ms", "100")
        client = sim.client()
        ring = client.ring(1 << 20)
        began = time.monotonic()
        count = lambda records, kind: sum(r.type == RECORD[kind] for r in records)
        records = ring.collect(lambda r: time.monotonic() > began + 3 and count(r, "STATE_CHANGE") > 20 and count(r, "EVENT") > 3)
        self.assertGreater(count(records, "STATE_CHANGE"), 20)
        self.assertGreater(count(records, "EVENT"), 3)
        self.assertEqual(client.stop_state()["cause"], CAUSE["LOAD"])
        self.assertEqual(sim.touches(), 0)
        sim.end()

    def test_once(self):
        """sim scenario: --once-fault is there from the first moment"""
        sim = Sim("--once-fault", "fault hardware-error 0x8003 9", "--once-fault", "set 0x8004 data0 5")
        self.assertEqual(sim.client().read(0x8003, 0).u32(28), 9)
        self.assertEqual(sim.register(0x8004, "data0"), 5)
        sim.end()
