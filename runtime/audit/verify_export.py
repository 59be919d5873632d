"""Checks an export of the audit log, on any machine, without the database and without Charter.

This one file needs nothing but Python 3.9 or newer:

    python verify_export.py EXPORT [--checkpoint FILE] [--key HEX] [--retired]

EXPORT is what `charter audit export` wrote; `-` reads standard input. It is checked that

- the head is signed (Ed25519), and by the key that was told, where one was told;
- every leaf asked for is there, and its text hashes into the root of that head;
- the log continues an older checkpoint, where one is given.

Exit 0: all of it holds. 1: something does not; the first bad line is named. 2: wrong usage, or the
file is no export.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
from hashlib import sha256, sha512
from typing import Any, BinaryIO

FORMAT = "charter audit export v1"
TITLE = "charter audit head v1"
EMPTY = sha256(b"").digest()
_HASH = re.compile(r"[0-9a-f]{64}")


class NoExportError(Exception):
    """The file is of another kind, or cannot be read."""


class BrokenError(Exception):
    """Something does not hold."""


# ------------------------------------------------------------------------------------ the tree
# RFC 6962, section 2.1; the checks are the algorithms of RFC 9162, 2.1.3.2 and 2.1.4.2.


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node."""
    return sha256(b"\x01" + left + right).digest()


def includes(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf at `index` to the root of `size` leaves."""
    if not 0 <= index < size:
        return False
    last, found = size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if index & 1 or index == last:
            found = node_hash(step, found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = node_hash(found, step)
        index, last = index >> 1, last >> 1
    return last == 0 and found == root


def extends(first: int, second: int, path: list[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the path shows that the tree of `second` leaves begins with that of `first`."""
    if first in (0, second):
        return not path and old_root == (new_root if first else EMPTY)
    steps = path if first & (first - 1) else [old_root, *path]
    if not first < second or not steps:
        return False
    index, last = first - 1, second - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if index & 1 or index == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            new = node_hash(new, step)
        index, last = index >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


# ------------------------------------------------------------------------------- the signature
# Ed25519 (RFC 8032, section 5.1), checking alone. Points are (X, Y, Z, T): x = X/Z, y = Y/Z and
# xy = T/Z.

Point = tuple[int, int, int, int]
_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_NEUTRAL: Point = (0, 1, 1, 0)


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(factor: int, point: Point) -> Point:
    found = _NEUTRAL
    while factor:
        if factor & 1:
            found = _add(found, point)
        point, factor = _add(point, point), factor >> 1
    return found


def _point(data: bytes) -> Point | None:
    """The point of 32 bytes (section 5.1.3); None where there is none."""
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if x * x % _P != square:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if y >= _P or x * x % _P != square or (x == 0 and odd):
        return None
    if x & 1 != odd:
        x = _P - x
    return x, y, 1, x * y % _P


def _bytes(point: Point) -> bytes:
    inverse = pow(point[2], -1, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def signed(key: bytes, signature: bytes, text: bytes) -> bool:
    """Whether that is the signature of the text by the private half of the key (5.1.7)."""
    if len(key) != 32 or len(signature) != 64:
        return False
    owner, base = _point(key), _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))
    scalar = int.from_bytes(signature[32:], "little")
    if owner is None or base is None or scalar >= _ORDER:
        return False
    digest = sha512(signature[:32] + key + text).digest()
    factor = int.from_bytes(digest, "little") % _ORDER
    x, y, z, t = _times(factor, owner)
    # S B = R + k A, with k A on the other side: R is compared as it is written.
    return _bytes(_add(_times(scalar, base), (_P - x, y, z, _P - t))) == signature[:32]


# ----------------------------------------------------------------------------------- the files


class Head:
    """A signed head: an object of JSON, as `charter audit checkpoint` prints it."""

    def __init__(self, values: dict[str, Any]) -> None:
        """Takes the object; ValueError where it is no head."""
        try:
            self.log, self.sealed_at = _line(values["log"]), _line(values["sealed_at"])
            self.number, self.size = _count(values["number"]), _count(values["size"])
            self.root, self.previous = _hash(values["root"]), _hash(values["previous"])
            self.cluster, self.horizon = _line(values["cluster"]), _line(values["horizon"])
            self.key = bytes.fromhex(_line(values["key"]))
            self.signature = base64.b64decode(_line(values["signature"]), validate=True)
        except KeyError as error:
            raise ValueError(f"its head has no {error}") from None

    def text(self) -> bytes:
        """What is signed."""
        lines = (
            TITLE,
            self.log,
            str(self.number),
            str(self.size),
            self.root.hex(),
            self.sealed_at,
            self.previous.hex(),
            self.cluster,
            self.horizon,
        )
        return "".join(f"{line}\n" for line in lines).encode()

    def demand_signature(self, key: bytes | None) -> None:
        """BrokenError where it is not signed, or by another key than the one that was told."""
        if key is not None and self.key != key:
            raise BrokenError(f"it is signed by another key, {self.key.hex()}")
        if not signed(self.key, self.signature, self.text()):
            raise BrokenError("its signature does not hold")


