"""Changes that call something otherwise, or put it elsewhere."""

from __future__ import annotations

from tests.generator.migrations.pairs.oracle import Rows
from tests.generator.migrations.pairs.pair import Pair
from tests.generator.migrations.pairs.sketch import FILES, ends, links, reword, table
from tests.generator.migrations.pairs.start import ENTITIES


def entity(pair: Pair) -> str | None:
    """Another name for an entity, and so for its table, links and keys."""
    name = pair.entity()
    taken = {*pair.after.entities(), *pair.before.entities()}
    now = pair.random.choice([each for each in ENTITIES if each not in taken])
    if name in pair.named:
        return None
    _move_links(pair, name, now)
    pair.rows[table(now)] = pair.rows.pop(table(name))
    for file in FILES:
        pair.after.files[file] = reword(pair.after.files[file], name, now)
    pair.after.entity(now)["was"] = name
    pair.named[now] = name
    pair.fills = [reword(each, name, now) for each in pair.fills]
    pair.columns |= {(now, to): was for (of, to), was in pair.columns.items() if of == name}
    pair.busy |= {(now, member) for of, member in pair.busy if of == name}
    return f"{name} is called {now}"


def _move_links(pair: Pair, name: str, now: str) -> None:
    for left in pair.after.entities():
        for member, relation in pair.after.relations(left).items():
            if not relation.get("many") or name not in (left, relation["to"]):
                continue
            other = now if left == name else left
            right = {**relation, "to": now if relation["to"] == name else relation["to"]}
            held = pair.rows.pop(links(left, member))
            pairs = dict(zip(ends(left, relation), ends(other, right), strict=True))
            pair.rows[links(other, member)] = {
                key: {pairs.get(column, column): each for column, each in row.items()}
                for key, row in held.items()
            }


def field(pair: Pair) -> str | None:
    """Another name for a field, also where others mention it."""
    found = pair.field(lambda member, spec: member != "label" and "was" not in spec)
    if found is None:
        return None
    name, member, spec = found
    now = pair.name(name)
    spec["was"] = member
    _reword(pair, name, member, now)
    _move(pair.rows, table(name), member, now)
    pair.columns[name, now] = member
    return f"{name}.{member} is called {now}"


def relation(pair: Pair) -> str | None:
    """Another name for a relation, to one or to many."""
    found = pair.relation(lambda spec: "was" not in spec)
    if found is None:
        return None
    name, member, spec = found
    now = pair.name(name)
    spec["was"] = member
    _reword(pair, name, member, now)
    if spec.get("many"):
        pair.rows[links(name, now)] = pair.rows.pop(links(name, member))
    else:
        _move(pair.rows, table(name), f"{member}_id", f"{now}_id")
        pair.columns[name, f"{now}_id"] = f"{member}_id"
    return f"{name}.{member} (a relation) is called {now}"


def file(pair: Pair) -> str | None:
    """An entity goes to another aggregate."""
    name = pair.entity()
    source = pair.after.file_of(name)
    target = pair.after.files["depot" if source is pair.after.files["shop"] else "shop"]
    if len(source["entities"]) == 1:
        return None
    target["entities"][name] = source["entities"].pop(name)
    return f"{name} moves to another aggregate"


def _reword(pair: Pair, name: str, member: str, now: str) -> None:
    entities = pair.after.file_of(name)["entities"]
    entities[name] = reword(entities[name], member, now)


def _move(rows: Rows, name: str, column: str, now: str) -> None:
    for row in rows[name].values():
        row[now] = row.pop(column)
