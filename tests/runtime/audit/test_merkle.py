"""The Merkle tree, held against published vectors and against the RFC's own definition."""

from __future__ import annotations

from hashlib import sha256

import pytest

from runtime.audit.merkle import (
    EMPTY,
    Frontier,
    Tree,
    extends,
    hashes_of,
    includes,
    leaf_hash,
    node_hash,
)

# The leaves and roots that the tests of the reference implementation of Certificate Transparency
# use, and other implementations after it.
LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
SMALL = 65
"""Sizes below this are tried one and all."""


def defined_root(hashes: list[bytes]) -> bytes:
    """The root as section 2.1 of RFC 6962 defines it, by recursion."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << (len(hashes) - 1).bit_length() - 1
    return node_hash(defined_root(hashes[:half]), defined_root(hashes[half:]))


def numbered(size: int) -> list[bytes]:
    return [leaf_hash(str(each).encode()) for each in range(size)]


def hexadecimal(proof: list[bytes]) -> list[str]:
    return [each.hex() for each in proof]


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_roots_are_those_of_the_vectors(size: int) -> None:
    hashes = list(map(leaf_hash, LEAVES))
    grown = Frontier()
    grown.extend(hashes[:size])
    assert Tree(hashes[:size]).root().hex() == grown.root().hex() == ROOTS[size]
    assert Tree(hashes).root(size).hex() == ROOTS[size]
    assert EMPTY.hex() == ROOTS[0]


def test_proofs_are_those_of_the_vectors() -> None:
    hashes = list(map(leaf_hash, LEAVES))
    for (index, size), proof in INCLUSION.items():
        assert hexadecimal(Tree(hashes[:size]).inclusion(index)) == proof
        assert hexadecimal(Tree(hashes).inclusion(index, size)) == proof
    for (old, size), proof in CONSISTENCY.items():
        assert hexadecimal(Tree(hashes[:size]).consistency(old)) == proof
        assert hexadecimal(Tree(hashes).consistency(old, size)) == proof


def test_a_frontier_grows_to_the_same_root_in_whatever_pieces_and_through_its_bytes() -> None:
    hashes = numbered(SMALL)
    for first in range(SMALL):
        grown = Frontier()
        grown.extend(hashes_of(b"".join(hashes[:first])))
        kept = grown.to_bytes()
        assert len(kept) == 32 * first.bit_count()
        for size in range(first, SMALL, 7):
            wider = Frontier.from_bytes(first, kept)
            wider.extend(hashes[first:size])
            assert (wider.size, wider.root()) == (size, defined_root(hashes[:size]))
            again = Frontier.from_bytes(size, wider.to_bytes())
            assert again.root() == wider.root()


def test_a_frontier_has_its_widest_subtree_first() -> None:
    hashes = numbered(7)
    grown = Frontier()
    grown.extend(hashes)
    widest, middle, last = hashes_of(grown.to_bytes())
    assert widest == defined_root(hashes[:4])
    assert middle == defined_root(hashes[4:6])
    assert last == hashes[6]


def test_a_frontier_is_held_against_its_size() -> None:
    for size, roots in ((1, b""), (3, b"x" * 32), (0, b"x" * 32), (2, b"x" * 31), (1, b"x" * 31)):
        with pytest.raises(ValueError, match="a "):
            Frontier.from_bytes(size, roots)


def altered(proof: list[bytes]) -> list[list[bytes]]:
    """Proofs that are not this one: a bit flipped, an element too many or too few, a swap."""
    flipped = [
        [*proof[:at], bytes([each[0] ^ 1, *each[1:]]), *proof[at + 1 :]]
        for at, each in enumerate(proof)
    ]
    swapped = [
        [*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]] for at in range(len(proof) - 1)
    ]
    shorter = [proof[:-1], proof[1:], [each[:-1] for each in proof]] if proof else []
    longer = [[*proof, b"\x00" * 32], [b"\x00" * 32, *proof]]
    return [*flipped, *swapped, *shorter, *longer]


def test_every_inclusion_proof_holds_and_no_altered_one_does() -> None:
    hashes = numbered(SMALL)
    whole = Tree(hashes)
    for size in range(1, SMALL):
        root = defined_root(hashes[:size])
        assert whole.root(size) == root
        for index in range(size):
            proof = whole.inclusion(index, size)
            assert includes(hashes[index], index, size, proof, root)
            assert not includes(hashes[index], index, size, proof, hashes[index - 1])
            assert not includes(hashes[index], size, size, proof, root)
            assert not includes(hashes[index], -1, size, proof, root)
            assert not includes(hashes[SMALL - 1], index, size, proof, root)
            for other in range(size):
                assert (other == index) == includes(hashes[index], other, size, proof, root)
            for wrong in altered(proof):
                assert not includes(hashes[index], index, size, wrong, root)
        with pytest.raises(ValueError, match="no leaf"):
            whole.inclusion(size, size)


def test_every_consistency_proof_holds_and_no_altered_one_does() -> None:
    hashes = numbered(SMALL)
    whole = Tree(hashes)
    roots = [defined_root(hashes[:size]) for size in range(SMALL + 1)]
    for size in range(1, SMALL):
        assert extends(0, size, [], EMPTY, roots[size])
        assert not extends(0, size, [], roots[1], roots[size])
        for old in range(1, size + 1):
            proof = whole.consistency(old, size)
            assert extends(old, size, proof, roots[old], roots[size])
            assert not extends(old, size, proof, roots[old - 1], roots[size])
            assert not extends(old, size, proof, roots[old], roots[size + 1])
            assert not extends(size + 1, size, proof, roots[old], roots[size])
            for wrong in altered(proof):
                assert not extends(old, size, wrong, roots[old], roots[size])
        with pytest.raises(ValueError, match="no trees"):
            whole.consistency(size + 1, size)
