# SPDX-License-Identifier: Apache-2.0
"""dsmil.communication.v1 and dsmil.control.v1 by Debian's gRPC for Python.

usage: client.py STUBS CERTIFICATES PORT KEYS     prints TAP lines

STUBS has what protoc made of proto/, KEYS is the file of the demo persons' signing keys.
"""

import hashlib
import importlib
import json
import os
import sys
import threading
import time
import traceback

import grpc
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf import descriptor_pool

STUBS, CERTIFICATES, PORT, KEYS = sys.argv[1:5]
sys.path.insert(0, STUBS)

DEVICE = 0x8010
HIDDEN = 0x8050
ABSENT = 0x7777
DATA_0 = 8
DEADLINE = 120

MODULES = {}
for package in ("communication", "control"):
    folder = os.path.join(STUBS, "dsmil", package, "v1")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py"):
            MODULES[(package, name[:-3])] = importlib.import_module(f"dsmil.{package}.v1.{name[:-3]}")


def message(full_name):
    package, _, name = full_name.rpartition(".")
    for (_, module), loaded in MODULES.items():
        if module.endswith("_pb2") and loaded.DESCRIPTOR.package == package and hasattr(loaded, name):
            return getattr(loaded, name)
    raise LookupError(full_name)


def services():
    for (_, module), loaded in MODULES.items():
        if module.endswith("_pb2"):
            yield from loaded.DESCRIPTOR.services_by_name.values()


CALLED = set()


class Identity:
    """One person's connection, with a certificate."""

    def __init__(self, name):
        self.name = name
        self.connect()

    def connect(self):
        read = lambda file: open(os.path.join(CERTIFICATES, file), "rb").read()
        credentials = grpc.ssl_channel_credentials(
            read("ca.pem"), read(f"{self.name}.key"), read(f"{self.name}.pem")
        )
        options = [("grpc.use_local_subchannel_pool", 1)]
        self.channel = grpc.secure_channel(f"localhost:{PORT}", credentials, options)

    def method(self, path):
        service_name, name = path.split("/")
        package = "communication" if service_name == "DsmilCommunicationService" else "control"
        full = f"dsmil.{package}.v1.{service_name}"
        for service in services():
            if service.full_name == full:
                found = service.methods_by_name[name]
        CALLED.add(f"{full}/{name}")
        make = self.channel.unary_stream if found_streams(full, name) else self.channel.unary_unary
        answer = message(found.output_type.full_name)
        call = make(
            f"/{full}/{name}",
            request_serializer=lambda one: one.SerializeToString(),
            response_deserializer=answer.FromString,
        )
        return call, message(found.input_type.full_name)

    def call(self, path, timeout=DEADLINE, **fields):
        call, request = self.method(path)
        return call(request(**fields), timeout=timeout)

    def fails(self, path, timeout=DEADLINE, **fields):
        try:
            answer = self.call(path, timeout, **fields)
        except grpc.RpcError as error:
            return error.code(), error.details()
        raise AssertionError(f"{path} did not fail: {answer}")


def found_streams(service, method):
    return (service, method) in {
        ("dsmil.communication.v1.DsmilCommunicationService", "SubscribeEvents"),
        ("dsmil.control.v1.EventsService", "WatchEvents"),
        ("dsmil.control.v1.DevicesService", "WatchDevices"),
    }


def declared_streams():
    """Which methods stream, by the descriptors: the list above must be it."""
    from google.protobuf import descriptor_pb2

    streams = set()
    files = {service.file.name: service.file for service in services()}
    for file in files.values():
        proto = descriptor_pb2.FileDescriptorProto()
        file.CopyToProto(proto)
        for service in proto.service:
            for method in service.method:
                if method.server_streaming:
                    streams.add((f"{proto.package}.{service.name}", method.name))
    return streams


