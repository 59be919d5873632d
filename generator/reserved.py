"""Words that cannot be used as they are: of SQL, of Python, of the libraries, of the language."""

from __future__ import annotations

import keyword

SQL_RESERVED = frozenset(
    """
    all analyse analyze and any array as asc asymmetric both case cast check collate column
    constraint create current_catalog current_date current_role current_time current_timestamp
    current_user default deferrable desc distinct do else end except false fetch for foreign from
    grant group having in initially intersect into lateral leading limit localtime localtimestamp
    not null offset on only or order placing primary references returning select session_user some
    symmetric system_user table then to trailing true union unique user using variadic when where
    window with
    """.split()
)
"""PostgreSQL 18, `pg_get_keywords()`, category R: no table or column without quotes."""

SQL_QUOTED = SQL_RESERVED | frozenset(
    """
    authorization binary collation concurrently cross current_schema freeze full ilike inner is
    isnull join left like natural notnull outer overlaps right similar tablesample verbose
    between bigint bit boolean char character coalesce dec decimal exists extract float greatest
    grouping inout int integer interval json json_array json_arrayagg json_exists json_object
    json_objectagg json_query json_scalar json_serialize json_table json_value least merge_action
    national nchar none normalize nullif numeric out overlay position precision real row setof
    smallint substring time timestamp treat trim values varchar xmlattributes xmlconcat xmlelement
    xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
    """.split()
)
"""Categories R, T and C: put in quotes wherever they are names, though some need none."""

SQL_COLUMNS = frozenset("ctid xmin xmax cmin cmax tableoid".split())
"""System columns of every table (PostgreSQL 18, section 5.6): no column may be called so."""

SQL_TYPES = frozenset(
    """
    aclitem bit bool box bpchar bytea char cid cidr circle cstring date daterange float4 float8
    inet int2 int4 int8 interval json jsonb jsonpath line lseg macaddr macaddr8 money name numeric
    oid path point polygon record refcursor text tid time timestamp timestamptz timetz trigger
    tsquery tsvector unknown uuid varbit varchar void xid xid8 xml
    """.split()
)
"""Types of pg_catalog that a word may equal; an enum type of that name would be hidden by it."""

PYTHON_KEYWORDS = frozenset(keyword.kwlist) | frozenset(keyword.softkwlist) - {"_", "type"}
"""Words of Python's grammar. `type` is a soft keyword too, but an ordinary attribute everywhere."""

MODEL_ATTRIBUTES = frozenset(
    """
    construct copy dict from_orm json metadata model_computed_fields model_config model_construct
    model_copy model_dump model_dump_json model_extra model_fields model_fields_set
    model_json_schema model_parametrized_name model_post_init model_rebuild model_validate
    model_validate_json model_validate_strings parse_file parse_obj parse_raw registry schema
    schema_json sqlmodel_update update_forward_refs validate
    """.split()
)
"""Attributes of pydantic.BaseModel, SQLModel and SQLAlchemy's declarative base."""

ANNOTATIONS = frozenset(
    """
    bool bytes date datetime decimal dict float frozenset int list object property set str time
    timedelta tuple uuid
    """.split()
)
"""Names that annotations of a class body use: a field of that name would hide the type."""

CLASS_NAMES = frozenset(
    """
    Any ClassVar Column Decimal Enum False Field FastCRUD Index Literal None Relationship SQLModel
    Self Sequence StrEnum True UUID BaseException Ellipsis Exception NotImplemented OSError
    TimeoutError ConnectionError PermissionError RuntimeError TypeError ValueError KeyError Warning
    """.split()
)
"""Keywords, builtins and imports in CamelCase that a generated class must not replace."""

SCHEMA_ENDINGS = (
    "Create", "Update", "Read", "Page", "Aggregate", "AggregateGroup", "Filters", "Selection",
)  # fmt: skip
"""What follows an entity's name in the names of its schemas, in Python and in OpenAPI."""

PLATFORM_SCHEMAS = frozenset(
    """
    AssignmentLimit ChangeFeed ChangedMask ChangedRight Credentials DecidedRight DecidedRows
    Health HeldRole JsonWebKeySet Me Permissions PermittedAction PermittedResource PermittedRows
    Problem ProblemError RefreshRequest RoleGrant RoleSimulation RoleSimulationRequest TokenPair
    """.split()
)
"""Schemas of the platform's own routes in OpenAPI: no schema of a model may be called so."""

MODULE_NAMES = frozenset(
    "enums filters models repository repositories resources routes schemas services".split()
)
"""Modules that the folder of an aggregate may hold besides those of its entities."""

EXPRESSION_WORDS = frozenset("and or not in is null true false where by".split())
"""Reserved as any name, as they are words of the expression language."""

COMMON_FIELDS = ("id", "created_at", "updated_at", "created_by", "updated_by", "version")
"""What every entity has and none declares."""

COMMON_NAMES = frozenset((*COMMON_FIELDS, "deleted_at", "created_by_id", "updated_by_id"))
"""Common fields and their columns; `deleted_at` is kept free on entities that are not soft too."""

SUB_ROUTES = frozenset({"history", "restore", "batch", "aggregate"})
"""Routes below a collection that no relation, action or transition may hide."""

PLATFORM_SUB_ROUTES = {"RoleAssignment": frozenset({"simulate"})}
"""Those that only one entity has: the platform's own."""

CRUD_WORDS = frozenset({"create", "read", "update", "delete"})
"""Policy words that no transition or action may take."""
