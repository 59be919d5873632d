"""The fields of risk matrices. Generated from model/risk.yaml."""

from runtime.resource import Field, Kind

FIELDS: tuple[Field, ...] = (
    Field("id", Kind.UUID, "{row}.id", "uuid", nullable=False, write="system"),
    Field(
        "created_at",
        Kind.DATETIME,
        "{row}.created_at",
        "timestamptz",
        nullable=False,
        write="system",
    ),
    Field(
        "updated_at",
        Kind.DATETIME,
        "{row}.updated_at",
        "timestamptz",
        nullable=False,
        write="system",
    ),
    Field("version", Kind.INT, "{row}.version", "integer", nullable=False, write="system"),
    Field("name", Kind.STRING, "{row}.name", "text", nullable=False),
    Field("size", Kind.INT, "{row}.size", "integer", nullable=False),
    Field(
        "likelihood_labels",
        Kind.JSON,
        "{row}.likelihood_labels",
        "jsonb",
        nullable=False,
        sortable=False,
    ),
    Field(
        "impact_labels", Kind.JSON, "{row}.impact_labels", "jsonb", nullable=False, sortable=False
    ),
    Field("level_bands", Kind.JSON, "{row}.level_bands", "jsonb", nullable=False, sortable=False),
    Field("appetite_by_category", Kind.JSON, "{row}.appetite_by_category", "jsonb", sortable=False),
    Field("approved_on", Kind.DATE, "{row}.approved_on", "date", write="system"),
    Field(
        "status",
        Kind.ENUM,
        "{row}.status",
        "text",
        values=("draft", "active", "retired"),
        nullable=False,
        write="system",
    ),
    Field("owner_id", Kind.UUID, "{row}.owner_id", "uuid", nullable=False, relation="owner"),
    Field(
        "approved_by_id",
        Kind.UUID,
        "{row}.approved_by_id",
        "uuid",
        write="system",
        relation="approved_by",
    ),
    Field(
        "created_by_id",
        Kind.UUID,
        "{row}.created_by_id",
        "uuid",
        write="system",
        relation="created_by",
    ),
    Field(
        "updated_by_id",
        Kind.UUID,
        "{row}.updated_by_id",
        "uuid",
        write="system",
        relation="updated_by",
    ),
)
