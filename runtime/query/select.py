"""A plan as one SQL statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from runtime.policy.reach import Reach
from runtime.query.conditions import test_sql
from runtime.query.expression import columns, conjunction, quoted, reachable, visible_row
from runtime.query.order import after, carried, joins, keys_json, order_by
from runtime.query.past import known_row, rows_of
from runtime.query.plan import EXACT_MAX, ListPlan, RowPlan
from runtime.query.projection import Marks, Projector, related
from runtime.query.recall import recalled
from runtime.query.seeking import Seek, seek
from runtime.query.statement import KEY, Parameters, Statement


@dataclass(frozen=True, slots=True)
class Query:
    """A statement, and the marks in its body that become cursors."""

    statement: Statement
    marks: Marks


def list_query(plan: ListPlan, reach: Reach, *, recall: bool = False) -> Query:
    """The statement of a page; gives one row: (items, keys of the last or null, total or null).

    With `recall` it takes a total that is remembered, and gives the snapshot of its own besides.

    One row more than the page is read, to know whether another page follows. The limit stands in
    the text: as a parameter the planner would not know it. What is shown of a row is worked out
    for the rows of the page alone.
    """
    parameters = Parameters()
    projector = Projector(reach, parameters, past=plan.as_of is not None, many=True)
    table = rows_of(plan.resource, plan.as_of, parameters)
    where = row_conditions(plan, reach, parameters)
    rest = where if plan.after is None else conjunction([where, after(plan, reach, parameters)])
    order = order_by(plan.order, "r", reach, parameters)
    shown = projector.object(plan.resource, plan.selection, "r", f'r."~n" <= {plan.limit}')
    stored = columns(plan.resource, "r") + carried(plan.order, "r", reach, parameters)
    table_joined = f"{table} r{joins(plan.order, 'r', reach, parameters)}"
    skipped = f" offset {plan.offset}" if plan.offset else ""
    keys = keys_json(plan.order, "r", reach, parameters)
    look = seek(plan, reach, parameters)
    total = _total(plan, table, where, look)
    if recall:
        total = recalled(plan, total, parameters)
    rows = look.rows(
        "r",
        lambda arm: (
            f"select {stored}\n"
            f"  from {table_joined} where {conjunction([rest, arm])}\n"
            f"  order by {order} limit {plan.limit + 1}{skipped}"
        ),
    )
    return Query(
        parameters.statement(
            f"{look.first}select '[' || coalesce(string_agg({shown}, ',' order by r.\"~n\")\n"
            f"    filter (where r.\"~n\" <= {plan.limit}), '') || ']',\n"
            f"  case when count(*) > {plan.limit} then max({keys})"
            f' filter (where r."~n" = {plan.limit}) end,\n'
            f"  {total}\n"
            f'from (select r.*, row_number() over () as "~n" from ({rows}) r) r'
            + "".join(f"\n{join}" for join in projector.joins)
        ),
        projector.marks,
    )


def rows_query(plan: ListPlan, reach: Reach, *, cells: bool = False) -> Query:
    """The statement of all rows of a list in its order; gives the JSON text of each.

    With `cells` an array of the texts of its members instead: null is empty, an object is JSON.
    """
    parameters = Parameters()
    projector = Projector(reach, parameters, past=plan.as_of is not None, many=True)
    where = row_conditions(plan, reach, parameters)
    order = order_by(plan.order, "r", reach, parameters)
    shown = projector.object(plan.resource, plan.selection, "r")
    stored = columns(plan.resource, "r") + carried(plan.order, "r", reach, parameters)
    table = rows_of(plan.resource, plan.as_of, parameters)
    table_joined = f"{table} r{joins(plan.order, 'r', reach, parameters)}"
    look = seek(plan, reach, parameters)
    found = look.rows(
        "r",
        lambda arm: (
            f"select {stored}\n  from {table_joined} where {conjunction([where, arm])}\n"
            f"  order by {order}"
        ),
    )
    rows = f"({found}) r"
    last = ""
    if projector.joins:
        # What is joined may come in another order, which is then made anew.
        rows = f'(select r.*, row_number() over () as "~n" from {rows}) r'
        last = '\norder by r."~n"'
    joined = "".join(f"\n{join}" for join in projector.joins)
    given = shown
    if cells:
        given = f"array(select coalesce(j.value #>> '{{}}', '') from json_each(({shown})::json) j)"
    return Query(
        parameters.statement(f"{look.first}select {given}\nfrom {rows}{joined}{last}"),
        projector.marks,
    )


def row_query(plan: RowPlan, reach: Reach, key: UUID) -> Query:
    """The statement of one row; gives (JSON text, version), or no row where none is seen."""
    parameters = Parameters()
    projector = Projector(reach, parameters, past=plan.as_of is not None)
    if plan.as_of is None:
        found = visible_row(plan.resource, reach, "read", key, parameters)
    else:
        found = _past_row(plan, plan.as_of, reach, key, parameters)
    shown = projector.object(plan.resource, plan.selection, "r")
    version = "r.version" if plan.resource.field("version") else "1"
    joins = "".join(f"\n{join}" for join in projector.joins)
    return Query(
        parameters.statement(f"select {shown}, {version}\nfrom ({found}) r{joins}"),
        projector.marks,
    )


def estimate_statement(plan: ListPlan, reach: Reach) -> Statement:
    """What the planner expects of the list, and of the table as a whole, in that order.

    The two are told apart in the plan as the children of an Append; their ratio is the filters'
    share, free of what row-level security adds to both.
    """
    parameters = Parameters()
    table = quoted(plan.resource.table)
    where = row_conditions(plan, reach, parameters)
    return parameters.statement(
        f"explain (format json) select from {table} r where {where} union all select from {table} r"
    )


def _past_row(
    plan: RowPlan, moment: datetime, reach: Reach, key: UUID, parameters: Parameters
) -> str:
    """The row as it stood; who may read it now, or might at last, may read it then."""
    wanted = parameters.add(key, "uuid", KEY)
    rows = rows_of(plan.resource, moment, parameters, wanted)
    known = known_row(plan.resource, reach, wanted, "n", parameters)
    return f"select {columns(plan.resource, 'r')} from {rows} r where exists (select {known})"


def row_conditions(plan: ListPlan, reach: Reach, parameters: Parameters) -> str:
    """What holds for the rows `r` of the list: within reach, of its parent, meeting its tests."""
    conditions = []
    if plan.as_of is None:
        conditions += reachable(plan.resource, reach, "read", "r", parameters)
    else:
        # The rows of the past are within reach already, by what they are now.
        reach.condition(plan.resource, "read", "r", parameters)
    if plan.within is not None:
        key = parameters.add(plan.within.parent_id, "uuid", KEY)
        conditions += related(plan.within.parent, plan.within.relation, key, "r", parameters)
    conditions += [test_sql(test, "r", reach, parameters) for test in plan.conditions]
    return conjunction(conditions)


def _total(plan: ListPlan, table: str, where: str, look: Seek) -> str:
    if plan.count == "none":
        return "null::bigint"
    most = "" if plan.count == "exact" else f" limit {EXACT_MAX + 1}"
    rows = look.rows(
        "r", lambda arm: f"select 1 from {table} r where {conjunction([where, arm])}{most}"
    )
    return f"(select count(*) from ({rows}) r)"
