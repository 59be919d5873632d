"""What a change of the model itself does to access, beside the policy: scopes, four eyes, frozen.

Sentences about everybody come from `charter.policy.holds`, which says the same on the pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import partial

from charter.policy.access import AccessTable
from charter.policy.changes import Change, Danger, Kind, danger, listed, people
from charter.policy.holds import all_actions, conditions, page_of
from charter.policy.scope_logic import implies
from generator.expressions.shape import FieldShape, ToManyShape, ToOneShape, Type
from generator.expressions.tree import Constant, Expression
from generator.expressions.words import words
from generator.model import Action, Entity, Model
from runtime.policy.rules import Rule

_TOLD_APART = ("**Four eyes**", "**Frozen**", "Personal data")
"""Sentences that have a comparison of their own, or say nothing of who may do what."""


def model_changes(old: AccessTable, new: AccessTable) -> Iterator[Change]:
    """What the two models say otherwise; nothing where both tables have the same model."""
    if old.model is new.model:
        return
    yield from _roles(old, new)
    names = renamed(old.model, new.model)
    same = {**names, **{new.entity(now).name: old.entity(was).name for now, was in names.items()}}
    earlier = {names.get(each, each) for each in new.words.resources}
    for resource in old.words.resources.keys() - earlier:
        yield _told(f"{resource} is gone, with all that anybody could do there", resource)
    for entity in new.model.entities.values():
        before = names.get(entity.resource, entity.resource)
        if before in old.words.resources:
            yield from _Pair(old, new, old.entity(before), entity, same).changes()
        else:
            yield _told(f"{entity.resource} is new", entity.resource)


def renamed(old: Model, new: Model) -> dict[str, str]:
    """The policy words of entities that the model says were called otherwise, as they were."""
    entities = new.entities.values()
    return {
        entity.resource: old.entities[entity.was].resource
        for entity in entities
        if entity.was in old.entities
        and entity.name not in old.entities
        and entity.was not in new.entities
    }


def renamed_fields(before: Entity, after: Entity) -> dict[str, str]:
    """The fields, as in JSON, that the model says were called otherwise, with that name."""
    found = {}
    earlier = {field.name for field in before.fields}
    for field in after.fields:
        if field.was in earlier and field.name not in earlier:
            found[field.name] = field.was
    columns = {relation.name: relation.column for relation in before.relations}
    for relation in after.relations:
        if relation.was in columns and relation.name not in columns:
            found[relation.column] = columns[relation.was]
    return found


def _roles(old: AccessTable, new: AccessTable) -> Iterator[Change]:
    for role in new.roles:
        if role not in old.roles:
            yield Change(Kind.CHANGE, f"the role {role} is new", roles=(role,))
    for role in old.roles:
        if role not in new.roles:
            text = f"the role {role} is gone, with all that it could do"
            yield Change(Kind.CHANGE, text, roles=(role,))


def _told(text: str, resource: str, *actions: str) -> Change:
    return Change(Kind.CHANGE, text, resources=(resource,), actions=actions)


@dataclass(frozen=True, slots=True)
class _Pair:
    """An entity as it was and as it is."""

    old: AccessTable
    new: AccessTable
    before: Entity
    after: Entity
    same: Mapping[str, str]
    """Entities of another name, and their policy words, with what they were called."""

    def changes(self) -> Iterator[Change]:
        """All that is not what it was, for everybody."""
        if self.before.resource != self.after.resource:
            yield self._says(f"{self.before.resource} is now called {self.after.resource}")
        yield from self._actions()
        yield from self._scopes()
        yield from self._frozen()
        yield from self._fields()
        yield from self._setting()
        yield from self._computed()
        facts = (page_of(*side)["facts"] for side in self._sides())
        yield from self._sentences(self.after.resource, *facts)

    def _sides(self) -> tuple[tuple[Entity, Model], tuple[Entity, Model]]:
        return (self.before, self.old.model), (self.after, self.new.model)

    def _says(
        self, text: str, *actions: str, kind: Kind = Kind.CHANGE, look: int = 0, scope: str = ""
    ) -> Change:
        scopes = (scope,) if scope else ()
        return Change(kind, text, look, (), (self.after.resource,), actions, scopes)

    # ------------------------------------------------------------------------------- actions

    def _actions(self) -> Iterator[Change]:
        resource = self.after.resource
        earlier = {action.name: action for action in all_actions(self.before)}
        words_ = self.old.actions(self.before.resource), self.new.actions(resource)
        for name in words_[1]:
            if name not in words_[0]:
                yield self._says(f"{name} of {resource} is new{self._takers(name)}", name)
        for name in words_[0]:
            if name not in words_[1]:
                yield self._says(f"{name} of {resource} is gone: nobody can take it", name)
        for action in all_actions(self.after):
            if action.name in earlier:
                yield from self._action(earlier[action.name], action)

    def _takers(self, action: str) -> str:
        """Who may take an action, for a sentence about everybody."""
        resource = self.after.resource
        roles = [
            role for role in self.new.roles if not self.new.cell(role, resource, action).refused
        ]
        return (
            f" (who may take it: {people(roles, self.new.inherited)})"
            if roles
            else " (no role may take it)"
        )

    def _action(self, before: Action, after: Action) -> Iterator[Change]:
        name, what = after.name, f"{after.name} of {self.after.resource}"
        yield from self._four_eyes(before, after, what)
        steps = [(each.from_states, each.to_state) for each in (before, after)]
        if steps[0] != steps[1] and after.to_state:
            told = [f"{listed(froms, 'or')} to {to}" for froms, to in steps if froms and to]
            text = f"{what} now leads from {', it led from '.join(reversed(told))}"
            yield self._says(text, name)
        asked = [{*each.needs, *each.takes} for each in (before, after)]
        for names, state in ((asked[1] - asked[0], "now"), (asked[0] - asked[1], "no longer")):
            if names:
                yield self._says(f"{what} {state} sets {listed(sorted(names))}", name)
        yield from self._sentences(what, conditions(before), conditions(after), name)

    def _four_eyes(self, before: Action, after: Action, what: str) -> Iterator[Change]:
        people = dict(before.four_eyes), dict(after.four_eyes)
        lifted = [name for name in people[0] if name not in people[1]]
        added = [name for name in people[1] if name not in people[0]]
        takers = self._takers(after.name)
        if lifted:
            text = f"four eyes: {what} is no longer refused to the row's {listed(lifted)}{takers}"
            yield self._says(text, after.name, kind=Kind.GRANT, look=Danger.ACTS_SOME)
        if added:
            text = f"four eyes: {what} is now refused to the row's {listed(added)}{takers}"
            yield self._says(text, after.name, kind=Kind.TAKE, look=Danger.ACTS_SOME)
        for name in people[0].keys() & people[1].keys():
            if self._differs(people[0][name], people[1][name]):
                text = f"four eyes: whom {what} means by the row's {name} has changed"
                yield self._says(text, after.name)

    # -------------------------------------------------------------------- scopes and freezing

    def _scopes(self) -> Iterator[Change]:
        earlier = {scope.name: scope.test for scope in self.before.scopes}
        for scope in self.after.scopes:
            test = earlier.get(scope.name)
            used = self._rules(scope.name)
            if used and test is not None and self._differs(test, scope.test):
                yield self._scope(scope.name, test, scope.test, used)

    def _rules(self, scope: str) -> list[Rule]:
        return [
            rule
            for rule in self.new.rules.rules
            if rule.resource == self.after.resource and rule.scope == scope
        ]

    def _scope(self, name: str, old: Expression, new: Expression, used: list[Rule]) -> Change:
        kind = _kind(old, new, used)
        many = f"{len(used)} rule{'s use' if len(used) > 1 else ' uses'} it"
        text = f"{name} of {self.after.resource} now means: {_both(old, new)}; {many}"
        actions = list(dict.fromkeys(rule.action for rule in used))
        look = min(
            danger(self.new, self.after.resource, action, every=False)
            for rule in used
            for action in self._expanded(rule.action)
        )
        return Change(
            kind,
            text,
            look,
            tuple(dict.fromkeys(rule.role for rule in used)),
            (self.after.resource,),
            tuple(actions),
            (name,),
            lines=tuple(rule.line for rule in used),
        )

    def _expanded(self, action: str) -> Iterable[str]:
        return self.new.actions(self.after.resource) if action == "*" else (action,)

    def _frozen(self) -> Iterator[Change]:
        before, after = self.before.frozen, self.after.frozen
        rows = f"rows of {self.after.resource}"
        say = partial(self._says, look=Danger.WRITES_SOME)
        if before is not None and after is None:
            text = f"{rows} are no longer frozen; they were, while {words(before)}"
            yield say(text, "update", "delete", kind=Kind.GRANT)
        elif before is None and after is not None:
            text = f"{rows} are now frozen while {words(after)}: nobody can update or delete them"
            yield say(text, "update", "delete", kind=Kind.TAKE)
        elif before is not None and after is not None and self._differs(before, after):
            kind = _direction(after, before)
            text = f"{rows} are now frozen while: {_both(before, after)}"
            yield say(text, "update", "delete", kind=kind)

    def _differs(self, before: Expression, after: Expression) -> bool:
        """Whether an expression may mean something else; computed fields are looked through."""
        same = _meaning(before, self.old.model, {}) == _meaning(after, self.new.model, self.same)
        return not same and not (
            implies(before.tree, after.tree)
            and implies(after.tree, before.tree)
            and not before.computed | after.computed
        )

    # ---------------------------------------------------------------------- fields, the rest

    def _fields(self) -> Iterator[Change]:
        """New fields, with who sees them: no mask was written with them in mind."""
        resource = self.after.resource
        known = self.old.words.resources[self.before.resource].fields
        earlier = renamed_fields(self.before, self.after)
        secret = {field.name for field in self.before.fields if field.secret}
        seen: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
        for name in sorted(self.new.words.resources[resource].fields - known):
            roles = self._seeing(name)
            if roles and name not in earlier:
                seen.setdefault((name in secret, roles), []).append(name)
        for (was_secret, roles), names in seen.items():
            many = "are" if len(names) > 1 else "is"
            who = people(roles, self.new.inherited)
            state = "no longer secret" if was_secret else "new"
            yield Change(
                Kind.GRANT if was_secret else Kind.CHANGE,
                f"{listed(names)} of {resource} {many} {state}: seen by {who}",
                Danger.SEES_FIELD,
                roles,
                (resource,),
                fields=tuple(names),
            )

    def _setting(self) -> Iterator[Change]:
        """Fields that requests can set and could not, or the other way round."""
        resource = self.after.resource
        old, new = (
            self.old.words.resources[self.before.resource],
            self.new.words.resources[resource],
        )
        both = old.fields & new.fields
        freed = sorted((old.server_set - new.server_set) & both)
        kept = sorted((new.server_set - old.server_set) & both)
        for names, state, kind in ((freed, "no longer", Kind.GRANT), (kept, "now", Kind.TAKE)):
            if names:
                text = f"{listed(names)} of {resource}: {state} set by the server alone"
                look = Danger.SETS_FIELD
                yield Change(kind, text, look, resources=(resource,), fields=tuple(names))

    def _computed(self) -> Iterator[Change]:
        """Fields that show something else: perhaps what a mask hides under its own name."""
        earlier = {field.name: field.computed for field in self.before.fields}
        for field in self.after.fields:
            old, new = earlier.get(field.name), field.computed
            if old is not None and new is not None and self._differs(old, new):
                text = f"{field.name} of {self.after.resource} now shows: {_both(old, new)}"
                names = (field.name,)
                yield Change(Kind.CHANGE, text, resources=(self.after.resource,), fields=names)

    def _seeing(self, field: str) -> tuple[str, ...]:
        resource = self.after.resource
        masks = ((role, self.new.masks(role, resource).get(field)) for role in self.new.roles)
        return tuple(
            role
            for role, mask in masks
            if not (mask is not None and mask.hidden)
            and not self.new.cell(role, resource, "read").refused
        )

    def _sentences(
        self, what: str, before: Iterable[str], after: Iterable[str], *actions: str
    ) -> Iterator[Change]:
        old, new = ([each for each in side if _told_here(each)] for side in (before, after))
        for text in old:
            if text not in new:
                yield self._says(f"{what}: no longer so: {_plain(text)}", *actions)
        for text in new:
            if text not in old:
                yield self._says(f"{what}: now so: {_plain(text)}", *actions)


def _kind(old: Expression, new: Expression, used: list[Rule]) -> Kind:
    """A scope that lets more rows in grants by its allow lines and takes by its deny lines."""
    effects = {rule.allow for rule in used}
    if len(effects) > 1:
        return Kind.CHANGE
    return _direction(old, new) if effects == {True} else _direction(new, old)


def _direction(old: Expression, new: Expression) -> Kind:
    """Whether the test lets in certainly more rows than it did, or fewer; else just a change."""
    if old.computed | new.computed:
        return Kind.CHANGE
    wider, narrower = implies(old.tree, new.tree), implies(new.tree, old.tree)
    if wider == narrower:
        return Kind.CHANGE
    return Kind.GRANT if wider else Kind.TAKE


def _both(old: Expression, new: Expression) -> str:
    """An expression now and before, in words; as written where the words are the same."""
    said = words(new), words(old)
    if said[0] == said[1] and old.text != new.text:
        said = new.text, old.text
    if said[0] == said[1]:
        return f"{said[0]}, and what this leads to has changed"
    return f"{said[0]}; it was: {said[1]}"


def _meaning(expression: Expression, model: Model, same: Mapping[str, str]) -> object:
    """What decides the value: the tree, and the trees of the computed fields that it names."""
    computed = []
    for entity, name in sorted(expression.computed):
        test = model.entity(entity).field(name).computed
        meant = _meaning(test, model, same) if test is not None else None
        computed.append((same.get(entity, entity), name, meant))
    return _bare(expression.tree, same), tuple(sorted(computed, key=lambda each: each[:2]))


def _bare(tree: object, same: Mapping[str, str]) -> object:  # noqa: PLR0911  # one a kind
    """A tree without what does not change its meaning: types, and whether a column is required."""
    match tree:
        case Type():
            return None
        case Constant(value=value):
            return Constant, value
        case FieldShape(name=name):
            return name
        case ToOneShape(name=name, targets=targets) | ToManyShape(name=name, target=targets):
            return name, _bare(targets, same)
        case str():
            return same.get(tree, tree)
        case tuple():
            return tuple(_bare(each, same) for each in tree)
    if is_dataclass(tree):
        parts = tuple(_bare(getattr(tree, part.name), same) for part in fields(tree))
        return type(tree).__name__, parts
    return tree


def _told_here(sentence: str) -> bool:
    return not sentence.startswith(_TOLD_APART)


def _plain(sentence: str) -> str:
    """Without marks of Markdown, and the full stop that ends it on a page."""
    return sentence.replace("**", "").replace("`", "").rstrip(".")
