"""Every name that is made from a word of the spec is made here.

A spec says `AIAssessment`, `owner`, `in_review`; SQL, Python, JSON and paths need their own
spelling of it, and each spelling has to be the same wherever it is used. All functions are pure:
the same words give the same names on every machine.
"""

from __future__ import annotations

import hashlib
import re

from generator import reserved

SQL_LIMIT = 63
"""PostgreSQL cuts identifiers after 63 bytes (NAMEDATALEN - 1), so none may be longer."""

_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PLAIN_SQL = re.compile(r"[a-z_][a-z0-9_]*\Z")


# ------------------------------------------------------------------------------ spelling, words


def snake(camel: str) -> str:
    """snake_case of CamelCase, an acronym being one word.

    `AIAssessment` gives `ai_assessment`, `ISMSScope` `isms_scope`, `SoAEntry` `so_a_entry`.
    """
    return "_".join(_BORDER.split(camel)).lower()


def camel(snake_name: str) -> str:
    """CamelCase of snake_case: `in_review` gives `InReview`."""
    return "".join(word[:1].upper() + word[1:] for word in snake_name.split("_"))


def kebab(snake_name: str) -> str:
    """The spelling of path segments: `change_requests` gives `change-requests`."""
    return snake_name.replace("_", "-")


def title(name: str) -> str:
    """A name in words, for people: `AISystem` gives `AI system`, `due_on` gives `Due on`."""
    words = name.split("_") if "_" in name or name.islower() else _BORDER.split(name)
    spoken = [word if len(word) > 1 and word.isupper() else word.lower() for word in words]
    text = " ".join(spoken)
    return text[:1].upper() + text[1:]


def plural_title(name: str) -> str:
    """The plural of an entity in words: `RiskMatrix` gives `Risk matrices`."""
    words = title(name).split(" ")
    position = _plural_position([word.lower() for word in words])
    words[position] = _plural_like(words[position])
    return " ".join(words)


def sentence(words: str) -> str:
    """A phrase as a sentence: with a capital and a full stop."""
    phrase = words.strip()
    return f"{phrase[:1].upper()}{phrase[1:]}{'' if phrase.endswith('.') else '.'}"


# ------------------------------------------------------------------------------------- plurals

_UNCHANGED = frozenset(
    """
    advice data deer equipment feedback fish furniture hardware information knowledge luggage media
    metadata money music news research series sheep software species staff traffic
    """.split()
)
IRREGULAR = {
    "appendix": "appendices",
    "calf": "calves",
    "child": "children",
    "criterion": "criteria",
    "datum": "data",
    "echo": "echoes",
    "foot": "feet",
    "goose": "geese",
    "half": "halves",
    "hero": "heroes",
    "knife": "knives",
    "leaf": "leaves",
    "life": "lives",
    "loaf": "loaves",
    "man": "men",
    "matrix": "matrices",
    "mouse": "mice",
    "ox": "oxen",
    "person": "people",
    "phenomenon": "phenomena",
    "potato": "potatoes",
    "quiz": "quizzes",
    "self": "selves",
    "shelf": "shelves",
    "thief": "thieves",
    "tomato": "tomatoes",
    "tooth": "teeth",
    "vertex": "vertices",
    "veto": "vetoes",
    "wife": "wives",
    "wolf": "wolves",
    "woman": "women",
}


def plural_word(word: str) -> str:
    """The English plural of one lower-case word.

    In this order: words without plural of their own (`series`), irregular ones (`person`,
    `matrix`), consonant + y (`policies`), Greek -sis and -xis (`analyses`), sibilants
    (`classes`, `boxes`, `statuses`), else s. What that gets wrong is said by `table:`.
    """
    if word in _UNCHANGED:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    if re.search(r"[^aeiou]y\Z", word):
        return word[:-1] + "ies"
    if re.search(r"[sx]is\Z", word):
        return word[:-2] + "es"
    if re.search(r"(s|x|z|ch|sh)\Z", word):
        return word + "es"
    return word + "s"


def plural(snake_name: str) -> str:
    """The plural of a snake_case name: of its last word, or of the word before `of`.

    `risk_matrix` gives `risk_matrices`, `statement_of_applicability` gives
    `statements_of_applicability`.
    """
    words = snake_name.split("_")
    position = _plural_position(words)
    words[position] = plural_word(words[position])
    return "_".join(words)


def _plural_position(words: list[str]) -> int:
    return words.index("of") - 1 if "of" in words[1:] else len(words) - 1


def _plural_like(word: str) -> str:
    if len(word) > 1 and word.isupper():
        return word + "s"
    grown = plural_word(word.lower())
    return grown[:1].upper() + grown[1:] if word[:1].isupper() else grown


# -------------------------------------------------------------------------------------- Python


def attribute(name: str) -> str:
    """The Python attribute for a JSON name; the same wherever nothing stands in the way.

    Keywords, attributes of the base classes (`metadata`, `copy`) and names of types that the
    class body needs (`date`) get a final underscore, which no name of a spec can have. pydantic
    guards the prefixes `model_dump` and `model_validate`: those get `field_` in front. A path
    (`owner.email`) has two underscores for the dot, which stand in no name of a spec.
    """
    if name.startswith(("model_dump", "model_validate")):
        return f"field_{name}_"
    name = name.replace(".", "__")
    taken = (
        name in reserved.PYTHON_KEYWORDS
        or name in reserved.MODEL_ATTRIBUTES
        or name in reserved.ANNOTATIONS
    )
    return f"{name}_" if taken else name


