"""What a change of policy and model gives and takes away, compared by its effects.

Two tables are held against each other: every role, resource and action with inherited lines, and
the masks of every field. Lines that are only moved, reworded or doubled make no difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from charter.policy.access import AccessTable, Cell
from charter.policy.changes import Change, Danger, Fact, Kind, Said, danger, gathered, listed
from charter.policy.matrix import PUBLIC, denied
from charter.policy.model_changes import model_changes, renamed, renamed_fields
from charter.policy.scope_logic import ScopeLogic
from generator.model import Entity
from runtime.policy.rules import FieldRule, Rule
from runtime.policy.vocabulary import closure

_FREED = "{{roles}} may now {{words}} {} {{resources}} too, which was forbidden"
_UNFORBIDDEN = (
    "{{roles}} {{be}} no longer forbidden to {{words}} {} {{resources}}, "
    "where another role of the same person allows it"
)
_ORDER = {Kind.GRANT: 0, Kind.CHANGE: 1, Kind.TAKE: 2}

type _Line = Rule | FieldRule


def differences(old: AccessTable, new: AccessTable) -> list[Change]:
    """Everything that is not what it was, sorted by danger: what is granted comes first.

    Where the earlier model is not known, both tables are over the same one.
    """
    comparison = _Comparison(old, new)
    facts = [*comparison.of_cells(), *comparison.of_masks()]

    def inherited(role: str) -> frozenset[str]:
        return new.inherited(role) | old.inherited(role)

    found = [*gathered(facts, inherited), *model_changes(old, new)]
    return sorted(
        found, key=lambda each: (_ORDER[each.kind], each.danger, PUBLIC not in each.roles)
    )


class _Comparison:
    def __init__(self, old: AccessTable, new: AccessTable) -> None:
        self.old, self.new = old, new
        self.names = renamed(old.model, new.model)
        self.before = _Lines(old)
        self.after = _Lines(new)
        self._logics: dict[str, list[ScopeLogic]] = {}

    # --------------------------------------------------------------------------------- cells

    def of_cells(self) -> Iterator[Fact]:
        """What roles may do with rows."""
        for after in self.new.cells():
            before = self._cell_before(after)
            if _reach(before) != _reach(after):
                yield from self._granted(before, after)
                yield from self._taken(before, after)

    def _cell_before(self, cell: Cell) -> Cell:
        """The same cell in the earlier policy; an empty one for what was not there."""
        resource = self.names.get(cell.resource, cell.resource)
        known = self.old.words.resources.get(resource)
        if known is None or cell.action not in known.actions or cell.role not in self.old.roles:
            return Cell(cell.role, cell.resource, cell.action)
        return self.old.cell(cell.role, resource, cell.action)

    def _granted(self, before: Cell, after: Cell) -> Iterator[Fact]:
        covers = self._covering(after.resource)
        gained = _outside(after.scopes, before.scopes, covers)
        freed = _outside(denied(before), denied(after), covers)
        if gained:
            replaced = tuple(name for name in before.scopes if covers(name, gained))
            template = (
                f"{{roles}} may now {{words}} {listed(gained)} {{resources}}{_except(after)}"
                f"{_instead('not only', replaced)}{self._without(after)}"
            )
            allowing = [rule for rule in after.allows if rule.scope in gained]
            said = self._said(Kind.GRANT, after, gained, template)
            yield self._fact(said, after, allowing, before.denies)
        if _outside(freed, gained, covers):
            own = not _outside(freed, after.scopes, covers)
            template = (_FREED if own else _UNFORBIDDEN).format(listed(freed))
            lifted = [rule for rule in before.denies if rule.scope in freed]
            said = self._said(Kind.GRANT, after, freed, template)
            yield self._fact(said, after, after.allows, lifted)

    def _taken(self, before: Cell, after: Cell) -> Iterator[Fact]:
        covers = self._covering(after.resource)
        lost = _outside(before.scopes, after.scopes, covers)
        refused = _outside(denied(after), denied(before), covers)
        denying = [rule for rule in after.denies if rule.scope in refused]
        if _outside(lost, refused, covers):
            template = (
                f"{{roles}} may no longer {{any_word}} {listed(lost, 'or')} {{any_resource}}"
                f"{_instead('only', after.scopes)}"
            )
            allowed = [rule for rule in before.allows if rule.scope in lost]
            said = self._said(Kind.TAKE, after, lost, template)
            yield self._fact(said, after, denying, allowed)
        if refused:
            template = (
                f"{{roles}} {{be}} now forbidden to {{any_word}} {listed(refused, 'or')} "
                "{any_resource}, whatever other roles of the same person allow"
            )
            said = self._said(Kind.TAKE, after, refused, template)
            yield self._fact(said, after, denying)

    def _said(self, kind: Kind, cell: Cell, scopes: tuple[str, ...], template: str) -> Said:
        look = danger(self.new, cell.resource, cell.action, every="any" in scopes)
        return Said(kind, look, template, scopes)

    def _fact(
        self, said: Said, cell: Cell, added: Iterable[Rule] = (), gone: Iterable[Rule] = ()
    ) -> Fact:
        lines, before = self._blamed(cell.role, [*added], [*gone], said.kind)
        return Fact(said, (cell.role,), (cell.resource,), (cell.action,), lines, before)

    def _blamed(
        self, role: str, added: list[_Line], gone: list[_Line], kind: Kind
    ) -> tuple[frozenset[int], frozenset[int]]:
        """The lines of the policy now and before that made the difference, g lines among them.

        A grant always names what allows it now: the cause may be a removed deny, or the model.
        """
        lines = self.after.beyond(self.before, role, added)
        before = self.before.beyond(self.after, role, gone)
        if kind is Kind.GRANT and not lines:
            lines = frozenset(line.line for line in added)
        elif not lines and not before:
            before = frozenset(line.line for line in gone)
        return lines, before

    def _without(self, cell: Cell) -> str:
        """The fields that a mask keeps from what is granted."""
        if cell.action not in ("read", "create", "update"):
            return ""
        masks = self.new.masks(cell.role, cell.resource)
        if cell.action == "read":
            names = sorted(name for name, mask in masks.items() if mask.hidden)
            return f", but not its {listed(names)}" if names else ""
        names = sorted(masks.keys() - self.new.words.resources[cell.resource].server_set)
        return f", without setting {listed(names)}" if names else ""

    def _covering(self, resource: str) -> Callable[[str, Iterable[str]], bool]:
        """Whether a scope lies certainly within others, in every model that knows them."""
        if resource not in self._logics:
            self._logics[resource] = [ScopeLogic(each) for each in self._entities(resource)]
        logics = self._logics[resource]

        def covered(scope: str, by: Iterable[str]) -> bool:
            if scope in by or "any" in by:
                return True
            return any(_follows(scope, other, logics) for other in by)

        return covered

    def _entities(self, resource: str) -> Iterator[Entity]:
        """The entity as it is, and as it was if it was there."""
        yield self.new.entity(resource)
        earlier = self.names.get(resource, resource)
        if earlier in self.old.words.resources:
            yield self.old.entity(earlier)

    # --------------------------------------------------------------------------------- masks

    def of_masks(self) -> Iterator[Fact]:
        """What roles see and set of rows that they reach."""
        for role in self.new.roles:
            for resource in self.new.words.resources:
                earlier = self.names.get(resource, resource)
                if role in self.old.roles and earlier in self.old.words.resources:
                    yield from self._masks(role, resource, earlier)

    def _masks(self, role: str, resource: str, earlier: str) -> Iterator[Fact]:
        new, said_before = self.new.masks(role, resource), self.old.masks(role, earlier)
        known = self.new.words.resources[resource].fields
        names = renamed_fields(self.old.entity(earlier), self.new.entity(resource))
        was = {name: names.get(name, name) for name in known}
        old = {name: said_before[was[name]] for name in known if was[name] in said_before}
        shared = {name for name in known if was[name] in self.old.words.resources[earlier].fields}
        reads = self._both(role, resource, earlier, ("read",))
        writes = self._both(role, resource, earlier, ("create", "update"))
        settable = known - self.new.words.resources[resource].server_set
        for name in sorted(shared & (old.keys() | new.keys())):
            field = _Field(role, resource, name, old.get(name), new.get(name))
            hidden = _hidden(field.before), _hidden(field.after)
            if hidden[0] != hidden[1]:
                yield from self._field(field, _SIGHT[hidden[1]], reads)
            closed = field.before is not None, field.after is not None
            if closed[0] != closed[1] and name in settable and (not any(hidden) or all(writes)):
                yield from self._field(field, _SETTING[closed[1]], writes)

    def _both(
        self, role: str, resource: str, earlier: str, actions: tuple[str, ...]
    ) -> tuple[bool, bool]:
        """Whether some of the actions is open to the role, before and now."""
        sides = (self.old, earlier), (self.new, resource)
        before, after = (
            any(not table.cell(role, name, action).refused for action in actions)
            for table, name in sides
        )
        return before, after

    def _field(self, field: _Field, way: _Way, reaching: tuple[bool, bool]) -> Iterator[Fact]:
        """`reaching` is whether the role reaches such rows itself, before and now."""
        if way.kind is Kind.GRANT and reaching == (False, True):
            return  # the sentence that grants the rows leaves the field in
        template = way.own if all(reaching) else way.together
        gone, added = ([mask] if mask else [] for mask in (field.before, field.after))
        lines, before = self._blamed(field.role, [*added], [*gone], way.kind)
        said = Said(way.kind, way.danger, template, of_fields=True)
        yield Fact(said, (field.role,), (field.resource,), (field.name,), lines, before)


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a role and resource with the masks on it, before and now."""

    role: str
    resource: str
    name: str
    before: FieldRule | None
    after: FieldRule | None


