"""The fields of risk acceptances. Generated from model/risk.yaml."""

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
    Field("deleted_at", Kind.DATETIME, "{row}.deleted_at", "timestamptz", write="system"),
    Field("title", Kind.STRING, "{row}.title", "text", nullable=False),
    Field("justification", Kind.TEXT, "{row}.justification", "text", nullable=False),
    Field("conditions", Kind.TEXT, "{row}.conditions", "text"),
    Field("valid_until", Kind.DATE, "{row}.valid_until", "date", nullable=False),
    Field(
        "score_snapshot", Kind.JSON, "{row}.score_snapshot", "jsonb", write="system", sortable=False
    ),
    Field("decided_at", Kind.DATETIME, "{row}.decided_at", "timestamptz", write="system"),
    Field("decision_note", Kind.TEXT, "{row}.decision_note", "text", write="system"),
    Field(
        "days_left",
        Kind.INT,
        "{row}.valid_until - (now() at time zone 'UTC')::date",
        "integer",
        stored=False,
        computed=True,
        write="system",
    ),
    Field(
        "status",
        Kind.ENUM,
        "{row}.status",
        "text",
        values=("draft", "submitted", "approved", "rejected", "revoked", "expired"),
        nullable=False,
        write="system",
    ),
    Field(
        "risk_id", Kind.UUID, "{row}.risk_id", "uuid", nullable=False, write="once", relation="risk"
    ),
    Field(
        "requester_id",
        Kind.UUID,
        "{row}.requester_id",
        "uuid",
        nullable=False,
        write="system",
        relation="requester",
    ),
    Field(
        "approver_id", Kind.UUID, "{row}.approver_id", "uuid", nullable=False, relation="approver"
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
