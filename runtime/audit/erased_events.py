"""The statements by which personal values leave the trail; the leaves keep their commitments.

$1 is the subject's id, or null; $2 the addresses that the subject ever had, in lower case.
"""

from __future__ import annotations

from runtime.query.expression import quoted

TRAIL = "audit_events"
TRAILS = r"""
    select c.relname from pg_class as c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and (c.relname = 'audit_events'
            or c.relname like 'audit\_events\_%\_retired' and not c.relispartition)
    order by c.relname"""
"""The trail, and the months that were detached from it and not dropped yet."""
TELL = "select charter_write_event('erase', 'user', $1::uuid, '{}', 'success', $2::text)"
MARK = """
    update audit_events set marks = jsonb_build_object('erased', to_jsonb($2::uuid[]))
    where id = $1::uuid"""
"""Names the events without an actor that lost their values: nothing else tells whose they were."""

# Whoever acted; where nobody is known, the address that was tried.
_ACTED = (
    "(e.actor_id = $1::uuid"
    " or e.actor_id is null and lower(e.actor_email) = any($2::text[]))"
    " and (e.actor_email is not null or e.client_ip is not null)"
)
_MINE = (
    "from jsonb_each_text(e.marks -> 'subjects') as s(field, subject) where s.subject = $1::text"
)
_TOLD = (
    # Most events are about nobody: those are told by the first test.
    f"e.marks ? 'subjects' and exists (select {_MINE} and (e.changes -> s.field ->> 0 is not null"
    " or e.changes -> s.field ->> 1 is not null))"
)
_ABOUT = f"({_ACTED}) or {_TOLD}"


def count(trail: str) -> str:
    """How many events hold values of the subject."""
    return f"select count(*) from {quoted(trail)} as e where {_ABOUT}"  # noqa: S608


def unsealed() -> str:
    """How many of those are not in the log yet."""
    return (
        f"select count(*) from {TRAIL} as e where ({_ABOUT}) and not exists"  # noqa: S608
        " (select from charter_audit_leaves as l where l.event = e.id)"
    )


def addresses(trail: str) -> str:
    """The addresses that the account $1 had, and under which it acted."""
    return f"""
        select distinct lower(a.address) from (
            select e.changes -> 'email' ->> n.side
            from {quoted(trail)} as e, (values (0), (1)) as n(side)
            where e.entity_type = 'user' and e.entity_id = $1::uuid
            union all
            select e.actor_email from {quoted(trail)} as e where e.actor_id = $1::uuid
        ) as a(address)
        where a.address is not null and a.address not like '%@erased.invalid'"""  # noqa: S608


def holders(trail: str) -> str:
    """The accounts that once had the address $1."""
    return f"""
        select distinct e.entity_id from {quoted(trail)} as e
        where e.entity_type = 'user' and e.outcome = 'success' and e.entity_id is not null
            and lower($1::text) in (
                lower(e.changes -> 'email' ->> 0), lower(e.changes -> 'email' ->> 1)
            )
        union
        select e.actor_id from {quoted(trail)} as e
        where e.actor_id is not null and lower(e.actor_email) = lower($1::text)"""  # noqa: S608


def own() -> str:
    """Takes the values out of the events of the erasure itself.

    They are in no leaf yet: what was put in place of a value stands there in plain, and is sealed
    so, since it is about nobody.
    """
    return f"""
        with mine as (
            select e.id, p.told, p.fields
            from {TRAIL} as e,
            lateral (
                select jsonb_object_agg(
                        s.field, jsonb_build_array(null, e.changes -> s.field -> 1)
                    ) as told,
                    array_agg(s.field) as fields
                {_MINE}
            ) as p
            where e.transaction_id = pg_current_xact_id() and p.fields is not null
        )
        update {TRAIL} as e set
            changes = e.changes || mine.told,
            marks = nullif(case
                when (e.marks -> 'subjects') - mine.fields = '{{}}' then e.marks - 'subjects'
                else jsonb_set(e.marks, '{{subjects}}', (e.marks -> 'subjects') - mine.fields)
            end, '{{}}')
        from mine where e.id = mine.id"""  # noqa: S608


def erase(trail: str) -> str:
    """Takes the values out of all other events.

    Gives how many there were, the ids of those without an actor, and the tables they are in.
    """
    return f"""
        with done as (
            update {quoted(trail)} as e set
                actor_email = case when {_ACTED} then null else e.actor_email end,
                client_ip = case when {_ACTED} then null else e.client_ip end,
                changes = e.changes || coalesce(
                    (select jsonb_object_agg(s.field, '[null, null]'::jsonb)
                     {_MINE} and e.changes ? s.field), '{{}}'
                )
            where {_ABOUT}
            returning e.id, e.tableoid, e.actor_id is null and old.actor_email is not null as tried
        )
        select count(*), array_agg(id) filter (where tried),
            array_agg(distinct tableoid::regclass::text)
        from done"""  # noqa: S608
