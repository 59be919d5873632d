"""What the benchmark takes from PostgreSQL's log, and how it compares answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.speed.alike import difference, plain
from benchmarks.speed.capture import Sent, made_script, of_request
from benchmarks.speed.load import Rate
from benchmarks.speed.report import Result, written
from benchmarks.speed.workloads import WORDS, WORKLOADS, Asked, lua

RISK = "00000000-0000-7000-8000-10000000000a"
LOG = f"""\
9839||LOG:  parameter "log_statement" changed to "all"
11|charter_owner|LOG:  statement: BEGIN
11|charter_owner|LOG:  execute <unnamed>: select * from risks
12|charter_app|LOG:  execute _p1: select value from settings
13|charter_app|LOG:  statement: BEGIN
13|charter_app|LOG:  execute _p2: select set_config(name, $1, true)
13|charter_app|DETAIL:  Parameters: $1 = 'it''s'
13|charter_app|LOG:  execute <unnamed>: select *
\tfrom "risks" where id = $1::uuid and note is not distinct from $2
13|charter_app|DETAIL:  Parameters: $1 = '{RISK}', $2 = NULL
13|charter_app|LOG:  statement: COMMIT
13|charter_app|LOG:  execute _p3: select 1
"""
SENT = [
    Sent("select set_config(name, $1, true)", ("it's",)),
    Sent(
        'select *\nfrom "risks" where id = $1::uuid and note is not distinct from $2',
        (RISK, None),
    ),
]


def test_the_statements_of_a_request_are_those_of_its_transaction() -> None:
    assert of_request(LOG, "risks") == SENT


def test_without_a_transaction_of_its_own_the_settings_go_before_the_statement() -> None:
    kept = [line for line in LOG.splitlines(keepends=True) if "13|" in line or line[0] == "\t"]
    bare = "".join(line for line in kept if "BEGIN" not in line and "COMMIT" not in line)
    assert of_request(bare, "risks") == SENT


def test_two_connections_that_ask_for_the_table_are_not_told_apart() -> None:
    assert of_request(LOG + "14|charter_app|LOG:  execute x: select from risks\n", "risks") == []


@pytest.mark.parametrize("pipelined", [False, True])
def test_a_value_of_the_request_is_drawn_anew_and_all_others_stay(pipelined: bool) -> None:
    script = made_script(SENT, {"risk": RISK}, WORDS, "c0", pipelined=pipelined)
    lines = script.text.splitlines()
    assert lines[0] == "\\set risk random(1, 100000)"
    assert (lines[1], lines[-1]) == (
        ("\\startpipeline", "\\endpipeline") if pipelined else ("BEGIN;", "COMMIT;")
    )
    assert lines[2] == "select set_config(name, :c0_0_1, true);"
    assert "lpad(to_hex(:risk::int), 11, '0')) || '')::uuid" in script.text
    assert "is not distinct from null;" in script.text
    assert script.variables == {"c0_0_1": "it's"}


def test_what_pgbench_would_take_for_a_variable_is_refused() -> None:
    with pytest.raises(SystemExit, match="variable"):
        made_script([Sent("select ':name'")], {}, WORDS, "c0", pipelined=False)


def test_a_request_in_lua_draws_its_words() -> None:
    text = lua(Asked("PATCH", "/r/<risk>?s=<status>", '{"n": "it\'s <serial>"}'), WORDS)
    assert "local statuss = {'identified', 'assessed'," in text
    assert (
        'wrk.format("PATCH", \'/r/\' .. string.format("00000000-0000-7000-8000-1%011x",'
        " math.random(1, 100000)) .. '?s=' .. statuss[math.random(1, 6)], nil,"
        " '{\"n\": \"it\\'s ' .. string.format("
    ) in text


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ({"at": "2026-01-01T00:00:00+00:00"}, {"at": "2026-01-01T00:00:00Z"}, ""),
        ({"items": [{"a": 1, "b": 2}], "total": None}, {"data": [{"a": 1}], "total_count": 1}, ""),
        ({"cost": "4.50"}, {"cost": "4.5"}, ""),
        ({"a": 1}, {"a": 2}, "/a: 1 and 2"),
        ({"items": [{"a": 1}]}, {"items": []}, "/items: 1 and 0"),
        ({"a": 1}, {"b": 1}, ": nothing in common"),
        ({"items": [{"a": 1}, {"a": 2}]}, {"items": [{"a": 2}, {"a": 1}]}, "/items/0/a: 1 and 2"),
    ],
)
def test_answers_are_compared_by_what_both_say(ours: Any, theirs: Any, found: str) -> None:
    assert difference(plain(ours), plain(theirs), "") == found


def test_a_ratio_is_the_median_of_the_rounds_and_a_missed_bound_is_said(tmp_path: Path) -> None:
    rates = {
        "charter": [Rate(50, 1.0), Rate(60, 3.0), Rate(70, 2.0)],
        "pgbench": [Rate(100), Rate(100), Rate(100)],
        "handwritten": [Rate(5), Rate(0), Rate(5)],
    }
    result = Result(WORKLOADS[1], rates)
    ratio, ahead = result.of("pgbench"), result.of("handwritten")
    assert ratio is not None
    assert ahead is not None
    assert (ratio.low, ratio.middle, ratio.high) == pytest.approx((0.55, 0.6, 0.65))
    assert ahead.middle == 12
    assert result.of("fastcrud") is None
    assert result.missed() == ["page of 20, filtered, sorted: 0.60 of pgbench, not 0.65"]
    written([result], 3, 2, tmp_path / "results.json")
    assert '"one_row": null' in (tmp_path / "results.json").read_text()
