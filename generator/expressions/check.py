"""Types an expression against the shapes of the entities, and refuses what its place forbids."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import NoReturn

from generator.expressions.functions import Functions
from generator.expressions.lexer import ExpressionError
from generator.expressions.parser import parse
from generator.expressions.paths import Fault, Rows, Start, find, walk
from generator.expressions.shape import Base, FieldShape, Shapes, Type
from generator.expressions.tree import (
    ACTOR,
    BOOL,
    Arithmetic,
    Binary,
    Call,
    Constant,
    Expression,
    Get,
    In,
    IsNull,
    Literal,
    Logic,
    Member,
    Negative,
    Node,
    Not,
    Null,
    Path,
    RowsArgument,
    RowSet,
    Span,
    Typed,
    Unary,
    Use,
)
from generator.expressions.types import (
    NUMBERS,
    TypeFault,
    arithmetic,
    common,
    comparison,
    describe,
    fit,
    goes_into,
)
from generator.expressions.uses import ALLOWED, PLACES, Kind, Reads, refusal
from generator.load.nodes import Scalar
from generator.problems import At, Problems

NULL = Type(Base.NULL)
Known = dict[tuple[str, str], Reads]


def check(  # noqa: PLR0917  # the place of an expression takes this many words
    text: str,
    at: At | Scalar,
    entity: str,
    use: Use,
    shapes: Shapes,
    problems: Problems,
    expect: Type | Base | None = BOOL,
) -> Expression | None:
    """The expression, typed; or None, and the problems say why.

    Args:
        text: the expression as written.
        at: where its first character stands, or the scalar that holds it; problems are reported
            at their own column, unless only the start of a text over several lines is known.
        entity: the entity it is declared on.
        use: where it stands, which decides what it may name.
        shapes: all entities.
        problems: gets E031 to E036 and E043.
        expect: the type (or kind of type) that its place asks for; None for any. For `DEFAULT`
            and `PATH`, which lead to a row, a bool is read as "any row".
    """
    if use in (Use.DEFAULT, Use.PATH) and expect == BOOL:
        expect = Base.ROW
    checker = Checker(entity, use, shapes)
    tree = checker.run(text, expect)
    for fault in checker.faults:
        if fault.code:
            problems.add(_place(at, text, fault.column), fault.code, fault.message, fault.hint)
    if tree is None or checker.faults:
        return None
    return _expression(text, at.at if isinstance(at, Scalar) else at, checker, tree)


def _place(at: At | Scalar, text: str, column: int) -> At:
    if isinstance(at, Scalar):
        return at.place(column - 1)
    return at if "\n" in text else At(at.file, at.line, at.column + column - 1)


def _expression(text: str, at: At, checker: Checker, tree: Typed) -> Expression:
    reads = checker.reads
    return Expression(
        at=at,
        text=text,
        entity=checker.scopes[0],
        tree=tree,
        type=tree.type,
        names=frozenset(reads.names),
        own_only=reads.own_only,
        uses_actor=Kind.ACTOR in reads.kinds,
        uses_clock=Kind.CLOCK in reads.kinds,
        use=checker.use,
        uses_rows=Kind.ROWS in reads.kinds or Kind.ROLE in reads.kinds,
        entities=frozenset(reads.entities),
        computed=frozenset(reads.computed),
    )


def computed_reads(
    entity: str, field: FieldShape, shapes: Shapes, known: Known | None = None
) -> Reads:
    """What a computed field touches, other computed fields included; empty if it is faulty.

    `known` are fields already looked into, and those being looked into: a circle reads nothing.
    """
    known = {} if known is None else known
    if field.computed_text is None:
        return Reads()
    if (entity, field.name) not in known:
        known[entity, field.name] = Reads()
        checker = Checker(entity, Use.COMPUTED, shapes, known)
        checker.run(field.computed_text, None)
        known[entity, field.name] = checker.reads
    return known[entity, field.name]


class Checker(Functions):
    """One expression being typed. `faults` are collected; `reads` says what was touched."""

    def __init__(self, entity: str, use: Use, shapes: Shapes, known: Known | None = None) -> None:
        self.use = use
        self.shapes = shapes
        self.reads = Reads()
        self.faults: list[Fault] = []
        self.scopes = [entity]
        self._known: Known = {} if known is None else known

    def run(self, text: str, expect: Type | Base | None) -> Typed | None:
        """The typed tree, or None."""
        try:
            node = parse(text)
            tree = self.typed(node)
            if not self.faults:
                return self._expected(tree, expect)
        except ExpressionError as error:
            message = f"expression: {error.message} (column {error.column})"
            self.faults.append(Fault(error.column, "E031", message))
        except Fault as fault:
            self.faults.append(fault)
        return None

    # ------------------------------------------------------------------------- expectations

    def _expected(self, tree: Typed, expect: Type | Base | None) -> Typed:
        if self.use in (Use.DEFAULT, Use.PATH) and not _is_path(tree, self.use):
            what = '"actor" or a path from it' if self.use is Use.DEFAULT else "a path to one row"
            raise Fault(1, "E033", f"expected {what}")
        if expect is None:
            return tree
        if self.use in (Use.SET, Use.DEFAULT) and tree.type != NULL:
            _refuse_many_kinds(expect)
        wanted = Type(expect) if isinstance(expect, Base) else expect
        if isinstance(expect, Base) and tree.type.base is expect and not tree.type.many:
            return tree
        fitted = self._fit(tree, wanted)
        if fitted is None or (tree.type == NULL and self.use is not Use.SET):
            found = describe(tree.type)
            raise Fault(1, "E033", f"{PLACES[self.use]} needs {describe(wanted)}, found {found}")
        return fitted

    def _fit(self, tree: Typed, wanted: Type) -> Typed | None:
        with self.typing(1):
            return fit(tree, wanted)

    @contextmanager
    def typing(self, column: int) -> Iterator[None]:
        """Gives a type fault its column."""
        try:
            yield
        except TypeFault as fault:
            raise Fault(column, "E033", fault.message, fault.hint) from fault

    # -------------------------------------------------------------------------------- nodes

    def typed(self, node: Node) -> Typed:  # noqa: PLR0911  # one a kind
        """The typed node. Raises Fault."""
        match node:
            case Literal():
                return constant(node)
            case Path():
                return self.value(node)
            case Call():
                return self.call(node)
            case Unary(operator="not"):
                return Not(self.condition(node.operand))
            case Unary():
                return self._negative(node)
            case Binary(operator="and" | "or"):
                return self._logic(node)
            case Binary(operator="+" | "-" | "*" | "/"):
                return self._arithmetic(node)
            case Binary():
                left, right = self.typed(node.left), self.typed(node.right)
                with self.typing(node.column):
                    return comparison(node.operator, left, right)
            case In():
                return self._in(node)
            case IsNull():
                return Null(self.typed(node.operand), node.negated)
            case RowsArgument():
                return self.misplaced_rows(node)

    def misplaced_rows(self, node: RowsArgument) -> NoReturn:
        """Refuses `where` and `by` outside of the functions of rows."""
        raise Fault(
            node.column, "E033", "where and by belong to the functions of rows: any, count, sum, …"
        )

    def condition(self, node: Node) -> Typed:
        """A node that must be true or false."""
        typed = self.typed(node)
        if typed.type.base is not Base.BOOL or typed.type.many:
            found = describe(typed.type)
            raise Fault(node.column, "E033", f"expected true or false, found {found}")
        return typed

    def _logic(self, node: Binary) -> Typed:
        operands: list[Typed] = []
        for side in (node.left, node.right):
            try:
                typed = self.condition(side)
            except Fault as fault:
                self.faults.append(fault)
                continue
            same = isinstance(typed, Logic) and typed.operator == node.operator
            operands += typed.operands if isinstance(typed, Logic) and same else [typed]
        operator = "and" if node.operator == "and" else "or"
        return Logic(operator, tuple(operands))  # type: ignore[arg-type]  # narrowed to str

    def _negative(self, node: Unary) -> Typed:
        operand = self.typed(node.operand)
        if operand.type.base not in NUMBERS or operand.type.many:
            raise Fault(node.column, "E033", f'there is no "-" of {describe(operand.type)}')
        if isinstance(operand, Constant) and isinstance(operand.value, (int, Decimal)):
            return Constant(-operand.value, operand.type)
        return Negative(operand, operand.type)

    def _arithmetic(self, node: Binary) -> Typed:
        left, right = self.typed(node.left), self.typed(node.right)
        operator = node.operator
        with self.typing(node.column):
            if left.type.base in NUMBERS and right.type.base in NUMBERS:
                pair = common((left, right))
                if pair is not None and not pair[1].many:
                    (left, right), type_ = pair
                    if operator == "/" and type_.base is Base.INT:
                        type_ = Type(Base.DECIMAL)
                    return Arithmetic(operator, left, right, type_)  # type: ignore[arg-type]
            type_ = arithmetic(operator, left.type, right.type)
        return Arithmetic(operator, left, right, type_)  # type: ignore[arg-type]  # one of + -

    def _in(self, node: In) -> Typed:
        item = self.typed(node.item)
        if item.type.many or item.type.base in (Base.NULL, Base.JSON):
            raise Fault(node.column, "E033", f"{describe(item.type)} cannot be in anything")
        if not isinstance(node.options, Path):
            return Member(item, self._options(node, item, node.options), node.negated)
        found = self.find(node.options)
        if isinstance(found, Rows):
            options: Get | RowSet = self.row_set(found, node.options, None)
        else:
            options = found
        if not options.type.many:
            message = f'"{node.options}" is {describe(options.type)}, no list and no rows'
            raise Fault(node.options.column, "E033", message)
        element = Type(options.type.base, False, options.type.enum, options.type.targets)
        with self.typing(node.column):
            fitted = fit(item, element)
        if fitted is None:
            kinds = f"{describe(item.type)} cannot be in a {describe(options.type)}"
            raise Fault(node.column, "E033", kinds)
        return Member(fitted, options, node.negated)

    def _options(self, node: In, item: Typed, options: tuple[Literal, ...]) -> tuple[Constant, ...]:
        constants: list[Constant] = []
        for option in options:
            if option.value is None:
                continue  # equal to nothing
            with self.typing(option.column):
                compared = comparison("==", item, constant(option))
            if isinstance(compared.right, Constant):
                constants.append(compared.right)
        return tuple(constants)

    # -------------------------------------------------------------------------------- paths

    def find(self, path: Path) -> Get | Rows:
        """What a path names, noted in `reads` and tested against the place."""
        found = find(path, self.scopes, self.shapes)
        base = found.base if isinstance(found, Rows) else found
        self.note(base, path.column, found.many.name if isinstance(found, Rows) else "id")
        if isinstance(found, Rows):
            self.touch(Kind.ROWS, path.column, f'the rows "{path}"')
            self.reads.entities.add(found.many.target)
        return found

    def follow(self, path: Path, rows: Rows, depth: int) -> Get:
        """The names that follow a to-many relation in a path."""
        start = Start(depth, rows.many.target, rows.relations)
        found = walk(path, rows.rest, start, self.shapes)
        if isinstance(found, Rows):
            raise Fault(path.column, "E033", f"{path} goes through two to-many relations")
        self.note(found, path.column)
        return found

    def value(self, path: Path) -> Get:
        """A path that must be a value or one row."""
        found = self.find(path)
        if isinstance(found, Rows):
            message = f'"{path}" is many rows, not one value'
            raise Fault(path.column, "E033", message, f"write any({path}), or count({path})")
        return found

    def note(self, get: Get, column: int, bare: str = "id") -> None:
        """Notes what a path touches; `bare` is what it reads of a row that it does not leave."""
        if get.anchor == ACTOR:
            self.touch(Kind.ACTOR, column, '"actor"')
            if get.member is not None:
                self.reads.entities.add("User")
        elif get.steps:
            self.touch(Kind.TO_ONE, column, f'the path "{".".join(get.names)}"')
        self.reads.entities.update(get.places)
        if get.anchor == 0:
            first = get.steps[0] if get.steps else get.member
            self.reads.names.add(first.name if first else bare)
        if isinstance(get.member, FieldShape):
            self._note_field(get, get.member, column)

    def _note_field(self, get: Get, member: FieldShape, column: int) -> None:
        if member.secret and self.use is Use.COMPUTED:
            message = f'"{member.name}" is secret and cannot be used in a computed field'
            raise Fault(column, "E034", message)
        if member.computed_text is None:
            return
        self.reads.computed.add((get.entity, member.name))
        inner = computed_reads(get.entity, member, self.shapes, self._known)
        if get.anchor == 0 and not get.steps:
            self.reads.names.update(inner.names)
        self.reads.entities.update(inner.entities)
        if self.use in (Use.KEY_WHERE, Use.REQUIRED_WHEN) and not inner.own_only:
            verb = "indexed" if self.use is Use.KEY_WHERE else "tested by required_when"
            message = f'"{member.name}" is worked out at read and cannot be {verb}'
            raise Fault(column, "E036", message)
        for kind in sorted(inner.kinds):
            self.touch(kind, column, f'"{member.name}", which reads {kind.value},')

    def touch(self, kind: Kind, column: int, name: str) -> None:
        """Notes a kind of thing touched, or refuses it here. `name` is how the text calls it."""
        self.reads.kinds.add(kind)
        if kind not in ALLOWED[self.use]:
            raise Fault(column, *refusal(self.use, kind, name))


def _refuse_many_kinds(expect: Type | Base) -> None:
    """One value cannot fill the two columns of a relation to several kinds of rows."""
    if isinstance(expect, Type) and expect.base is Base.ROW and len(expect.targets) != 1:
        message = "setting a relation to rows of several kinds is understood but not compiled yet"
        raise Fault(1, "E043", message)


def _is_path(tree: Typed, use: Use) -> bool:
    if not isinstance(tree, Get) or not goes_into(tree.type, Type(Base.ROW)):
        return False
    return (tree.anchor == ACTOR) == (use is Use.DEFAULT)


def constant(literal: Literal) -> Constant:
    """A literal with its type."""
    value = literal.value
    if value is None:
        return Constant(None, NULL)
    if isinstance(value, bool):
        return Constant(value, BOOL)
    bases = {int: Base.INT, Decimal: Base.DECIMAL, str: Base.TEXT, Span: Base.DURATION}
    return Constant(value, Type(bases[type(value)]))