def signature(person, document):
    """By what signing.proto says, and nothing else."""
    keys = json.load(open(KEYS))["keys"][person]
    digest = hashlib.sha256(
        document.domain.encode() + b"\0" + document.document.encode()
    ).digest()
    assert digest == document.digest, "the server's digest is another one"
    signed = b"dsmil/approval/v1\0" + document.role.encode() + b"\0" + digest
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(keys["private_key"]))
    return message("dsmil.control.v1.Signature")(key_id=keys["key_id"], signature=key.sign(signed))


def step(who):
    offer = who.call("StopService/OfferStopStep")
    nonce = json.loads(offer.document.document)["nonce"]
    return who.call("StopService/TakeStopStep", nonce=nonce, signature=signature(who.name, offer.document)).status


def wait_for(look, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come in time")


ann, bob, dora, hms = (Identity(name) for name in ("ann", "bob", "dora", "hms"))
COMMUNICATION = "DsmilCommunicationService"


def strangers_are_not_served():
    for name in ("stranger", None):
        root = open(os.path.join(CERTIFICATES, "ca.pem"), "rb").read()
        pair = [None, None]
        if name is not None:
            pair = [open(os.path.join(CERTIFICATES, f"{name}.{kind}"), "rb").read() for kind in ("key", "pem")]
        channel = grpc.secure_channel(f"localhost:{PORT}", grpc.ssl_channel_credentials(root, *pair))
        call = channel.unary_unary(f"/dsmil.communication.v1.{COMMUNICATION}/HealthCheck")
        try:
            call(b"", timeout=5)
        except grpc.RpcError as error:
            assert error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED), error.code()
        else:
            raise AssertionError(f"{name} was served")
        channel.close()


def two_persons_start_the_host():
    wait_for(lambda: ann.call("StopService/GetStopStatus").status.state == 3)
    assert step(ann).state == 5
    code, _ = ann.fails("StopService/TakeStopStep", nonce="0" * 32, signature={"key_id": "ann-1", "signature": b"\0" * 64})
    assert code != grpc.StatusCode.OK
    assert step(bob).state == 6
    started = step(ann)
    assert started.state == 1, started


def read_once(n):
    answer = dora.call(
        f"{COMMUNICATION}/CoordinateOperation",
        coordination_id=f"py-read-{n}", device_id=DEVICE, operation_type=1, register=0,
    )
    # A disk or a track that is late on a busy machine lets a read fail, and says so.
    return answer if answer.result == 1 else None


def a_device_is_read():
    tries = iter(range(100))
    answer = wait_for(lambda: read_once(next(tries)))
    assert answer.result == 1, answer
    assert answer.HasField("value")
    again = dora.call(
        f"{COMMUNICATION}/CoordinateOperation",
        coordination_id=answer.coordination_id, device_id=DEVICE, operation_type=1, register=0,
    )
    assert again.replayed and again.operation_id == answer.operation_id


def what_is_hidden_is_absent():
    told = []
    for device in (HIDDEN, ABSENT):
        code, details = dora.fails(
            f"{COMMUNICATION}/CoordinateOperation",
            coordination_id="py-hidden", device_id=device, operation_type=1, register=0,
        )
        told.append((code, details.replace(f"{device:X}", "IT")))
    assert told[0] == told[1], told
    assert told[0][0] == grpc.StatusCode.NOT_FOUND


def approve(who, approval_id):
    try:
        one = who.call("ApprovalsService/GetApproval", approval_id=approval_id).approval
        who.call("ApprovalsService/GiveApproval", approval_id=approval_id, signature=signature(who.name, one.document))
    except grpc.RpcError as error:
        # It is not asked any more.
        assert error.code() in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.FAILED_PRECONDITION), error


def answer_within(seconds, **fields):
    """Of an operation that has an end by then; None of another one."""
    try:
        return ann.call(f"{COMMUNICATION}/CoordinateOperation", timeout=seconds, **fields)
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, (error.code(), error.details())
        return None


