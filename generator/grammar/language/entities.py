"""The tables of an entity and of its fields and relations."""

from __future__ import annotations

from generator.grammar.language import files, words
from generator.grammar.shapes import (
    Choice,
    Either,
    Flag,
    Key,
    ListOf,
    MapOf,
    Record,
    Table,
    Whole,
    Word,
)

ENTITY = Table(
    "entity",
    "an entity",
    "What the records of one kind are, and what may happen to them.",
    (
        Key("doc", words.DOC, "What a row is; goes to the table comment, OpenAPI and docs."),
        Key(
            "label",
            words.FIELD,
            "The field that stands for the row in lists and the audit trail.",
            default="`title`, `name` or `ref`, the first that exists, else `id`",
        ),
        Key("table", words.TABLE, "The SQL table.", default="plural of the name"),
        Key("path", words.PATH_SEGMENT, "The collection's path.", default="plural, kebab-case"),
        Key("was", words.ENTITY, "An earlier name: a rename, never drop and create."),
        Key("use", ListOf(words.MIXIN), "The mixins it takes in."),
        Key("system", Flag(), "One of the platform's own tables.", default="false"),
        Key(
            "delete",
            Choice(("hard", "soft", "never")),
            "What DELETE does: remove, hide until restored, or nothing at all.",
            default="hard",
        ),
        Key(
            "write",
            Choice(("normal", "once")),
            "`once`: rows are added, never changed or deleted.",
            default="normal",
        ),
        Key("stable", Flag(), "Its part of the database may not change any more.", default="false"),
        Key("audit", Record("audit"), "What beside writes leaves an event."),
        Key(
            "frozen",
            words.EXPRESSION,
            "While true, PATCH, DELETE and links answer 409; transitions and actions still write.",
            default="never",
        ),
        Key(
            "within",
            MapOf(words.snake("limit"), words.TO_ONE_PATH),
            "Where the row lies for limited role assignments: a to-one path, or `row`.",
            default="the only relation to the limiting entity; itself, if it is one",
        ),
        Key("api", Record("api"), "Routes and limits."),
        files.FIELDS,
        files.RELATIONS,
        files.SCOPES,
        Key("states", Record("states"), "The state machine."),
        files.RULES,
        Key("unique", ListOf(Record("unique")), "Keys over several fields, or over some rows."),
        files.INDEXES,
        Key(
            "actions",
            MapOf(words.ACTION, Record("action"), noun="action"),
            "What else may be done with a row, or with the collection.",
        ),
        files.HOOKS,
    ),
)

AUDIT = Table(
    "audit",
    "audit",
    "What beside writes leaves an event.",
    (Key("reads", Flag(), "Reading a single row leaves an event too.", default="false"),),
)

API = Table(
    "api",
    "api",
    "Routes and limits of one entity.",
    (
        Key("routes", ListOf(Choice(files.ROUTES)), "The routes that exist.", default="all"),
        Key(
            "if_match",
            Choice(("optional", "required")),
            "Whether PATCH and DELETE must say which version they change.",
            default="optional",
        ),
        Key("limit_max", Whole(1, 1000), "The greatest page.", default="200"),
        Key("batch_max", Whole(1, 10_000), "The most operations in a batch.", default="500"),
    ),
)

# Types to which a key applies; `enum` and `number` stand for fields without a type.
_LENGTH = frozenset({"string", "text", "email", "url"})
_MEASURE = frozenset(
    {"int", "bigint", "float", "decimal", "date", "datetime", "time", "duration", "file"}
)
_LISTABLE = frozenset(words.TYPES) - {"text", "json", "file", "vector"} | {"enum"}
_INDEXABLE = frozenset(words.TYPES) - {"json", "file", "vector"} | {"enum"}
_STORED_VALUE = frozenset(words.TYPES) - {"file", "vector"} | {"enum"}

