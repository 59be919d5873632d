"""Search and changes: task."""

from __future__ import annotations

from alembic import op

revision = "38ffaa47a6d6"
down_revision = "f8a11684bed0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX ix_tasks_search ON tasks USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(ref, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(description, ''), 20000) COLLATE pg_unicode_fast)), 'B'))
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_tasks_search")