def refuse_own(approval_id):
    """False when it is not asked any more."""
    try:
        one = bob.call("ApprovalsService/GetApproval", approval_id=approval_id).approval
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.NOT_FOUND, error
        return False
    code, details = ann.fails(
        "ApprovalsService/GiveApproval",
        approval_id=one.approval_id, signature=signature("ann", one.document),
    )
    assert code in (
        grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.NOT_FOUND,
    ), (code, details)
    return code != grpc.StatusCode.NOT_FOUND


def write_by_two(n):
    """What it is answered with."""
    write = {
        "coordination_id": f"py-write-{n}", "device_id": DEVICE, "operation_type": 2,
        "register": DATA_0, "value": 0x2A, "justification": "two of us want it", "timeout_seconds": 120,
    }
    early = answer_within(2, **write)
    if early:
        return early, "before anybody was asked"
    answers = []
    waiting = threading.Thread(
        target=lambda: answers.append(ann.call(f"{COMMUNICATION}/CoordinateOperation", **write))
    )
    waiting.start()
    asked = wait_for(lambda: answers or ann.call("ConfirmationsService/ListConfirmations").confirmations)
    if answers:
        return answers[0], "before anybody was asked"
    confirmation = asked[0]
    shown = ann.call(
        "ConfirmationsService/ShowConfirmation", confirmation_id=confirmation.confirmation_id
    ).confirmation
    ann.call(
        "ConfirmationsService/AnswerConfirmation",
        confirmation_id=shown.confirmation_id, digest=shown.digest, confirmed=True,
    )
    wait_for(lambda: answers or any(
        refuse_own(one.approval_id) for one in bob.call("ApprovalsService/ListApprovals").approvals
    ))
    if answers:
        return answers[0], "with one person"
    # What moves meanwhile voids an approval: then it is asked anew.
    end = time.monotonic() + DEADLINE
    while waiting.is_alive() and time.monotonic() < end:
        for asked in bob.call("ApprovalsService/ListApprovals").approvals:
            if not asked.approved_by:
                approve(bob, asked.approval_id)
        waiting.join(0.1)
    return answers[0], ""


def two_persons_write():
    # As with a read: what a busy machine is late with is told, and nothing is written.
    for n in range(20):
        answer, early = write_by_two(n)
        if answer.result == 1:
            break
    assert answer.result == 1, answer
    assert not early, f"it happened {early}"
    read = ann.call(
        f"{COMMUNICATION}/CoordinateOperation",
        coordination_id="py-written", device_id=DEVICE, operation_type=1, register=DATA_0,
    )
    assert read.value == 0x2A, read


def publish(n):
    return hms.call(
        f"{COMMUNICATION}/PublishEvent",
        event_type=4, severity=2, source_track=1, topic="py", event_data={"n": str(n)},
    )


def a_stream_goes_on_after_a_cut():
    for n in range(5):
        publish(n)
    reader = Identity("bob")
    wanted = {"subjects": ["published.system.>"], "start": 2, "label": "py"}
    stream = reader.call(f"{COMMUNICATION}/SubscribeEvents", **wanted)
    seen, cursor = [], ""
    for event in stream:
        seen.append(event)
        cursor = event.cursor or cursor
        if len(seen) >= 5 and event.cursor:
            break
    reader.channel.close()
    for n in range(5, 10):
        publish(n)
    reader.connect()
    for event in reader.call(f"{COMMUNICATION}/SubscribeEvents", cursor=cursor, **wanted):
        seen.append(event)
        if len(seen) == 10:
            break
    reader.channel.close()
    assert [event.event_data["n"] for event in seen] == [str(n) for n in range(10)]
    assert [event.sequence_number for event in seen] == list(range(1, 11))
    code, _ = stream_fails(ann, cursor=cursor, **wanted)
    assert code == grpc.StatusCode.INVALID_ARGUMENT, code


def stream_fails(who, **fields):
    try:
        for _ in who.call(f"{COMMUNICATION}/SubscribeEvents", **fields):
            pass
    except grpc.RpcError as error:
        return error.code(), error.details()
    raise AssertionError("the stream did not fail")


