"""Ids that grow with time (RFC 9562, section 5.7)."""

from __future__ import annotations

import pytest

from runtime.ids import time_ordered_id


def test_an_id_is_of_version_7_and_begins_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.ids.time.time_ns", lambda: 0x017F22E279B0 * 1_000_000 + 999_999)
    for filler in (b"\x00", b"\xff", b"\x5a"):
        monkeypatch.setattr("runtime.ids.os.urandom", lambda count, byte=filler: byte * count)
        made = time_ordered_id()
        assert (made.version, made.variant) == (7, "specified in RFC 4122")
        assert made.hex.startswith("017f22e279b07")
    assert made.hex == "017f22e279b07a5a9a5a5a5a5a5a5a5a"


def test_later_ones_are_greater_and_none_comes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter(range(1_700_000_000_000, 1_700_000_010_000))
    monkeypatch.setattr("runtime.ids.time.time_ns", lambda: next(now) * 1_000_000)
    made = [time_ordered_id() for _ in range(5_000)]
    assert made == sorted(made)
    monkeypatch.setattr("runtime.ids.time.time_ns", lambda: 1_700_000_000_000_000_000)
    assert len({time_ordered_id() for _ in range(5_000)}) == 5_000