def module(name: str) -> str:
    """The Python module (or package) for a snake_case name: `class` gives `class_`."""
    taken = name in reserved.PYTHON_KEYWORDS or name in reserved.MODULE_NAMES
    return f"{name}_" if taken or name == "type" else name


def class_name(name: str) -> str:
    """The Python class for an entity or enum: `None` gives `None_`, `Field` gives `Field_`."""
    return f"{name}_" if name in reserved.CLASS_NAMES else name


def function(name: str) -> str:
    """The Python function for a snake_case name: `import` gives `import_`."""
    return f"{name}_" if name in reserved.PYTHON_KEYWORDS else name


def enum_class(entity: str, field: str) -> str:
    """The name of an enum said inline: `Risk`, `category` gives `RiskCategory`."""
    return entity + camel(field)


def enum_member(value: str, taken: frozenset[str] | set[str] = frozenset()) -> str:
    """The member for a value: upper case, so that no method or keyword is in the way.

    `none` gives `NONE`, `10_49` gives `V_10_49`. A member already in `taken` gets a number.
    """
    base = re.sub(r"\W", "_", value, flags=re.ASCII).strip("_").upper() or "EMPTY"
    base = f"V_{base}" if base[0].isdigit() else base
    base = f"{base}_" if base in {"NAME", "VALUE"} else base
    return unused(base, taken)


def unused(name: str, taken: frozenset[str] | set[str]) -> str:
    """`name`, or the first of `name_2`, `name_3` … that is not in `taken`."""
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


# ----------------------------------------------------------------------------------------- SQL


def quoted(name: str) -> str:
    """An SQL identifier, in quotes only where PostgreSQL 18 needs them."""
    if _PLAIN_SQL.match(name) and name not in reserved.SQL_QUOTED:
        return name
    return '"' + name.replace('"', '""') + '"'


def limited(name: str) -> str:
    """An SQL identifier of at most 63 bytes.

    A longer one is cut and ends in eight digits of its SHA-256, so that two long names that
    begin alike stay two names.
    """
    raw = name.encode()
    if len(raw) <= SQL_LIMIT:
        return name
    return raw[: SQL_LIMIT - 9].decode(errors="ignore").rstrip("_") + "_" + digest(name)


def digest(text: str) -> str:
    """Eight hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def sql_type(enum: str, tables: frozenset[str] | set[str] = frozenset()) -> str:
    """The PostgreSQL type of an ordered enum: `RiskLevel` gives `risk_level`.

    A built-in type, a keyword or a table of that name (a table is a type too) is avoided.
    """
    name = snake(enum)
    taken = name in reserved.SQL_TYPES or name in reserved.SQL_QUOTED or name in tables
    return limited(f"{name}_enum" if taken else name)


def column(relation: str) -> str:
    """The column and JSON field of a to-one relation: `owner` gives `owner_id`."""
    return f"{relation}_id"


def type_column(relation: str) -> str:
    """The column that says of which entity a polymorphic relation's row is."""
    return f"{relation}_type"


def link_table(table: str, relation: str) -> str:
    """The table of a `many: true` relation: `risks`, `assets` gives `risks_assets`."""
    return limited(f"{table}_{relation}")


def link_columns(left: str, right: str) -> tuple[str, str]:
    """The two columns of a link table, from the snake_case singulars of both sides.

    A link of an entity with itself has `control_id` (the declaring side) and
    `other_control_id`.
    """
    return f"{left}_id", f"other_{right}_id" if left == right else f"{right}_id"


def primary_key(table: str) -> str:
    """The primary key's name."""
    return limited(f"pk_{table}")


def foreign_key(table: str, column_name: str) -> str:
    """The name of the foreign key of a column."""
    return limited(f"fk_{table}_{column_name}")


def check(table: str, what: str) -> str:
    """The name of a CHECK: `what` is a column with its kind (`score_min`) or a rule's code."""
    return limited(f"ck_{table}_{what}")


def unique(table: str, columns: tuple[str, ...], partial: str | None = None) -> str:
    """The name of a unique index; one with a condition carries the digest of its text."""
    return _keyed("uq", table, columns, partial)


def index(table: str, columns: tuple[str, ...], partial: str | None = None) -> str:
    """The name of an index; one with a condition carries the digest of its text."""
    return _keyed("ix", table, columns, partial)


def _keyed(prefix: str, table: str, columns: tuple[str, ...], partial: str | None) -> str:
    tail = f"_{digest(partial)}" if partial else ""
    return limited("_".join((prefix, table, *columns)) + tail)


def sequence(table: str, column_name: str) -> str:
    """The sequence behind a `number` field."""
    return limited(f"sq_{table}_{column_name}")


def trigger(table: str, what: str) -> str:
    """The name of a trigger; `what` says its duty (`audit`, `frozen`)."""
    return limited(f"tr_{table}_{what}")


def policy(table: str, what: str) -> str:
    """The name of a policy of row-level security; `what` is what it lets happen (`read`)."""
    return limited(f"rls_{table}_{what}")


def rule_constraint(table: str, code: str | None, text: str) -> str:
    """The CHECK of a rule: by its own code, else by the digest of its text.

    Neither depends on the order of the rules, so that moving one changes no constraint.
    """
    return check(table, code.lower() if code else f"rule_{digest(text)}")
