"""The tables of the files themselves: model.yaml, an aggregate, enums and mixins."""

from __future__ import annotations

from generator.grammar.language import words
from generator.grammar.shapes import (
    Choice,
    Flag,
    Key,
    ListOf,
    MapOf,
    Record,
    Table,
    Text,
    Whole,
)

ROOT = Table(
    "root",
    "model.yaml",
    "The root of a model: settings, and the list of aggregates.",
    (
        Key("charter", Whole(1, 1), "The version of the model language.", required=True),
        Key("name", words.snake("project name"), "The name of the project.", required=True),
        Key("title", words.TITLE, "The title of the API.", default="the name in words"),
        Key("api", Record("root_api"), "Where the API is served and who answers for it."),
        Key(
            "roles",
            MapOf(words.ROLE, Record("role"), noun="role"),
            "The roles that a policy may name; `public` is the caller without identity.",
        ),
        Key(
            "aggregates",
            ListOf(words.AGGREGATE),
            "The aggregates, each the file model/<name>.yaml, in the order of the docs.",
            required=True,
        ),
        Key(
            "jobs",
            MapOf(words.JOB, Record("job"), noun="job"),
            "Functions that run at intervals.",
        ),
    ),
)

ROOT_API = Table(
    "root_api",
    "api",
    "Where the API is served and who answers for it.",
    (
        Key("prefix", words.PREFIX, "The path before every route.", default="/api/v1"),
        Key("contact", Text("an address"), "Whom users of the API write to."),
    ),
)

ROLE = Table(
    "role",
    "a role",
    "A role of the people and programs that call.",
    (
        Key("title", words.TITLE, "The role's name for people.", default="the name in words"),
        Key("doc", words.DOC, "What the role is for."),
    ),
)

JOB = Table(
    "job",
    "a job",
    "A function that runs at intervals.",
    (
        Key("every", words.INTERVAL, "How often it runs.", required=True),
        Key("call", words.FUNCTION, "The function.", required=True),
    ),
)

AGGREGATE = Table(
    "aggregate",
    "an aggregate file",
    "Entities that belong together, with the enums and mixins they share.",
    (
        Key(
            "aggregate",
            words.AGGREGATE,
            "The aggregate's name, equal to the file's.",
            required=True,
        ),
        Key("title", words.TITLE, "The title of its group in the docs.", default="name in words"),
        Key(
            "stable",
            Flag(),
            "Its tables, columns, types, indexes and constraints may not change any more.",
            default="false",
        ),
        Key("enums", MapOf(words.ENUM, Record("enum"), noun="enum"), "Enums known everywhere."),
        Key(
            "mixins",
            MapOf(words.MIXIN, Record("mixin"), noun="mixin"),
            "Bundles of fields, relations and rules that entities take in.",
        ),
        Key("entities", MapOf(words.ENTITY, Record("entity"), noun="entity"), "The entities."),
    ),
)

ENUM = Table(
    "enum",
    "an enum",
    "A closed list of words.",
    (
        Key("values", words.values(words.ENUM_VALUE), "The values, in order.", required=True),
        Key(
            "ordered",
            Flag(),
            "Comparison, `max` and sort follow the order of the list.",
            default="false",
        ),
        Key("was", words.ENUM, "An earlier name: a rename, never drop and create."),
    ),
)

VALUE = Table(
    "value",
    "a value",
    "What is said about one enum value or state.",
    (
        Key("title", words.TITLE, "The value for people.", default="the word"),
        Key("was", words.ENUM_VALUE, "An earlier word for it."),
        Key("deprecated", Record("deprecated"), "Still served, no longer recommended."),
    ),
)

DEPRECATED = Table(
    "deprecated",
    "deprecated",
    "Since when something is no longer recommended, what replaces it, and until when it is served.",
    (
        Key("since", words.DATE, "The day from which it is discouraged.", required=True),
        Key("use", Text("text"), "What to use instead.", required=True),
        Key("until", words.DATE, "The day from which it may be gone.", default="not said"),
    ),
)

FIELDS = Key("fields", words.field_map(words.FIELD, "field"), "What a row holds.")
RELATIONS = Key(
    "relations",
    MapOf(words.RELATION, Record("relation"), noun="relation"),
    "The rows that a row leads to, declared on the side that stores the key.",
)
SCOPES = Key(
    "scopes",
    MapOf(words.SCOPE, words.EXPRESSION, noun="scope"),
    "What a policy may say in its scope column: an expression over the row and the actor.",
)
RULES = Key("rules", words.RULES, "Checks that hold after every write; a breach is a 422.")
INDEXES = Key("indexes", ListOf(Record("index")), "Indexes beside those of keys and relations.")
HOOKS = Key("hooks", Record("hooks"), "Functions run inside every write of a kind.")

MIXIN = Table(
    "mixin",
    "a mixin",
    "Parts that entities take in with `use`; a mixin overrides nothing.",
    (FIELDS, RELATIONS, SCOPES, RULES, INDEXES, HOOKS),
)

HOOKS_TABLE = Table(
    "hooks",
    "hooks",
    "Functions run in the transaction of a write; `save` is create and update.",
    tuple(
        Key(f"{time}_{event}", words.FUNCTION, f"Runs {time} every {event}.")
        for time in ("before", "after")
        for event in ("create", "update", "delete", "save")
    ),
)

CHECK = Table(
    "check",
    "a check",
    "A test, and what to answer when it fails.",
    (
        Key("check", words.EXPRESSION, "What must hold.", required=True),
        Key(
            "code",
            words.CODE,
            "The code of the answer.",
            default="GUARD_FAILED or RULE_BROKEN",
        ),
        Key("message", Text("one sentence"), "The answer.", default="the expression in words"),
        Key("field", words.MEMBER, "The field or relation at which the answer points."),
    ),
)

UNIQUE = Table(
    "unique",
    "a unique key",
    "Values that no two rows share; a clash is a 409.",
    (
        Key("fields", ListOf(words.COLUMN), "Fields and relations of the key.", required=True),
        Key("where", words.EXPRESSION, "The rows among which the key holds.", default="all rows"),
        Key("code", words.CODE, "The code of the answer.", default="DUPLICATE"),
        Key(
            "nulls",
            Choice(("distinct", "equal")),
            "Whether two empty values clash.",
            default="distinct",
        ),
        Key(
            "discloses",
            Flag(),
            "Accepts that a clash tells of rows the caller may not see.",
            default="false",
        ),
    ),
)

INDEX = Table(
    "index",
    "an index",
    "Columns that are often filtered or sorted by together.",
    (
        Key("fields", ListOf(words.SORTED_COLUMN), "Columns, `-` for descending.", required=True),
        Key("where", words.EXPRESSION, "The rows that are indexed.", default="all rows"),
    ),
)

TABLES = (
    ROOT, ROOT_API, ROLE, JOB, AGGREGATE, ENUM, VALUE, DEPRECATED, MIXIN, HOOKS_TABLE, CHECK,
    UNIQUE, INDEX,
)  # fmt: skip

ROUTES = ("list", "get", "create", "update", "delete", "history", "batch", "aggregate")
