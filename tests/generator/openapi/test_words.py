"""What the document says of operations in words."""

from __future__ import annotations

import pytest

from generator.emit.operations import operations_of
from generator.openapi.words import description
from tests.generator.resolve.specs import resolved

SPEC = """\
title: Things
entities:
  Thing:
    doc: A thing.
    delete: soft
    fields:
      ref:        {number: T-0001}
      title:      {type: string, max: 20, required: true}
      lent_on:    date
      due_on:     date
      note:       text
    relations:
      owner:  {to: User, required: true}
      parts:  {to: Thing, many: true}
    unique:
      - {fields: [owner, title], where: lent_on is null, code: TWICE}
    rules:
      - {check: due_on is null or due_on > lent_on, code: TOO_SOON, message: Due after lending.}
    frozen: status == "lost"
    states:
      values: [here, lent, lost]
      initial: here
      transitions:
        lend:
          doc: lends it out
          from: here
          to: lent
          needs: [due_on]
          takes: [owner]
          four_eyes: [owner]
          guard:
            - {check: note is null, code: NOTED, message: Read the note first.}
          set: {lent_on: today()}
        lose: {from: [here, lent], to: lost, reason: required}
    actions:
      shelve: {set: {note: null}, deprecated: {since: 2026-01-01, use: lend}}
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The description of every operation of Thing by its kind, or the name of its action."""
    model = resolved(tmp_path_factory.mktemp("things"), SPEC)
    thing = model.entity("Thing")
    return {
        each.action.name if each.action else each.kind: description(thing, each)
        for each in operations_of(model)["Thing"]
    }


def test_a_transition_says_states_members_and_who_may_not(said: dict[str, str]) -> None:
    assert said["lend"] == (
        "Lends it out.\n\n"
        "From here to lent; 409 `INVALID_TRANSITION` otherwise."
        " Needs `due_on`: in the body, or set on the row before (422). Takes `owner_id`."
        " Sets `lent_on` to today.\n\n"
        'Not by whom the row names as "owner" (403 `FOUR_EYES`), whatever their roles.'
        " 409 `NOTED` unless note is empty (Read the note first)."
    )


def test_a_reason_is_announced(said: dict[str, str]) -> None:
    assert said["lose"] == (
        "From here or lent to lost; 409 `INVALID_TRANSITION` otherwise. A reason is required."
    )


def test_what_is_deprecated_names_its_heir(said: dict[str, str]) -> None:
    assert said["shelve"].endswith("Deprecated since 2026-01-01: use `lend`.")


def test_creating_names_keys_and_rules(said: dict[str, str]) -> None:
    assert said["create"].splitlines() == [
        "A thing.",
        "",
        "409 `TWICE` where another row has the same `owner_id` and `title`"
        " among those with: lent on is empty."
        " 422 `TOO_SOON` unless due on is empty or due on is after lent on (Due after lending).",
    ]


def test_a_key_that_the_server_numbers_is_no_conflict_of_the_caller(said: dict[str, str]) -> None:
    assert "`ref`" not in said["create"]


def test_what_is_frozen_is_said_where_it_matters(said: dict[str, str]) -> None:
    frozen = '409 `FROZEN` while status is "lost".'
    assert all(frozen in said[kind] for kind in ("update", "delete", "link", "unlink"))
    assert frozen not in said["lose"]