@dataclass(frozen=True, slots=True)
class _Way:
    """How to speak of a field: for a role that reaches its rows itself, and for another."""

    kind: Kind
    danger: Danger
    own: str
    together: str


_SIGHT = {
    False: _Way(
        Kind.GRANT,
        Danger.SEES_FIELD,
        "{roles} now see{s} {words} of {resources}",
        "{roles} no longer hide{s} {words} of {resources} from whoever sees it by another role",
    ),
    True: _Way(
        Kind.TAKE,
        Danger.SEES_FIELD,
        "{roles} no longer see{s} {any_word} of {resources}",
        "{roles} now hide{s} {words} of {resources} from whoever has the role, whatever other "
        "roles show",
    ),
}
_SETTING = {
    False: _Way(
        Kind.GRANT,
        Danger.SETS_FIELD,
        "{roles} may now set {words} of {resources}",
        "{roles} no longer keep{s} whoever has the role from setting {words} of {resources}",
    ),
    True: _Way(
        Kind.TAKE,
        Danger.SETS_FIELD,
        "{roles} may no longer set {any_word} of {resources}",
        "{roles} now keep{s} whoever has the role from setting {words} of {resources}, whatever "
        "other roles allow",
    ),
}
"""By whether the field is closed now."""


class _Lines:
    """The lines of one policy by what they say, and the ways on which a role comes to them."""

    def __init__(self, table: AccessTable) -> None:
        lines: list[_Line] = [*table.rules.rules, *table.rules.field_rules]
        self.said = {_key(line) for line in lines}
        self.links = table.rules.inheritance
        self._pairs = {(link.role, link.inherited) for link in self.links}
        self._held = closure(table.rules)

    def beyond(self, other: _Lines, role: str, lines: list[_Line]) -> frozenset[int]:
        """Of these lines those that `other` lacks, or does not hand on to the role; g lines too."""
        fresh = {line.line for line in lines if _key(line) not in other.said}
        wanted = [line for line in lines if not fresh or line.line in fresh]
        far = {line.role for line in wanted} - other._reached(role)
        links = {
            link.line
            for link in self.links
            if (link.role, link.inherited) not in other._pairs
            and link.role in self._reached(role)
            and far & self._reached(link.inherited)
        }
        through = {line.line for line in wanted if line.role in far} if links else set()
        return frozenset(fresh | links | through)

    def _reached(self, role: str) -> frozenset[str]:
        return self._held.get(role, frozenset({role}))


def _key(line: _Line) -> tuple[object, ...]:
    if isinstance(line, Rule):
        return line.role, line.resource, line.action, line.scope, line.allow
    return line.role, line.resource, frozenset(line.fields), line.hidden


def _reach(cell: Cell) -> tuple[frozenset[str], frozenset[str]]:
    """The scopes that let rows in, and those that keep them out."""
    return frozenset(cell.scopes), frozenset(denied(cell))


def _outside(
    scopes: Iterable[str],
    others: Iterable[str],
    covered: Callable[[str, Iterable[str]], bool],
) -> tuple[str, ...]:
    among = tuple(others)
    return tuple(name for name in scopes if not covered(name, among))


def _follows(scope: str, other: str, logics: list[ScopeLogic]) -> bool:
    knowing = [logic for logic in logics if {scope, other} <= set(logic.names)]
    return bool(knowing) and all(other in logic.holding((scope,)) for logic in knowing)


def _hidden(mask: FieldRule | None) -> bool:
    return mask is not None and mask.hidden


def _except(cell: Cell) -> str:
    return f" except {listed(cell.excepted)}" if cell.excepted else ""


def _instead(word: str, scopes: tuple[str, ...]) -> str:
    return f", {word} {listed(scopes)}" if scopes else ""