_TYPE = Key("type", words.TYPE, "The type of the value.")
_ENUM = Key(
    "enum",
    Either(scalar=words.ENUM_REFERENCE, sequence=words.values(words.ENUM_VALUE)),
    "The words allowed: a list, a shared enum, Entity.field, or Role.",
)
_MANY = Key("many", Flag(), "A list of such values.", default="false", types=_LISTABLE)
_REQUIRED = Key("required", Flag(), "Never empty.", default="false")
_DEFAULT = Key(
    "default",
    words.LITERAL,
    "The value of a field left out: a literal, or `now()` or `today()` for times.",
    types=_STORED_VALUE,
)
_MIN = Key(
    "min",
    words.BOUND,
    "The least value or length; or a field of the row.",
    types=_LENGTH | _MEASURE,
)
_MAX = Key(
    "max",
    words.BOUND,
    "The greatest value, length or file size; or a field of the row.",
    types=_LENGTH | _MEASURE,
)
_MAX_ITEMS = Key("max_items", Whole(1, 10_000), "The longest list.", types=_LISTABLE)
_PATTERN = Key(
    "pattern", words.PATTERN, "A regular expression that matches the whole text.", types=_LENGTH
)
_DIGITS = Key("digits", Whole(1, 1000), "All digits of a decimal.", types=frozenset({"decimal"}))
_PLACES = Key("places", Whole(0, 1000), "Digits behind the point.", types=frozenset({"decimal"}))
_SIZE = Key("size", Whole(1, 16_000), "Dimensions of a vector.", types=frozenset({"vector"}))
_MEDIA = Key("media", ListOf(words.MEDIA), "The media types accepted.", types=frozenset({"file"}))
_TITLE = Key("title", words.TITLE, "The name for people.", default="the name in words")
_DOC = Key("doc", words.DOC, "What it means, in one sentence.")
_DEPRECATED = Key("deprecated", Record("deprecated"), "Still served, no longer recommended.")
_REQUIRED_WHEN = Key("required_when", words.EXPRESSION, "Empty only while false; else a 422.")
_WRITE = Key(
    "write",
    words.WRITE,
    "Whether a body may give it: `always`, `once` at creation, or never (`system`).",
    default="always",
)

FIELD = Table(
    "field",
    "a field",
    "A value of a row: a map, or the type alone. Exactly one of `type`, `enum` and `number`.",
    (
        _TYPE,
        _ENUM,
        Key(
            "number",
            words.NUMBERED,
            "Numbered like this example: required, unique, set by the database.",
        ),
        _MANY,
        _REQUIRED,
        _REQUIRED_WHEN,
        _DEFAULT,
        _MIN,
        _MAX,
        _MAX_ITEMS,
        _PATTERN,
        _DIGITS,
        _PLACES,
        _SIZE,
        _MEDIA,
        Key("unique", Flag(), "No two rows share a value.", default="false", types=_INDEXABLE),
        _WRITE,
        Key(
            "computed",
            words.EXPRESSION,
            "Worked out, never in a body; stored where own fields suffice.",
        ),
        Key(
            "personal",
            words.TO_ONE_PATH,
            "Whose personal data it is: `row`, or a to-one path to a User. Erasable.",
        ),
        Key("secret", Flag(), "Never in any answer, filter, event or log.", default="false"),
        Key(
            "search",
            words.SEARCH,
            "Its weight in full-text search.",
            types=_LENGTH | {"number"},
        ),
        Key("was", words.FIELD, "An earlier name: a rename."),
        _TITLE,
        _DOC,
        _DEPRECATED,
    ),
)

INPUT_FIELD = Table(
    "input_field",
    "an input field",
    "A value in the body (for GET: the query) of an action. Exactly one of `type` and `enum`.",
    (
        _TYPE, _ENUM, _MANY, _REQUIRED, _DEFAULT, _MIN, _MAX, _MAX_ITEMS, _PATTERN, _DIGITS,
        _PLACES, _SIZE, _MEDIA, _TITLE, _DOC, _DEPRECATED,
    ),
)  # fmt: skip

_KINDS = Either(
    scalar=Word("entity name", rf"{words.CAMEL}|any", "CamelCase, or `any`", 50),
    sequence=ListOf(words.ENTITY),
)

RELATION = Table(
    "relation",
    "a relation",
    "A row that a row leads to; `owner: {to: User}` is the key `owner_id` in JSON.",
    (
        Key("to", _KINDS, "The entity; a list, or `any`, for rows of several.", required=True),
        Key("many", Flag(), "To-many, by a link table.", default="false"),
        Key("required", Flag(), "Never empty.", default="false"),
        _REQUIRED_WHEN,
        Key("default", words.TO_ONE_PATH, "`actor`, or a path from it."),
        Key("inverse", words.RELATION, "Its name seen from the other side.", default="none"),
        Key(
            "on_delete",
            Choice(("restrict", "cascade", "set_null")),
            "What becomes of the row when the other is deleted.",
            default="restrict if required, else set_null",
        ),
        Key("table", words.TABLE, "The link table.", default="`<table>_<relation>`"),
        _WRITE,
        Key("was", words.RELATION, "An earlier name: a rename."),
        _TITLE,
        _DOC,
        _DEPRECATED,
    ),
)

INPUT_RELATION = Table(
    "input_relation",
    "an input relation",
    "A row, or rows, that the body of an action names.",
    (
        Key("to", words.ENTITY, "The entity.", required=True),
        Key("many", Flag(), "A list of rows.", default="false"),
        Key("required", Flag(), "May not be left out.", default="false"),
        _TITLE,
        _DOC,
        _DEPRECATED,
    ),
)

TABLES = (ENTITY, AUDIT, API, FIELD, INPUT_FIELD, RELATION, INPUT_RELATION)
