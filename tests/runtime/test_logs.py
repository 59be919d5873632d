"""The access log in production: prepared lines with the members of structlog's."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import structlog

from runtime.logs import REQUEST_ID, Access, AccessLog, JsonAccessLog, access_log, configure_logs

ACTOR = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
PLAIN = Access("GET", "/api/v1/items", "/api/v1/items", 200, 1.25, "192.0.2.7", ACTOR, "r-1")
ODD = Access("BREW", '/é"\\\n\u2028\x00', "(unmatched)", 0, 12345.0, None, None, "r-2")


@dataclass
class Logged:
    """What was written, and the access log."""

    stream: io.StringIO
    access: AccessLog

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.stream.getvalue().splitlines()]


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Logged]:
    """Where logs go, set up as in production; as before at the end."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, structlog.get_config())
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logs("info", production=True)
    yield Logged(stream, access_log(production=True))
    root.handlers[:], level, config = before
    root.setLevel(level)
    structlog.configure(**config)


@pytest.mark.parametrize("access", [PLAIN, ODD])
def test_a_line_has_the_members_that_structlog_gives_it(logged: Logged, access: Access) -> None:
    said = access._asdict() | {"actor": str(access.actor) if access.actor else None}
    structlog.get_logger("charter.http").info("request", **said)
    logged.access(access)
    theirs, ours = logged.lines()
    for line in (theirs, ours):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", line.pop("timestamp"))
    assert ours == theirs


def test_a_level_above_info_leaves_it_out(logged: Logged) -> None:
    logging.getLogger().setLevel(logging.WARNING)
    logged.access(PLAIN)
    assert logged.lines() == []


async def test_lines_of_one_turn_are_written_together_and_whole() -> None:
    pieces: list[str] = []

    class Written(io.StringIO):
        def write(self, text: str) -> int:
            pieces.append(text)
            return len(text)

    stream = Written()
    logging.getLogger().setLevel(logging.INFO)
    write = JsonAccessLog(stream).add
    for number in range(50):
        write(PLAIN._replace(request_id=f"r-{number}"))
    assert pieces == []
    await asyncio.sleep(0)
    assert all(piece.endswith("\n") and len(piece) <= 4096 for piece in pieces)
    assert len(pieces) < 25
    lines = [json.loads(line) for line in "".join(pieces).splitlines()]
    assert [line["request_id"] for line in lines] == [f"r-{number}" for number in range(50)]


def test_other_lines_of_a_request_have_its_id(logged: Logged) -> None:
    bound = REQUEST_ID.set("r-9")
    logging.getLogger("elsewhere").warning("from the standard library")
    structlog.get_logger("charter.audit").warning("from structlog")
    REQUEST_ID.reset(bound)
    structlog.get_logger("charter.audit").warning("outside")
    assert [line.get("request_id") for line in logged.lines()] == ["r-9", "r-9", None]
