"""Scores and levels of risks, and what a treatment or an acceptance does to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import column, select, table
from sqlmodel import col

from domain.matrix import check, level, tolerated
from domain.queries import among, fetch, tally
from generated.control.models import Control
from generated.risk.models import Risk, RiskAcceptance, RiskMatrix, RiskTreatmentPlan
from generated.risk.schemas import RiskMatrixEvaluateInput, RiskScoreInput, RiskTopInput
from generated.task.models import Task
from runtime.domain_api import Context, concerns
from runtime.problems import Conflict, Invalid, Violation

SCORES = ("inherent_likelihood", "inherent_impact", "residual_likelihood", "residual_impact")
RATED_BY = (*SCORES, "matrix_id", "category")
TITLE_LIMIT = 250


@concerns(*RATED_BY)
async def levels(context: Context, values: dict[str, Any], row: Risk | None) -> None:
    """Puts levels and appetite beside the scores that are about to be written.

    Raises Invalid (`OUTSIDE_SCALE`) for a step that the risk's matrix does not have.
    """
    if row is not None and not any(name in values for name in RATED_BY):
        return
    rated = {name: values.get(name, getattr(row, name, None)) for name in RATED_BY}
    values.update(await _rating(context, rated))


async def check_matrix(context: Context, values: dict[str, Any], row: RiskMatrix | None) -> None:
    """Refuses a matrix whose labels, bands or appetite do not fit its size (Invalid)."""
    names = ("size", "likelihood_labels", "impact_labels", "level_bands", "appetite_by_category")
    merged = {name: values.get(name, getattr(row, name, None)) for name in names}
    if merged["size"] is None:
        merged["size"] = RiskMatrix.model_fields["size"].default
    violations = check(merged)
    if violations:
        raise Invalid("The matrix does not fit together.", errors=violations)


async def score(context: Context, row: Risk, data: RiskScoreInput) -> Risk:
    """Writes a new assessment; residual values that are not given stay as they are."""
    for name in SCORES:
        value = getattr(data, name)
        if value is not None:
            setattr(row, name, value)
    rating = await _rating(context, {name: getattr(row, name) for name in RATED_BY})
    for name, value in rating.items():
        setattr(row, name, value)
    return row


async def matrix_counts(context: Context, _data: object = None) -> dict[str, Any]:
    """How many visible, open risks lie in each cell, by inherent and by residual values."""
    ids = await context.visible_ids(Risk, col(Risk.status) != "closed")
    inherent = (col(Risk.inherent_likelihood), col(Risk.inherent_impact))
    residual = (col(Risk.residual_likelihood), col(Risk.residual_impact))
    return {
        "inherent": await _cells(context, ids, *inherent),
        "residual": await _cells(context, ids, *residual),
    }


async def top(context: Context, data: RiskTopInput) -> Sequence[UUID]:
    """The visible, open risks with the highest current score, the highest first."""
    ids = await context.visible_ids(Risk, col(Risk.status) != "closed")
    ordered = (
        select(col(Risk.id))
        .where(among(col(Risk.id), ids))
        .order_by(col(Risk.current_score).desc(), col(Risk.id))
        .limit(data.size)
    )
    return [row.id for row in await fetch(context.session, ordered)]


async def evaluate(
    context: Context, row: RiskMatrix, data: RiskMatrixEvaluateInput
) -> dict[str, Any]:
    """Score and level by one matrix; Invalid (`OUTSIDE_SCALE`) for a step it does not have."""
    _demand_steps(row, {"likelihood": data.likelihood, "impact": data.impact}, "?")
    points = data.likelihood * data.impact
    return {"score": points, "level": level(row.level_bands, points)}


async def snapshot(context: Context, row: RiskAcceptance, _data: object = None) -> None:
    """Keeps the scores of the risk as they are when its acceptance is asked for."""
    risk = await _risk_of(context, row)
    row.score_snapshot = {
        **{name: getattr(risk, name) for name in SCORES},
        "inherent_score": risk.inherent_score,
        "inherent_level": _word(risk.inherent_level),
        "residual_score": risk.residual_score,
        "residual_level": _word(risk.residual_level),
        "taken_at": context.now.isoformat(),
    }


async def accept(context: Context, row: RiskAcceptance, _data: object = None) -> None:
    """Moves the risk to accepted, now that its acceptance is approved."""
    await context.move(await _risk_of(context, row), "accept")


async def lapse(context: Context, row: RiskAcceptance, _data: object = None) -> None:
    """Sends the risk back to assessment, now that its acceptance has ended.

    A risk that has moved on in the meantime, to treatment or to its close, stays where it is.
    """
    risk = await _risk_of(context, row)
    if risk.status in ("accepted", "monitored"):
        await context.move(risk, "lapse")


async def extend(context: Context, row: RiskAcceptance, _data: object = None) -> None:
    """Asks for the decision anew: the risk is open again, on the scores that it has today."""
    await lapse(context, row)
    await snapshot(context, row)


async def generate_tasks(
    context: Context, row: RiskTreatmentPlan, _data: object = None
) -> dict[str, int]:
    """Opens a task for each control of a plan that has none under this plan yet."""
    links = table(
        "risk_treatment_plans_controls", column("control_id"), column("risk_treatment_plan_id")
    )
    planned = select(links.c.control_id).where(links.c.risk_treatment_plan_id == row.id)
    served = select(col(Task.control_id)).where(
        col(Task.plan_id) == row.id, col(Task.control_id).is_not(None)
    )
    missing = await context.visible_ids(
        Control, col(Control.id).in_(planned), col(Control.id).not_in(served)
    )
    for key in missing:
        control = await context.get(Control, key)
        if control is not None:
            await context.create(
                Task,
                title=f"Put in place {control.ref}: {control.name}"[:TITLE_LIMIT],
                due_on=row.target_date,
                assignee_id=control.owner_id,
                reporter_id=context.actor.id,
                risk_id=row.risk_id,
                control_id=key,
                plan_id=row.id,
            )
    return {"created": len(missing)}


async def _rating(context: Context, rated: Mapping[str, Any]) -> dict[str, Any]:
    """The values that follow from scores, matrix and category; none where the matrix is unknown."""
    matrix = await context.get(RiskMatrix, rated["matrix_id"])
    if matrix is None:
        return {}
    _demand_steps(matrix, {name: rated[name] for name in SCORES}, "/")
    inherent = _product(rated["inherent_likelihood"], rated["inherent_impact"])
    residual = _product(rated["residual_likelihood"], rated["residual_impact"])
    current = residual if residual is not None else inherent
    limit = tolerated(matrix.appetite_by_category, str(rated["category"]))
    return {
        "inherent_level": level(matrix.level_bands, inherent),
        "residual_level": level(matrix.level_bands, residual),
        "above_appetite": current is not None and limit is not None and current > limit,
    }


async def _risk_of(context: Context, row: RiskAcceptance) -> Risk:
    risk = await context.get(Risk, row.risk_id)
    if risk is None:
        raise Conflict("The risk of this acceptance is out of reach.", code="RISK_OUT_OF_REACH")
    return risk


def _demand_steps(matrix: RiskMatrix, steps: Mapping[str, int | None], mark: str) -> None:
    message = f"The scale of this matrix ends at {matrix.size}."
    outside = [
        Violation(f"{mark}{name}", "OUTSIDE_SCALE", message)
        for name, step in steps.items()
        if step is not None and step > matrix.size
    ]
    if outside:
        raise Invalid(message, errors=outside)


def _product(likelihood: int | None, impact: int | None) -> int | None:
    return None if likelihood is None or impact is None else likelihood * impact


def _word(value: object) -> str | None:
    return None if value is None else str(value)


async def _cells(
    context: Context, ids: Sequence[UUID], likelihood: Any, impact: Any
) -> list[dict[str, int]]:
    rows = await tally(context.session, likelihood, impact, where=among(col(Risk.id), ids))
    return [
        {"likelihood": across, "impact": up, "count": count}
        for across, up, count in rows
        if across is not None and up is not None
    ]
