"""Checks that need more than one declaration at a time.

`check_spec` looks at what is declared, `check_model` at what it was resolved to, `check_history`
at the migrations besides.
"""

from __future__ import annotations

from pathlib import Path

from generator.check.calls import check_calls
from generator.check.circles import check_circles
from generator.check.claims import check_claims
from generator.check.deprecations import check_deprecations
from generator.check.four_eyes import check_four_eyes
from generator.check.later import check_later
from generator.check.members import check_members
from generator.check.platform import check_platform
from generator.check.states import check_states
from generator.check.tables import check_tables
from generator.check.words import check_words
from generator.model import Model
from generator.resolve.context import Context
from generator.schema.build import refuse

__all__ = ["check_history", "check_model", "check_spec"]


def check_spec(context: Context, project: Path) -> None:
    """Names, tables, states, earlier names, functions, and what is not compiled yet."""
    check_members(context.spec, context.problems)
    check_words(context.spec, context.problems)
    check_tables(context)
    check_states(context.spec, context.problems)
    check_claims(context.spec, context.problems)
    check_deprecations(context.spec, context.problems)
    check_calls(context.spec, project, context.problems)
    check_later(context.spec, context.problems)
    check_platform(context.spec, context.problems)


def check_model(model: Model, context: Context) -> None:
    """Circles of keys, deletions that cannot be, four eyes, and what no table can hold yet."""
    check_circles(model, context.problems)
    check_four_eyes(model, context.problems)
    refuse(model, context.problems)


def check_history(model: Model, context: Context, project: Path) -> None:
    """What may not become other than the migrations made it."""
    stable = (
        each.stable or any(entity.stable for entity in each.entities) for each in model.aggregates
    )
    if any(stable):
        # It needs Alembic, which takes longer to import than a model to check.
        from generator.check.stable import check_stable

        check_stable(model, context, project)
