"""Search and changes: risk."""

from __future__ import annotations

from alembic import op

revision = "f8a11684bed0"
down_revision = "d6623e615bd1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX ix_risks_search ON risks USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(ref, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(description, ''), 20000) COLLATE pg_unicode_fast)), 'B'))
        )
        """
    )
    op.execute(
        """
        CREATE INDEX ix_risk_matrices_search ON risk_matrices USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(name, ''), 20000) COLLATE pg_unicode_fast)), 'A'))
        )
        """
    )
    op.execute(
        """
        CREATE INDEX ix_risk_treatment_plans_search ON risk_treatment_plans USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(description, ''), 20000) COLLATE pg_unicode_fast)), 'B'))
        )
        """
    )
    op.execute(
        """
        CREATE INDEX ix_risk_acceptances_search ON risk_acceptances USING gin (
            (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
            || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce(justification, ''), 20000) COLLATE pg_unicode_fast)), 'B'))
        )
        """
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_risk_acceptances_search")
    op.execute("DROP INDEX ix_risk_treatment_plans_search")
    op.execute("DROP INDEX ix_risk_matrices_search")
    op.execute("DROP INDEX ix_risks_search")
