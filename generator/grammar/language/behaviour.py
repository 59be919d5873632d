"""The tables of what may happen to a row: states, transitions and actions."""

from __future__ import annotations

from generator.grammar.language import words
from generator.grammar.shapes import (
    Choice,
    Either,
    Expression,
    Key,
    ListOf,
    MapOf,
    Record,
    Split,
    Table,
    Word,
)

STATES = Table(
    "states",
    "states",
    "The state machine of an entity.",
    (
        Key("field", words.FIELD, "The field that holds the state.", default="status"),
        Key("values", words.values(words.STATE), "The states.", required=True),
        Key(
            "initial",
            words.one_or_list(words.STATE),
            "The state of a new row; in a list, functions may give the others.",
            required=True,
        ),
        Key(
            "transitions",
            MapOf(words.TRANSITION, Record("transition"), noun="transition"),
            "The ways from state to state.",
        ),
    ),
)

_SHARED = (
    Key(
        "needs",
        ListOf(words.MEMBER),
        "Fields and to-one relations the body may give and that must be set afterwards.",
    ),
    Key("takes", ListOf(words.MEMBER), "Those the body may give."),
    Key(
        "reason",
        Choice(("optional", "required")),
        "A text kept in the audit event, not in the row.",
        default="optional",
    ),
    Key(
        "four_eyes",
        ListOf(words.TO_ONE_PATH),
        "The actor is none of these users; no policy lifts it.",
    ),
    Key("guard", words.CHECKS, "Checks on the row as it stands; unmet: 409."),
    Key(
        "set",
        MapOf(words.MEMBER, Expression(nullable=True), noun="value"),
        "What is written with the change.",
    ),
    Key("writes", ListOf(words.MEMBER), "What its function may write besides."),
    Key("call", words.FUNCTION, "A function run after the change, in its transaction."),
    Key("title", words.TITLE, "The name for people.", default="the name in words"),
    Key("doc", words.DOC, "What it does, in one sentence."),
    Key("deprecated", Record("deprecated"), "Still served, no longer recommended."),
)

TRANSITION = Table(
    "transition",
    "a transition",
    "An action on a row that also moves its state.",
    (
        Key("from", words.one_or_list(words.STATE), "The states it starts from.", required=True),
        Key("to", words.STATE, "The state it leads to.", required=True),
        Key(
            "by",
            Choice(("system",)),
            "No route and no policy word: run by functions, or by `when`.",
        ),
        Key("when", words.EXPRESSION, "The rows that are moved by the clock."),
        Key("every", words.INTERVAL, "How often `when` is looked at.", default="1 day"),
        *_SHARED,
    ),
)

_OUTPUT_WORD = Word("output", rf"{words.CAMEL}|file", "an entity, [Entity], a map, or file")

ACTION = Table(
    "action",
    "an action",
    "Something that may be done with a row or a collection, beyond reading and writing it.",
    (
        Key("at", Choice(("row", "collection")), "What it is done with.", default="row"),
        Key(
            "method",
            Choice(("POST", "GET", "PUT", "PATCH", "DELETE")),
            "The HTTP method; GET may not write.",
            default="POST",
        ),
        Key(
            "input",
            MapOf(
                words.MEMBER,
                Either(
                    scalar=words.TYPE,
                    mapping=Split("to", Record("input_relation"), Record("input_field")),
                ),
                noun="input field",
            ),
            "What the body gives: fields, and relations as `{to: Entity}`.",
        ),
        Key(
            "output",
            Either(
                scalar=_OUTPUT_WORD,
                sequence=ListOf(words.ENTITY, most=1),
                mapping=MapOf(
                    words.MEMBER,
                    Either(
                        scalar=words.TYPE,
                        mapping=Split("to", Record("input_relation"), Record("input_field")),
                    ),
                    noun="output field",
                    least=1,
                ),
            ),
            "What it answers: `X` a row, `[X]` a page, a map of fields, or `file`.",
            default="nothing, 204",
        ),
        *_SHARED,
    ),
)

TABLES = (STATES, TRANSITION, ACTION)
