"""Earlier names: E017 where two claim one, or where its bearer is still there."""

from __future__ import annotations

from collections.abc import Iterable

from generator.load.nodes import Mapping, Node
from generator.problems import At, Problems
from generator.resolve import read
from generator.resolve.spec import Spec

_Named = tuple[str, At, Mapping | None]


def check_claims(spec: Spec, problems: Problems) -> None:
    """Looks at entities, enums, their values, states, fields and relations."""
    entities = spec.entities.values()
    _claims("entities", ((e.name, e.at, e.node) for e in entities), problems)
    _claims("enums", ((e.name, e.at, _map(e.node)) for e in spec.enums.values()), problems)
    for enum in spec.enums.values():
        _values("values", _map(enum.node), "values", problems)
    for entity in entities:
        fields = [(m.name, m.at, m.map) for m in entity.fields.values()]
        relations = [(m.name, m.at, m.map) for m in entity.relations.values()]
        _claims("fields", fields, problems)
        _claims("relations", relations, problems)
        _values("states", entity.states, "values", problems)
        for member in entity.fields.values():
            _values("values", member.map, "enum", problems)


def _map(node: Node) -> Mapping | None:
    return node if isinstance(node, Mapping) else None


def _values(kind: str, node: Mapping | None, key: str, problems: Problems) -> None:
    listed = node.get(key) if node is not None else None
    if listed is None:
        return
    _claims(kind, ((word, at, details) for word, details, at in read.named(listed)), problems)


def _claims(kind: str, named: Iterable[_Named], problems: Problems) -> None:
    known = list(named)
    renamed = {name for name, _, node in known if node is not None and "was" in node}
    # What is only computed may go on serving the name that its source had.
    current = {name for name, _, node in known if node is None or "computed" not in node}
    first: dict[str, str] = {}
    for name, _, node in known:
        was = read.text(node, "was") if node is not None else None
        if was is None or node is None:
            continue
        at = read.place(node, "was")
        if was in first:
            message = f'{kind} "{first[was]}" and "{name}" both claim to have been "{was}"'
            problems.add(at, "E017", message)
        elif was in current - renamed:
            message = f'"{name}" claims to have been "{was}", which is still there'
            problems.add(at, "E017", message)
        first.setdefault(was, name)
