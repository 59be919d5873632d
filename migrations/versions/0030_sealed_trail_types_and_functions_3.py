"""Sealed trail: types and functions 3."""

from __future__ import annotations

from alembic import op

revision = "f242f86ebb7f"
down_revision = "08e2675f64fb"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE: a frozen row answers to its transitions and actions alone.
        -- A cascade passes: it asks for the right to delete the parent, nothing else. So does a migration
        -- of the owner, as whom this function runs.
        CREATE OR REPLACE FUNCTION charter_frozen_requirement() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'requirement'
                    AND asked = ANY ('{"restore","set_applicability","start","implement","verify","reopen"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND (
                ((select x1.status from regulations x1 where x1.id = OLD.regulation_id) in ('superseded', 'retired')) is true
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
        CREATE OR REPLACE FUNCTION charter_frozen_control() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'control'
                    AND asked = ANY ('{"restore","schedule_review","coverage","heatmap","stale","start","implement","mark_effective","mark_ineffective","rework","retire"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND (
                OLD.status = 'retired'
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
        CREATE OR REPLACE FUNCTION charter_frozen_control_mapping() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'control_mapping'
                    AND asked = ANY ('{"restore","confirm","reject","withdraw"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND (
                OLD.status = 'confirmed'
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
        CREATE OR REPLACE FUNCTION charter_frozen_evidence() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'evidence'
                    AND asked = ANY ('{"restore","request","expiring","fulfil","submit","approve","reject","expire","renew"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND (
                OLD.status in ('approved', 'expired')
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
        CREATE OR REPLACE FUNCTION charter_frozen_link_evidence() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'evidence'
                    AND asked = ANY ('{"restore","request","expiring","fulfil","submit","approve","reject","expire","renew"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND EXISTS (
                SELECT FROM evidence AS left_row
                WHERE left_row.id = (link ->> TG_ARGV[0])::uuid
                    AND (left_row.status in ('approved', 'expired'))
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
        CREATE OR REPLACE FUNCTION charter_frozen_risk() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk'
                    AND asked = ANY ('{"restore","score","matrix_counts","top","assess","treat","complete_treatment","accept","lapse","monitor","reopen","close"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND (
                OLD.status = 'closed'
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
        CREATE OR REPLACE FUNCTION charter_frozen_link_risk() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk'
                    AND asked = ANY ('{"restore","score","matrix_counts","top","assess","treat","complete_treatment","accept","lapse","monitor","reopen","close"}'::text[])
                )
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
        BEGIN
            IF NOT passes AND EXISTS (
                SELECT FROM risks AS left_row
                WHERE left_row.id = (link ->> TG_ARGV[0])::uuid
                    AND (left_row.status = 'closed')
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
        CREATE OR REPLACE FUNCTION charter_frozen_link_risk() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk'
                    AND asked = ANY ('{"restore","score","matrix_counts","top","assess","treat","complete_treatment","accept","lapse","monitor","reopen","close"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND EXISTS (
                SELECT FROM risks AS left_row
                WHERE left_row.id = (link ->> TG_ARGV[0])::uuid
                    AND (left_row.status = 'closed')
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
        CREATE OR REPLACE FUNCTION charter_frozen_risk() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'risk'
                    AND asked = ANY ('{"restore","score","matrix_counts","top","assess","treat","complete_treatment","accept","lapse","monitor","reopen","close"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND (
                OLD.status = 'closed'
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
        CREATE OR REPLACE FUNCTION charter_frozen_link_evidence() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'evidence'
                    AND asked = ANY ('{"restore","request","expiring","fulfil","submit","approve","reject","expire","renew"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND EXISTS (
                SELECT FROM evidence AS left_row
                WHERE left_row.id = (link ->> TG_ARGV[0])::uuid
                    AND (left_row.status in ('approved', 'expired'))
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
        CREATE OR REPLACE FUNCTION charter_frozen_evidence() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'evidence'
                    AND asked = ANY ('{"restore","request","expiring","fulfil","submit","approve","reject","expire","renew"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND (
                OLD.status in ('approved', 'expired')
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
        CREATE OR REPLACE FUNCTION charter_frozen_control_mapping() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'control_mapping'
                    AND asked = ANY ('{"restore","confirm","reject","withdraw"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND (
                OLD.status = 'confirmed'
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
        CREATE OR REPLACE FUNCTION charter_frozen_control() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'control'
                    AND asked = ANY ('{"restore","schedule_review","coverage","heatmap","stale","start","implement","mark_effective","mark_ineffective","rework","retire"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND (
                OLD.status = 'retired'
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
        CREATE OR REPLACE FUNCTION charter_frozen_requirement() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'requirement'
                    AND asked = ANY ('{"restore","set_applicability","start","implement","verify","reopen"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND (
                ((select x1.status from regulations x1 where x1.id = OLD.regulation_id) in ('superseded', 'retired')) is true
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
