#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Verifies an exported log, written from RFC 6962 and the C2SP texts signed-note, tlog-checkpoint,
tlog-tiles, tlog-cosignature and tlog-proof alone. It shares nothing with the program that wrote it.

usage: verifier.py tiles FOLDER VKEY...        the log in FOLDER, signed by each VKEY
       verifier.py proof FILE ENTRY VKEY...    ENTRY's bytes are in the log of the proof
       verifier.py consistency FOLDER OLD      the log in FOLDER begins with the checkpoint OLD

Exits 0 and says so when all holds, else 1 and says what does not.
"""

import base64
import hashlib
import os
import struct
import sys


class Bad(Exception):
    """What does not hold."""


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(leaf):
    return sha256(b"\x00", leaf)


def node_hash(left, right):
    return sha256(b"\x01", left, right)


# ------------------------------------------------------------------ RFC 6962


def split(n):
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def tree_hash(hashes):
    """MTH over leaf hashes."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return node_hash(tree_hash(hashes[:k]), tree_hash(hashes[k:]))


def root_of_path(index, size, leaf, path):
    """What an audit path leads to, by the definition of PATH read backwards."""
    if size == 1:
        if path:
            raise Bad("the audit path is too long")
        return leaf
    if not path:
        raise Bad("the audit path is too short")
    k = split(size)
    if index < k:
        return node_hash(root_of_path(index, k, leaf, path[:-1]), path[-1])
    return node_hash(path[-1], root_of_path(index - k, size - k, leaf, path[:-1]))


