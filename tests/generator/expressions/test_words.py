"""Expressions said in English."""

# ruff: noqa: E501  # a case a line

from __future__ import annotations

import pytest

from generator.expressions.words import words
from tests.generator.expressions.building import shapes_of, typed

SHAPES = shapes_of(
    {
        "User": {"name": "text"},
        "RoleAssignment": {"user": "-> User", "role": "text"},
        "Risk": {
            "status": "enum in_review closed",
            "score": "int",
            "inherent_score": "int",
            "is_open": "bool",
            "due_on": "date",
            "owner": "-> User",
            "parent": "-> Risk",
            "parts": "<- Risk.parent",
            "watchers": "<> User by risk_watchers",
        },
    },
    roles=("top_management",),
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('status != "closed"', 'status is not "closed"'),
        ('status in ("closed", "in_review")', 'status is one of "closed", "in_review"'),
        ("score is null or score <= inherent_score", "score is empty or score is at most inherent score"),
        ("due_on < today() and (is_open or score > 3)", "due on is before today and (is open or score is more than 3)"),
        ("not is_open", "not is open"),
        ("owner == actor", "owner is the actor"),
        ("parent.owner != actor", "parent's owner is not the actor"),
        ("actor not in parent.watchers", "the actor is not among parent's watchers"),
        ("not any(parts where score > row.score)", "there are no parts where score is more than this row's score"),
        ("count(parts) == 0", "the number of parts is 0"),
        ("max(parts.score) > 3", "the greatest of score of parts is more than 3"),
        ("latest(parts by due_on).score == 3", "score of the latest of parts (by due on) is 3"),
        ("due_on >= today() + 3 days", "due on is not before (today plus 3 days)"),
        ('has_role(owner, "top_management")', 'owner holds the role "top_management"'),
        ("coalesce(score, 0) > 3", "the first of score, 0 that is not empty is more than 3"),
    ],
)  # fmt: skip
def test_words(text: str, said: str) -> None:
    assert words(typed(text, SHAPES, "Risk")) == said
