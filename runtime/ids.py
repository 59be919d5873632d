"""Ids that the server makes itself, outside of the database: they grow with time."""

from __future__ import annotations

import os
import random
import time
from uuid import UUID

_FIXED = (0xF << 76) | (0x3 << 62)
_MARKS = (0x7 << 76) | (0x2 << 62)
"""Version 7 and the variant, where RFC 9562 has them."""


def time_ordered_id() -> UUID:
    """A UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, then random bits.

    An index over such ids grows at its end, where random ones would touch all of it.
    """
    milliseconds = time.time_ns() // 1_000_000
    below = int.from_bytes(os.urandom(10)) & ~_FIXED
    return UUID(int=milliseconds << 80 | below | _MARKS)


def time_ordered_hex() -> str:
    """The same as 32 hexadecimal digits, for ids that need not be hard to guess, and in haste."""
    milliseconds = time.time_ns() // 1_000_000
    below = random.getrandbits(80) & ~_FIXED
    return f"{milliseconds << 80 | below | _MARKS:032x}"
