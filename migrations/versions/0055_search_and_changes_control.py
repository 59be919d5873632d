"""Search and changes: control."""

from __future__ import annotations

from alembic import op

revision = "bb3d2eb7dd00"
down_revision = "bedc6e7b95ce"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX ix_controls_search ON controls USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(ref, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(objective, ''), 20000) COLLATE pg_unicode_fast)), 'B')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(description, ''), 20000) COLLATE pg_unicode_fast)), 'C'))
        )
        """
    )
    op.execute(
        """
        CREATE INDEX ix_control_mappings_search ON control_mappings USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(rationale, ''), 20000) COLLATE pg_unicode_fast)), 'A'))
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_control_mappings_search")
    op.execute("DROP INDEX ix_controls_search")
