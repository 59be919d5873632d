"""Merkle trees as Certificate Transparency has them (RFC 6962, section 2.1).

A leaf's hash is SHA-256 of a zero byte and its content, a node's that of a one byte and its two
children. The tree of n leaves is split at the largest power of two below n, so a tree that grows
keeps all its perfect subtrees. Hashes are 32 bytes each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

WIDTH = 32
"""Bytes of a hash."""
EMPTY = sha256(b"").digest()
"""The root of no leaves."""


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf."""
    return sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def hashes_of(blob: bytes) -> Iterator[bytes]:
    """The hashes of a run of them."""
    for start in range(0, len(blob), WIDTH):
        yield blob[start : start + WIDTH]


class Frontier:
    """The right edge of a growing tree: the roots of its perfect subtrees, the widest first.

    It is all that is needed to append leaves and to tell the root.
    """

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self._peaks = list(peaks)
        if len(self._peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} perfect subtrees")

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """The frontier that `to_bytes` gave; ValueError where it does not fit the size."""
        if len(data) % WIDTH:
            raise ValueError("a frontier is a run of hashes")
        return cls(size, hashes_of(data))

    def to_bytes(self) -> bytes:
        """The hashes one after another, the widest subtree first."""
        return b"".join(self._peaks)

    def append(self, leaf: bytes) -> None:
        """Adds the hash of a leaf."""
        peaks, size = self._peaks, self.size
        while size & 1:
            leaf = sha256(b"\x01" + peaks.pop() + leaf).digest()
            size >>= 1
        peaks.append(leaf)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Adds the hashes of leaves."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """The root of the tree as it is."""
        if not self._peaks:
            return EMPTY
        found = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            found = node_hash(peak, found)
        return found


class Tree:
    """All nodes of a tree, for proofs: twice the memory of its leaves."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        self._levels: list[Sequence[bytes]] = [list(leaves)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            self._levels.append([node_hash(left, right) for left, right in pairs])

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` leaves; over all by default."""
        size = self.size if size is None else size
        return self._range(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """The audit path of a leaf in the tree of the first `size` leaves (RFC 6962, 2.1.1)."""
        size = self.size if size is None else size
        if not 0 <= index < size <= self.size:
            raise ValueError(f"no leaf {index} in a tree of {size}")
        path: list[bytes] = []
        start = 0
        while size > 1:
            half = _half(size)
            if index - start < half:
                path.append(self._range(start + half, size - half))
                size = half
            else:
                path.append(self._range(start, half))
                start, size = start + half, size - half
        return path[::-1]

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        """The proof that the tree of `second` leaves begins with that of `first` (2.1.2)."""
        second = self.size if second is None else second
        if not 0 <= first <= second <= self.size:
            raise ValueError(f"no trees of {first} and {second}")
        if first in (0, second):
            return []
        return self._consistency(first, 0, second, whole=True)

    def _consistency(self, first: int, start: int, size: int, *, whole: bool) -> list[bytes]:
        if first == size:
            return [] if whole else [self._range(start, size)]
        half = _half(size)
        if first <= half:
            rest = self._consistency(first, start, half, whole=whole)
            return [*rest, self._range(start + half, size - half)]
        rest = self._consistency(first - half, start + half, size - half, whole=False)
        return [*rest, self._range(start, half)]

    def _range(self, start: int, size: int) -> bytes:
        """The root over `size` leaves from `start`, which begins where a subtree does."""
        if size & (size - 1) == 0:
            level = size.bit_length() - 1
            return self._levels[level][start >> level]
        half = _half(size)
        return node_hash(self._range(start, half), self._range(start + half, size - half))


def _half(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << (size - 1).bit_length() - 1


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf at `index` to the root of `size` leaves."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(step, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def extends(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """Whether the proof shows that the tree of `second` leaves begins with that of `first`."""
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        expected = EMPTY if first == 0 else second_root
        return not proof and first_root == expected
    steps = list(proof)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    if not steps:
        return False
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
