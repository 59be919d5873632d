"""Row-level security and kept policies: keys."""

from __future__ import annotations

from alembic import op

revision = "983a2a7fad8f"
down_revision = "a1a015d93b96"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP FUNCTION charter_token_find(text)")


def downgrade() -> None:
    op.execute(
        """
        -- The id of the refresh token with this hash. The hashes themselves can be read by nobody.
        CREATE OR REPLACE FUNCTION charter_token_find(hash text) RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (SELECT t.id FROM refresh_tokens AS t WHERE t.token_hash = hash);
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_token_find(text) FROM PUBLIC")