# ----------------------------------------------------- Ed25519, from RFC 8032

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def point_add(a, b):
    x = (a[1] - a[0]) * (b[1] - b[0]) % P
    y = (a[1] + a[0]) * (b[1] + b[0]) % P
    z = 2 * a[3] * b[3] * D % P
    w = 2 * a[2] * b[2] % P
    e, f, g, h = y - x, w - z, w + z, y + x
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_mul(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        scalar >>= 1
    return result


def point_equal(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def decompress(data):
    y = int.from_bytes(data, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def ed25519_holds(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a = decompress(public)
    r = decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return point_equal(point_mul(s, BASE), point_add(r, point_mul(h, a)))


def ml_dsa_44_holds(public, message, signature):
    """None when this machine has nothing that can tell."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric import mldsa

        key = mldsa.MLDSA44PublicKey.from_public_bytes(public)
    except (ImportError, AttributeError):
        return None
    except Exception as error:  # the library's own "not supported here"
        if type(error).__name__ == "UnsupportedAlgorithm":
            return None
        raise
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


# ---------------------------------------------------------------- C2SP notes


def b64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad(f"{text!r} is not base64") from None
    if base64.b64encode(data).decode() != text:
        raise Bad(f"{text!r} is not the one base64 of its bytes")
    return data


def parse_vkey(text):
    name, key_id, key = text.split("+", 2)
    data = b64(key)
    expected = sha256(name.encode(), b"\n", data)[:4]
    if expected.hex() != key_id:
        raise Bad(f"the key id of {name} is not the one of its key")
    return name, expected, data[0], data[1:]


def parse_note(data):
    try:
        whole = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Bad("the note is not UTF-8") from None
    if any(ord(c) < 0x20 and c != "\n" for c in whole):
        raise Bad("the note has control characters")
    at = whole.rfind("\n\n")
    if at < 0 or not whole.endswith("\n"):
        raise Bad("the note has no signatures")
    text, lines = whole[: at + 1], whole[at + 2 : -1].split("\n")
    signatures = []
    for line in lines:
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014" or not parts[1]:
            raise Bad(f"{line!r} is not a signature line")
        blob = b64(parts[2])
        if len(blob) <= 4:
            raise Bad("a signature has no bytes")
        signatures.append((parts[1], blob[:4], blob[4:]))
    return text, signatures


def parse_checkpoint(text):
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] != "" or "" in lines[:-1]:
        raise Bad("the checkpoint has not three non-empty lines")
    origin, size, root = lines[:3]
    if not size.isascii() or not size.isdigit() or (size != "0" and size[0] == "0"):
        raise Bad(f"{size!r} is not a tree size")
    root = b64(root)
    if len(root) != 32:
        raise Bad("the root is not 32 bytes long")
    return origin, int(size), root


def signature_holds(vkey, text, signature):
    name, _key_id, kind, public = vkey
    if kind == 0x01:
        return ed25519_holds(public, text.encode(), signature)
    time = struct.unpack(">Q", signature[:8])[0]
    if kind == 0x04:
        message = f"cosignature/v1\ntime {time}\n{text}".encode()
        return ed25519_holds(public, message, signature[8:])
    if kind == 0x06:
        origin, size, root = parse_checkpoint(text)
        message = b"".join(
            [
                b"subtree/v1\n\x00",
                bytes([len(name.encode())]) + name.encode(),
                struct.pack(">Q", time),
                bytes([len(origin.encode())]) + origin.encode(),
                struct.pack(">QQ", 0, size),
                root,
            ]
        )
        return ml_dsa_44_holds(public, message, signature[8:])
    raise Bad(f"keys of type {kind} are not known")


def check_signatures(text, signatures, vkeys):
    """Every key must have signed; those that nothing here can check are only counted."""
    unchecked = 0
    for vkey in map(parse_vkey, vkeys):
        mine = [s for n, i, s in signatures if (n, i) == (vkey[0], vkey[1])]
        if not mine:
            raise Bad(f"{vkey[0]}+{vkey[1].hex()} has not signed")
        for signature in mine:
            holds = signature_holds(vkey, text, signature)
            if holds is None:
                unchecked += 1
            elif not holds:
                raise Bad(f"the signature of {vkey[0]}+{vkey[1].hex()} does not hold")
        if vkey[2] != 0x04 and vkey[0] != text.split("\n", 1)[0]:
            raise Bad(f"{vkey[0]} signs for the origin {text.split(chr(10), 1)[0]}")
    return unchecked


def read_checkpoint(path, vkeys):
    with open(path, "rb") as file:
        text, signatures = parse_note(file.read())
    unchecked = check_signatures(text, signatures, vkeys)
    return *parse_checkpoint(text), unchecked


# ---------------------------------------------------------------- C2SP tiles


def tile_file(folder, level, n, width):
    digits = f"{n:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join(["x" + g for g in groups[:-1]] + groups[-1:])
    suffix = "" if width == 256 else f".p/{width}"
    name = os.path.join(folder, "tile", str(level), path + suffix)
    try:
        with open(name, "rb") as file:
            return file.read()
    except OSError as error:
        raise Bad(f"{name}: {error.strerror}") from None


def bundle(folder, n, width):
    data = tile_file(folder, "entries", n, width)
    entries = []
    while data:
        if len(data) < 2:
            raise Bad(f"entry bundle {n} ends within a length")
        size = struct.unpack(">H", data[:2])[0]
        if len(data) < 2 + size:
            raise Bad(f"entry bundle {n} ends within an entry")
        entries.append(data[2 : 2 + size])
        data = data[2 + size :]
    if len(entries) != width:
        raise Bad(f"entry bundle {n} has {len(entries)} entries, not {width}")
    return entries


def tile_widths(level, size):
    count = size // 256**level
    return [min(256, count - n * 256) for n in range(-(-count // 256))]


def read_log(folder, size):
    """The hashes of all entries, after all tiles have been held against them."""
    hashes = [
        leaf_hash(entry)
        for n, width in enumerate(tile_widths(0, size))
        for entry in bundle(folder, n, width)
    ]
    level, row = 0, hashes
    while row:
        for n, width in enumerate(tile_widths(level, size)):
            if tile_file(folder, level, n, width) != b"".join(row[n * 256 : n * 256 + width]):
                raise Bad(f"tile {n} of level {level} is not what its entries make")
        row = [tree_hash(row[i : i + 256]) for i in range(0, len(row) - 255, 256)]
        level += 1
    return hashes


def command_tiles(folder, *vkeys):
    if not vkeys:
        raise Bad("no key was given")
    origin, size, root, unchecked = read_checkpoint(os.path.join(folder, "checkpoint"), vkeys)
    if tree_hash(read_log(folder, size)) != root:
        raise Bad("the entries do not make the signed root")
    return f"{origin}: {size} entries, root {root.hex()}, {unchecked} signatures not checkable here"


def command_proof(path, entry_path, *vkeys):
    if not vkeys:
        raise Bad("no key was given")
    with open(path, "rb") as file:
        head, _, note = file.read().partition(b"\n\n")
    lines = head.decode().split("\n")
    if lines[0] != "c2sp.org/tlog-proof@v1":
        raise Bad("this is not a proof")
    lines = lines[2:] if lines[1].startswith("extra ") else lines[1:]
    if not lines[0].startswith("index "):
        raise Bad("the proof has no index")
    index = int(lines[0][6:])
    text, signatures = parse_note(note)
    check_signatures(text, signatures, vkeys)
    origin, size, root = parse_checkpoint(text)
    if index >= size:
        raise Bad("the index is beyond the tree")
    with open(entry_path, "rb") as file:
        leaf = leaf_hash(file.read())
    if root_of_path(index, size, leaf, [b64(line) for line in lines[1:]]) != root:
        raise Bad("the entry is not at that place of the log")
    return f"{origin}: entry {index} of {size}"


def command_consistency(folder, old):
    with open(old, "rb") as file:
        _, first, old_root = parse_checkpoint(parse_note(file.read())[0])
    with open(os.path.join(folder, "checkpoint"), "rb") as file:
        _, second, _ = parse_checkpoint(parse_note(file.read())[0])
    if first > second:
        raise Bad(f"the log has {second} entries, the older checkpoint {first}")
    if tree_hash(read_log(folder, second)[:first]) != old_root:
        raise Bad("the log does not begin with the older one")
    return f"from {first} to {second} entries"


COMMANDS = {"tiles": command_tiles, "proof": command_proof, "consistency": command_consistency}


def main(argv):
    if len(argv) < 3 or argv[0] not in COMMANDS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print("good:", COMMANDS[argv[0]](*argv[1:]))
    except Bad as error:
        print("bad:", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