def _line(value: object) -> str:
    """A line: with a line feed in it, a head could be read in two ways."""
    if not isinstance(value, str) or "\n" in value:
        raise ValueError(f"{value!r} is no line of text")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{value!r} is no count")
    return value


def _hash(value: object) -> bytes:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise ValueError(f"{value!r} is no hash")
    return bytes.fromhex(value)


def _path(value: object) -> list[bytes]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r} is no proof")
    return [_hash(each) for each in value]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON; what stands in it twice could be read in two ways."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member stands twice in it")
    return found


def _object(data: bytes) -> dict[str, Any]:
    """The object of JSON in the data; ValueError where there is none."""
    try:
        found = json.loads(data.decode("utf-8"), object_pairs_hook=_once)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(found, dict):
        raise ValueError("it is no object of JSON")
    return found


# ---------------------------------------------------------------------------------- the checks


class Export:
    """An export that is read and checked line by line.

    `without_text` are the numbers of leaves whose text was not there. `times` are those of the
    first and the last event whose text was there.
    """

    def __init__(self, name: str, file: BinaryIO) -> None:
        """Reads the first line; NoExportError where the file is no export."""
        self._name = name
        self._file = file
        try:
            self.header = _object(file.readline())
            if self.header.get("format") != FORMAT:
                raise ValueError(f'its first line does not say "{FORMAT}"')
            self.head = Head(self.header)
            self.first = _count(self.header.get("from"))
            self.last = _count(self.header.get("to"))
        except ValueError as error:
            raise NoExportError(f"{name}: it is no export of an audit log: {error}") from None
        self.without_text: list[int] = []
        self.times: list[str] = []

    def check(self, key: bytes | None, older: Head | None, *, retired: bool) -> None:
        """Everything; BrokenError with the first bad line."""
        self._told(1, self._check_head, key, older)
        line, last_text = 1, ""
        for number in range(self.first, self.last + 1):
            data, line = self._file.readline(), line + 1
            text = self._told(line, self._check_leaf, number, data, retired)
            if text and not self.times:
                self.times.append(_time(text))
            last_text = text or last_text
        if self._file.readline():
            raise BrokenError(f"{self._name}:{line + 1}: there is more than was asked for")
        self.times += [_time(last_text)] if last_text else []

    def _told(self, line: int, check: Any, *arguments: Any) -> Any:
        """What the check gives; a BrokenError of it says which line it is about."""
        try:
            return check(*arguments)
        except BrokenError as error:
            raise BrokenError(f"{self._name}:{line}: {error}") from None

    def _check_head(self, key: bytes | None, older: Head | None) -> None:
        if not self.first <= self.last < self.head.size:
            raise BrokenError(
                f"leaves {self.first} to {self.last} are none of a log of {self.head.size}"
            )
        self.head.demand_signature(key)
        if older is not None:
            self._check_older(older)

    def _check_older(self, older: Head) -> None:
        """Whether the log of the checkpoint is the beginning of this one."""
        if older.log != self.head.log:
            raise BrokenError(f"it is of the log {self.head.log}, the checkpoint of {older.log}")
        if older.size > self.head.size:
            raise BrokenError(
                f"the checkpoint covers {older.size} leaves, this head {self.head.size}: an older"
                " export, or the log has lost leaves"
            )
        path: list[bytes] = []
        if older.size < self.head.size:
            path = self._consistency(older)
        if not extends(older.size, self.head.size, path, older.root, self.head.root):
            raise BrokenError(
                f"the log does not continue the checkpoint: its first {older.size} leaves are"
                " other ones"
            )

    def _consistency(self, older: Head) -> list[bytes]:
        proof = self.header.get("consistency")
        if not isinstance(proof, dict) or proof.get("size") != older.size:
            raise BrokenError(
                "it has no proof for that checkpoint: export again with --checkpoint and its file"
            )
        try:
            return _path(proof.get("proof"))
        except ValueError as error:
            raise BrokenError(f"consistency: {error}") from None

    def _check_leaf(self, number: int, data: bytes, retired: bool) -> str:
        """The text of the leaf; nothing where it has none and need not have one."""
        if not data:
            raise BrokenError(f"leaf {number} is missing: the export was cut off")
        try:
            values = _object(data)
            if _count(values.get("number")) != number:
                raise BrokenError(f"leaf {number} is missing: here is leaf {values['number']}")
            path = _path(values.get("proof"))
            text = values.get("leaf")
            hashed = _hash(values.get("hash")) if text is None else _hash_of(text)
        except ValueError as error:
            raise BrokenError(f"leaf {number} cannot be read: {error}") from None
        if not includes(hashed, number, self.head.size, path, self.head.root):
            raise BrokenError(f"leaf {number} is not what was sealed: it does not lead to the root")
        if text is not None:
            return str(text)
        if not retired:
            raise BrokenError(f"leaf {number} has no text; say --retired if its month was retired")
        self.without_text.append(number)
        return ""


