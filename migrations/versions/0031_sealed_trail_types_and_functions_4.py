"""Sealed trail: types and functions 4."""

from __future__ import annotations

from alembic import op

revision = "2ef9f0c86547"
down_revision = "f242f86ebb7f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE: a frozen row answers to its transitions and actions alone.
        -- A cascade passes: it asks for the right to delete the parent, nothing else. So does a migration
        -- of the owner, as whom this function runs.
        CREATE OR REPLACE FUNCTION charter_frozen_risk_matrix() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk_matrix'
                    AND asked = ANY ('{"restore","evaluate","approve","retire"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND (
                OLD.status <> 'draft'
            ) THEN
                RAISE EXCEPTION 'the row is frozen'
                    USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE: a frozen row answers to its transitions and actions alone.
        -- A cascade passes: it asks for the right to delete the parent, nothing else. So does a migration
        -- of the owner, as whom this function runs.
        CREATE OR REPLACE FUNCTION charter_frozen_risk_treatment_plan() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk_treatment_plan'
                    AND asked = ANY ('{"restore","generate_tasks","start","pause","resume","complete","cancel"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND (
                OLD.status in ('completed', 'cancelled')
            ) THEN
                RAISE EXCEPTION 'the row is frozen'
                    USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute(
        """
        -- BEFORE INSERT OR DELETE on a link table: a frozen left row keeps its links.
        -- Arguments: the left column.
        CREATE OR REPLACE FUNCTION charter_frozen_link_risk_treatment_plan() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk_treatment_plan'
                    AND asked = ANY ('{"restore","generate_tasks","start","pause","resume","complete","cancel"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND EXISTS (
                SELECT FROM risk_treatment_plans AS left_row
                WHERE left_row.id = (link ->> TG_ARGV[0])::uuid
                    AND (left_row.status in ('completed', 'cancelled'))
            ) THEN
                RAISE EXCEPTION 'the row is frozen'
                    USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE: a frozen row answers to its transitions and actions alone.
        -- A cascade passes: it asks for the right to delete the parent, nothing else. So does a migration
        -- of the owner, as whom this function runs.
        CREATE OR REPLACE FUNCTION charter_frozen_risk_acceptance() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk_acceptance'
                    AND asked = ANY ('{"restore","submit","approve","reject","revoke","expire","extend"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND (
                OLD.status <> 'draft'
            ) THEN
                RAISE EXCEPTION 'the row is frozen'
                    USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute(
        """
        -- BEFORE INSERT OR DELETE on a link table: a frozen left row keeps its links.
        -- Arguments: the left column.
        CREATE OR REPLACE FUNCTION charter_frozen_link_risk_acceptance() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk_acceptance'
                    AND asked = ANY ('{"restore","submit","approve","reject","revoke","expire","extend"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND EXISTS (
                SELECT FROM risk_acceptances AS left_row
                WHERE left_row.id = (link ->> TG_ARGV[0])::uuid
                    AND (left_row.status <> 'draft')
            ) THEN
                RAISE EXCEPTION 'the row is frozen'
                    USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )


def downgrade() -> None:
    op.execute(
        """
        -- BEFORE INSERT OR DELETE on a link table: a frozen left row keeps its links.
        -- Arguments: the left column.
        CREATE OR REPLACE FUNCTION charter_frozen_link_risk_acceptance() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk_acceptance'
                    AND asked = ANY ('{"restore","submit","approve","reject","revoke","expire","extend"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND EXISTS (
                SELECT FROM risk_acceptances AS left_row
                WHERE left_row.id = (link ->> TG_ARGV[0])::uuid
                    AND (left_row.status <> 'draft')
            ) THEN
                RAISE EXCEPTION 'the row is frozen'
                    USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE: a frozen row answers to its transitions and actions alone.
        -- A cascade passes: it asks for the right to delete the parent, nothing else. So does a migration
        -- of the owner, as whom this function runs.
        CREATE OR REPLACE FUNCTION charter_frozen_risk_acceptance() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk_acceptance'
                    AND asked = ANY ('{"restore","submit","approve","reject","revoke","expire","extend"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND (
                OLD.status <> 'draft'
            ) THEN
                RAISE EXCEPTION 'the row is frozen'
                    USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute(
        """
        -- BEFORE INSERT OR DELETE on a link table: a frozen left row keeps its links.
        -- Arguments: the left column.
        CREATE OR REPLACE FUNCTION charter_frozen_link_risk_treatment_plan() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk_treatment_plan'
                    AND asked = ANY ('{"restore","generate_tasks","start","pause","resume","complete","cancel"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND EXISTS (
                SELECT FROM risk_treatment_plans AS left_row
                WHERE left_row.id = (link ->> TG_ARGV[0])::uuid
                    AND (left_row.status in ('completed', 'cancelled'))
            ) THEN
                RAISE EXCEPTION 'the row is frozen'
                    USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE: a frozen row answers to its transitions and actions alone.
        -- A cascade passes: it asks for the right to delete the parent, nothing else. So does a migration
        -- of the owner, as whom this function runs.
        CREATE OR REPLACE FUNCTION charter_frozen_risk_treatment_plan() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk_treatment_plan'
                    AND asked = ANY ('{"restore","generate_tasks","start","pause","resume","complete","cancel"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND (
                OLD.status in ('completed', 'cancelled')
            ) THEN
                RAISE EXCEPTION 'the row is frozen'
                    USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE: a frozen row answers to its transitions and actions alone.
        -- A cascade passes: it asks for the right to delete the parent, nothing else. So does a migration
        -- of the owner, as whom this function runs.
        CREATE OR REPLACE FUNCTION charter_frozen_risk_matrix() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk_matrix'
                    AND asked = ANY ('{"restore","evaluate","approve","retire"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND (
                OLD.status <> 'draft'
            ) THEN
                RAISE EXCEPTION 'the row is frozen'
                    USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
