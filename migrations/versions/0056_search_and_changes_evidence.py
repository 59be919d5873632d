"""Search and changes: evidence."""

from __future__ import annotations

from alembic import op

revision = "d6623e615bd1"
down_revision = "bb3d2eb7dd00"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX ix_evidence_search ON evidence USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(ref, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(description, ''), 20000) COLLATE pg_unicode_fast)), 'B'))
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_evidence_search")
