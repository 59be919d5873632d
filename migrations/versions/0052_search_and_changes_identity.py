"""Search and changes: identity."""

from __future__ import annotations

from alembic import op

revision = "df1ff3d88179"
down_revision = "7fdbfe3abb03"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX ix_users_search ON users USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(full_name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(department, ''), 20000) COLLATE pg_unicode_fast)), 'B')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(job_title, ''), 20000) COLLATE pg_unicode_fast)), 'C'))
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_users_search")
