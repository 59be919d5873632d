"""Search and changes: regulation."""

from __future__ import annotations

from alembic import op

revision = "bedc6e7b95ce"
down_revision = "33de6bf0cc25"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX ix_regulations_search ON regulations USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(code, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(description, ''), 20000) COLLATE pg_unicode_fast)), 'C'))
        )
        """
    )
    op.execute(
        """
        CREATE INDEX ix_requirements_search ON requirements USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(ref, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(body, ''), 20000) COLLATE pg_unicode_fast)), 'C'))
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_requirements_search")
    op.execute("DROP INDEX ix_regulations_search")