def a_batched_watch_has_the_same_events():
    stream = ann.call(
        "EventsService/WatchEvents", subscription={"subjects": ["published.system.>"], "start": 2}
    )
    count = 0
    for batch in stream:
        ids, first = len(batch.event_ids) // 12, batch.first_sequence
        assert ids == 0 or first == count + 1
        count += ids
        if count >= 10:
            break
    stream.cancel()
    devices = ann.call("DevicesService/WatchDevices", device_ids=[DEVICE])
    assert next(iter(devices)).devices[0].device_id == DEVICE
    devices.cancel()


def states_and_counters_are_told():
    states = ann.call(f"{COMMUNICATION}/SynchronizeState", refresh=True)
    assert len(states.devices) == 84
    health = ann.call(f"{COMMUNICATION}/HealthCheck")
    assert health.components and health.server_time.seconds > 0
    counted = ann.call(f"{COMMUNICATION}/GetMetrics")
    assert counted.orchestrator.operations_coordinated >= 2, counted
    assert counted.server.calls_started > 0


def every_other_method_answers():
    good = {
        grpc.StatusCode.OK, grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND,
        grpc.StatusCode.FAILED_PRECONDITION, grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.ALREADY_EXISTS,
    }
    bad = []
    for service in sorted(services(), key=lambda one: one.full_name):
        for method in service.methods:
            full = f"{service.full_name}/{method.name}"
            # The stops come last: everything else is called while the host runs.
            if full in CALLED or method.name in ("Stop", "EmergencyStop"):
                continue
            try:
                ann.call(f"{service.name}/{method.name}")
                code = grpc.StatusCode.OK
            except grpc.RpcError as error:
                code = error.code()
            if code not in good:
                bad.append((full, code))
    assert not bad, bad


def a_stop_is_heard():
    stream = dora.call(f"{COMMUNICATION}/SubscribeEvents", subjects=["stop.>"], label="stops", bookmark_interval={"nanos": 100_000_000})
    # A bookmark says that it listens.
    next(iter(stream))
    def stop():
        answer = dora.call(f"{COMMUNICATION}/EmergencyStop", reason="from Python", affected_devices=[DEVICE])
        assert answer.success, answer
        return answer if all(track.acknowledged for track in answer.track_results) else None

    # An answer waits 100 ms for the tracks: on a busy machine that is too little now and then, and each stop counts.
    wait_for(stop)
    emergency = next(event for event in stream if event.attempt > 0)
    assert emergency.event_type == 5 and emergency.severity == 5
    stream.cancel()
    dora.call("EventsService/AcknowledgeEvent", event_id=emergency.event_id, label="stops")
    status = dora.call("StopService/Stop", reason="again").status
    assert status.state in (2, 3, 4), status


def every_method_was_called():
    declared = {f"{service.full_name}/{method.name}" for service in services() for method in service.methods}
    assert len(declared) > 40, declared
    assert declared == CALLED, declared ^ CALLED
    assert all(found_streams(*one) for one in declared_streams())
    assert len(declared_streams()) == 3


TESTS = [
    strangers_are_not_served,
    two_persons_start_the_host,
    a_device_is_read,
    what_is_hidden_is_absent,
    two_persons_write,
    a_stream_goes_on_after_a_cut,
    a_batched_watch_has_the_same_events,
    states_and_counters_are_told,
    every_other_method_answers,
    a_stop_is_heard,
    every_method_was_called,
]

failed = 0
for test in TESTS:
    name = f"Python: {test.__name__.replace('_', ' ')}"
    try:
        test()
        print(f"ok - {name}", flush=True)
    except Exception:  # a test that fails is told, and the next one runs
        failed += 1
        print(f"not ok - {name}", flush=True)
        for line in traceback.format_exc().splitlines():
            print(f"    {line}", flush=True)
sys.exit(1 if failed else 0)
