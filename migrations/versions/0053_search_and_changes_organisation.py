"""Search and changes: organisation."""

from __future__ import annotations

from alembic import op

revision = "33de6bf0cc25"
down_revision = "df1ff3d88179"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX ix_company_profiles_search ON company_profiles USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(legal_name, ''), 20000) COLLATE pg_unicode_fast)), 'A'))
        )
        """
    )
    op.execute(
        """
        CREATE INDEX ix_business_units_search ON business_units USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(code, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(name, ''), 20000) COLLATE pg_unicode_fast)), 'A'))
        )
        """
    )
    op.execute(
        """
        CREATE INDEX ix_projects_search ON projects USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(key, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(objective, ''), 20000) COLLATE pg_unicode_fast)), 'B'))
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_projects_search")
    op.execute("DROP INDEX ix_business_units_search")
    op.execute("DROP INDEX ix_company_profiles_search")
