"""`charter policy explain`: why somebody may or may not, now or in the past."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from charter.shell import HERE, Format, FormatOption, Project, RefusedError, say, say_json

if TYPE_CHECKING:
    from charter.policy.explain import Explanation, Past
    from runtime.http.app import Parts


def explain(  # noqa: PLR0917 - one an option
    user: Annotated[str | None, typer.Option("--user", help="Who asks: an address.")] = None,
    action: Annotated[str | None, typer.Option("--action", help="A word of the policy.")] = None,
    resource: Annotated[str | None, typer.Option("--resource", help="A kind of row.")] = None,
    key: Annotated[str | None, typer.Option("--id", help="One row.")] = None,
    event: Annotated[str | None, typer.Option("--event", help="An event of the trail.")] = None,
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """Print a decision and the line that made it: of --user, --action and --resource, or --event.

    For those who run the server: it tells of rows that the person asked about may not see.
    """
    from charter.opened import with_parts

    if event is not None:
        wanted = _uuid(event, "--event")
        past = with_parts(folder, lambda parts: _event(parts, wanted))
        if form is Format.JSON:
            say_json(asdict(past))
        else:
            say(*_told_of_event(past))
        return
    if not (user and action and resource):
        raise typer.BadParameter("say --user, --action and --resource, or --event")
    row = _uuid(key, "--id") if key is not None else None
    found = with_parts(folder, lambda parts: _now(parts, user, action, resource, row))
    if form is Format.JSON:
        say_json(asdict(found))
    else:
        say(*_told(found))


def _uuid(text: str, option: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is no id", param_hint=option) from None


async def _now(
    parts: Parts, user: str, action: str, resource: str, key: UUID | None
) -> Explanation:
    from charter.opened import actor_of
    from charter.policy.explain import Question
    from charter.policy.explain import explain as explained
    from runtime.policy.vocabulary import vocabulary_of

    words = vocabulary_of(parts.services.registry).resources
    _demand("resource", resource, words)
    _demand(f"action of {resource}", action, words[resource].actions)
    actor = await actor_of(parts, user)
    reach = parts.policy.reach(actor)
    asked = Question(reach, parts.services.registry[resource], action, key)
    return await explained(parts, asked)


def _demand(what: str, word: str, known: Iterable[str]) -> None:
    from generator.near import did_you_mean

    words = sorted(known)
    if word not in words:
        raise RefusedError(f'"{word}" is no {what}{did_you_mean(word, words)}')


async def _event(parts: Parts, event: UUID) -> Past:
    from charter.policy.explain import explain_event

    found = await explain_event(parts, event)
    if found is None:
        raise RefusedError(f"There is no event {event}.")
    return found


def _told(found: Explanation) -> Iterator[str]:
    row = f" {found.id}" if found.id else ""
    yield f"{found.user}: {found.action} {found.resource}{row}"
    answer = f" ({found.status})" if found.status else ""
    yield f"{found.decision}{answer}: {found.because}"
    deciding = next((line for line in found.lines if line.name == found.line), None)
    if deciding is not None:
        yield f"  {deciding.name}: {deciding.text}"
    yield f"roles: {', '.join(found.roles) or 'none'}"
    for line in found.lines:
        if line is not deciding or len(found.lines) > 1:
            holds = {None: "", True: "; holds", False: "; does not hold"}[line.holds]
            limit = f", limited to {line.limit}" if line.limit else ""
            yield f"  {line.name} {line.effect} {line.scope}{holds} (by {line.via}{limit})"
    for name, here in found.scopes.items():
        yield f"scope {name}: {'holds' if here else 'does not hold'}"
    for hurdle in found.hurdles:
        yield f"in the way: {hurdle}"
    if found.hidden:
        yield f"hidden fields: {', '.join(found.hidden)}"
    if found.read_only:
        yield f"only readable: {', '.join(found.read_only)}"
    yield f"policy {found.policy}"


def _told_of_event(past: Past) -> Iterator[str]:
    row = f" {past.id}" if past.id else ""
    yield f"{past.occurred_at} {past.actor or 'nobody'}: {past.action} {past.resource or ''}{row}"
    yield f"{past.outcome}{f': {past.reason}' if past.reason else ''}"
    yield f"roles: {', '.join(past.roles) or 'none'}"
    if past.rule is None:
        yield "No policy was asked: the write was made past it."
    elif past.text is None:
        yield f"{past.rule}: this policy is not kept here."
    else:
        yield f"{past.rule}: {past.text}"
