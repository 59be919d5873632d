"""Kept policies."""

from __future__ import annotations

from alembic import op

revision = "fa4de14b2990"
down_revision = "b60fa9488ecd"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        r"""
        -- Keeps a policy by its hash before it comes into force; true where another one was in force.
        -- The hash is checked here, so that nothing false stands under a name that events refer to.
        CREATE OR REPLACE FUNCTION charter_keep_policy(policy text, conf text, lines text)
        RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            digest bytea := sha256(convert_to(conf, 'UTF8') || '\x00'::bytea || convert_to(lines, 'UTF8'));
            before text;
        BEGIN
            IF policy IS DISTINCT FROM left(encode(digest, 'hex'), 12) THEN
                RAISE EXCEPTION 'the hash is not that of the policy' USING ERRCODE = 'CH006';
            END IF;
            LOCK TABLE charter_policy_sets IN SHARE ROW EXCLUSIVE MODE;
            SELECT known.hash INTO before
            FROM charter_policy_sets AS known ORDER BY known.loaded_at DESC LIMIT 1;
            IF before = policy THEN
                RETURN false;
            END IF;
            INSERT INTO charter_policy_sets AS known (hash, model, rules, loaded_at)
            VALUES (policy, conf, lines, clock_timestamp())
            ON CONFLICT (hash) DO UPDATE SET loaded_at = excluded.loaded_at;
            RETURN true;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_keep_policy(text, text, text) FROM PUBLIC")
    op.execute(
        """
        -- A policy that was in force once, by the hash that events name.
        CREATE OR REPLACE FUNCTION charter_policy_set(policy text)
        RETURNS TABLE (model text, rules text, kept_at timestamptz)
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY SELECT known.model, known.rules, known.kept_at
            FROM charter_policy_sets AS known WHERE known.hash = policy;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_policy_set(text) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_policy_set(text)")
    op.execute("DROP FUNCTION charter_keep_policy(text, text, text)")
