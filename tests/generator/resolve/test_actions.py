from __future__ import annotations

from pathlib import Path

from generator.model import Entity, Kind
from tests.generator.resolve.specs import thing

BODY = """\
fields:
  size: int
  note: text
  done_on: {type: date, write: system}
relations:
  owner: {to: User, required: true, default: actor}
  closed_by: {to: User, write: system}
states:
  values: [draft, in_review, closed]
  initial: [draft, in_review]
  transitions:
    submit: {from: draft, to: in_review, needs: [note], takes: [size, owner], reason: required}
    close:
      from: [draft, in_review]
      to: closed
      four_eyes: [owner]
      guard: size > 1
      set: {done_on: today(), closed_by: actor, note: null}
    lapse: {from: in_review, to: closed, by: system, when: done_on < today(), every: 2 hours}
    expire: {from: in_review, to: closed, by: system, when: done_on < today()}
actions:
  weigh:
    input:
      by_whom: {to: User, required: true}
      hints: {to: Unit, many: true}
      unit: {enum: [g, kg]}
    output: {grams: int}
    guard:
      - {check: size is not null, code: NO_SIZE, message: Say the size first., field: size}
    writes: [size]
    call: domain.thing:weigh
  top: {at: collection, method: GET, output: [Thing], call: domain.thing:top}
  bring_back: {set: {size: 0}, output: Thing}
"""


def _entity(folder: Path) -> Entity:
    (folder / "domain").mkdir()
    (folder / "domain" / "thing.py").write_text("def weigh(): ...\n\n\nasync def top(): ...\n")
    return thing(folder, BODY)


def test_transitions(tmp_path: Path) -> None:
    states = _entity(tmp_path).states
    assert states is not None
    assert (states.field, states.initial) == ("status", ("draft", "in_review"))
    submit, close, lapse, expire = states.transitions
    assert (submit.needs, submit.takes) == (("note",), ("size", "owner"))
    assert submit.reason_required
    assert (submit.at_row, submit.method, submit.path) == (True, "POST", "submit")
    assert (submit.output.shape, submit.output.entity) == ("row", "Thing")
    assert (close.from_states, close.to_state) == (("draft", "in_review"), "closed")
    assert [name for name, _ in close.four_eyes] == ["owner"]
    assert [(one.field, one.column) for one in close.set] == [
        ("done_on", "done_on"),
        ("closed_by", "closed_by_id"),
        ("note", "note"),
    ]
    assert (lapse.system, lapse.every_seconds, expire.every_seconds) == (True, 7_200, 86_400)


def test_guards_answer_in_words(tmp_path: Path) -> None:
    entity = _entity(tmp_path)
    assert entity.states is not None
    (guard,) = entity.states.transitions[1].guard
    assert guard.code == "GUARD_FAILED"
    assert guard.message == "Size is more than 1."
    (said,) = entity.actions[0].guard
    assert (said.code, said.message, said.field) == ("NO_SIZE", "Say the size first.", "size")


def test_what_an_action_takes_and_gives(tmp_path: Path) -> None:
    weigh, top, bring_back = _entity(tmp_path).actions
    assert [member.json_name for member in weigh.input] == ["by_whom_id", "hints_ids", "unit"]
    assert [member.required for member in weigh.input] == [True, False, False]
    unit = weigh.input[2].field
    assert unit is not None
    assert unit.enum is not None
    assert (unit.kind, unit.enum.name) == (Kind.ENUM, "ThingWeighUnit")
    assert (weigh.output.shape, weigh.output.members[0].name) == ("object", "grams")
    assert (weigh.writes, weigh.call) == (("size",), "domain.thing:weigh")
    assert (top.at_row, top.method, top.output.shape) == (False, "GET", "page")
    assert (bring_back.path, bring_back.output.shape) == ("bring-back", "row")