def _hash_of(text: object) -> bytes:
    """The hash of a leaf's text; what is no text of Unicode is a ValueError too."""
    if not isinstance(text, str):
        raise ValueError("its text is none")
    return leaf_hash(text.encode("utf-8"))


def _time(text: str) -> str:
    """When the event of a leaf was."""
    try:
        return str(json.loads(text)["occurred_at"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "a time that cannot be read"


def _report(export: Export, key: bytes | None, older: Head | None) -> None:
    head, size = export.head, export.last - export.first + 1
    print(f"log         {head.log}")
    print(f"head        {head.number}, sealed at {head.sealed_at}, covers {head.size} leaves")
    print(f"root        {head.root.hex()}")
    print(f"signature   holds, by the key {head.key.hex()}")
    if key is None:
        print("            Compare this key with the one you were given, or say --key HEX.")
    print(f"leaves      {export.first} to {export.last}: all {size} lead to the root")
    if export.without_text:
        missing = len(export.without_text)
        print(
            f"            {missing} of them have no text, {export.without_text[0]} first: retired"
        )
    if export.times:
        print(f"events      from {export.times[0]} to {export.times[-1]}")
    if older is not None:
        print(f"checkpoint  {older.number}, sealed at {older.sealed_at}: the log continues it")
    else:
        print("checkpoint  none given: that nothing older was taken away is not checked.")


def _older(name: str, key: bytes | None, log_key: bytes) -> Head:
    """The checkpoint in a file, which must be signed by the key that is trusted, or the log's."""
    try:
        with open(name, "rb") as file:
            head = Head(_object(file.read()))
    except (OSError, ValueError) as error:
        raise NoExportError(f"{name} is no checkpoint: {error}") from None
    try:
        head.demand_signature(log_key if key is None else key)
    except BrokenError as error:
        raise BrokenError(f"{name}: {error}") from None
    return head


def _key(value: str) -> bytes:
    try:
        return _hash(value.strip().lower())
    except ValueError:
        raise argparse.ArgumentTypeError("a key is 64 hexadecimal digits") from None


def _arguments(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="verify_export.py", description="Checks an export of the audit log, offline."
    )
    parser.add_argument("export", metavar="EXPORT", help="the file; - is standard input")
    parser.add_argument("--checkpoint", metavar="FILE", help="an older head that was kept")
    parser.add_argument("--key", metavar="HEX", type=_key, help="the public key that is trusted")
    parser.add_argument(
        "--retired", action="store_true", help="leaves may lack their text: months were retired"
    )
    return parser.parse_args(given)


def _check(asked: argparse.Namespace, file: BinaryIO) -> None:
    export = Export(asked.export, file)
    older = None
    if asked.checkpoint is not None:
        older = _older(asked.checkpoint, asked.key, export.head.key)
    export.check(asked.key, older, retired=asked.retired)
    _report(export, asked.key, older)


def main(given: list[str] | None = None) -> int:
    """Runs the checks; gives the exit code."""
    asked = _arguments(given)
    try:
        if asked.export == "-":
            _check(asked, sys.stdin.buffer)
        else:
            with open(asked.export, "rb") as file:
                _check(asked, file)
    except BrokenError as error:
        print(error, file=sys.stderr)
        return 1
    except NoExportError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{asked.export} cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
