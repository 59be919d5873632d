"""The fields of users. Generated from model/identity.yaml."""

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
    Field("email", Kind.EMAIL, "{row}.email", "text", nullable=False),
    Field("full_name", Kind.STRING, "{row}.full_name", "text", nullable=False),
    Field("password_hash", Kind.STRING, "{row}.password_hash", "text", secret=True, write="system"),
    Field("kind", Kind.ENUM, "{row}.kind", "text", values=("human", "service"), nullable=False),
    Field("department", Kind.STRING, "{row}.department", "text"),
    Field("job_title", Kind.STRING, "{row}.job_title", "text"),
    Field("locale", Kind.STRING, "{row}.locale", "text", nullable=False),
    Field("is_active", Kind.BOOL, "{row}.is_active", "boolean", nullable=False, write="system"),
    Field("external_subject", Kind.STRING, "{row}.external_subject", "text"),
    Field("last_login_at", Kind.DATETIME, "{row}.last_login_at", "timestamptz", write="system"),
    Field("deactivated_at", Kind.DATETIME, "{row}.deactivated_at", "timestamptz", write="system"),
    Field(
        "open_tasks",
        Kind.INT,
        "charter_look_user_field_open_tasks({row}.id)",
        "integer",
        stored=False,
        computed=True,
        write="system",
        direct="((select count(*) from tasks x1 where x1.assignee_id = {row}.id and x1.status not in ('done', 'cancelled')))::integer",
        reads=("task",),
    ),
    Field(
        "business_unit_id", Kind.UUID, "{row}.business_unit_id", "uuid", relation="business_unit"
    ),
    Field("manager_id", Kind.UUID, "{row}.manager_id", "uuid", relation="manager"),
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
