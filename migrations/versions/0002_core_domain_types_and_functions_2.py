"""Core domain: types and functions 2."""

from __future__ import annotations

from alembic import op

revision = "d7cffa617237"
down_revision = "a3514e139f88"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- The length of the shortest text of a list; null for an empty one.
        CREATE OR REPLACE FUNCTION charter_shortest(texts text[]) RETURNS integer
        LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS $function$
            SELECT min(char_length(each)) FROM unnest(texts) AS each
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_shortest(text[]) FROM PUBLIC")
    op.execute(
        """
        -- Whether every text of a list matches a regular expression.
        CREATE OR REPLACE FUNCTION charter_all_match(texts text[], pattern text) RETURNS boolean
        LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS $function$
            SELECT coalesce(bool_and(each ~ pattern), true) FROM unnest(texts) AS each
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_all_match(text[], text) FROM PUBLIC")
    op.execute(
        """
        -- What a log-in needs to know of an account. The address matches as written, else in lower case.
        CREATE OR REPLACE FUNCTION charter_credentials(address text)
        RETURNS TABLE (id uuid, password_hash text, is_active boolean)
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY SELECT u.id, u.password_hash, u.is_active
            FROM users AS u
            WHERE u.email IN (address, lower(address))
            ORDER BY u.email = address DESC
            LIMIT 1;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_credentials(text) FROM PUBLIC")
    op.execute(
        """
        -- Sets the password hash of an account; whether there is such an account.
        CREATE OR REPLACE FUNCTION charter_set_password_hash(account uuid, hash text) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            UPDATE users AS u SET password_hash = hash WHERE u.id = account;
            RETURN FOUND;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_set_password_hash(uuid, text) FROM PUBLIC")
    op.execute(
        """
        -- Notes that an account has signed in; the event of this change is that of the log-in.
        CREATE OR REPLACE FUNCTION charter_set_last_login(account uuid) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            UPDATE users AS u SET last_login_at = clock_timestamp() WHERE u.id = account;
            RETURN FOUND;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_set_last_login(uuid) FROM PUBLIC")
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
    op.execute(
        """
        -- Whether the caller is the one to run a job now; the answer is noted for all other workers.
        -- Two that ask at once meet on the row: the second sees the time that the first one wrote.
        CREATE OR REPLACE FUNCTION charter_claim_job(job text, every_seconds integer) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            INSERT INTO charter_jobs AS known (name, claimed_at) VALUES (job, clock_timestamp())
            ON CONFLICT (name) DO UPDATE SET claimed_at = excluded.claimed_at
            WHERE known.claimed_at <= clock_timestamp() - make_interval(secs => every_seconds);
            RETURN FOUND;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_claim_job(text, integer) FROM PUBLIC")
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE: a frozen row answers to its transitions and actions alone.
        -- A cascade passes: it asks for the right to delete the parent, nothing else. So does a migration
        -- of the owner, as whom this function runs.
        CREATE OR REPLACE FUNCTION charter_frozen_project() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'project'
                    AND asked = ANY ('{"restore","dashboard","plan","start","pause","resume","complete","cancel"}'::text[])
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
    op.execute("REVOKE ALL ON FUNCTION charter_frozen_project() FROM PUBLIC")
    op.execute(
        """
        -- BEFORE INSERT OR DELETE on a link table: a frozen left row keeps its links.
        -- Arguments: the left column.
        CREATE OR REPLACE FUNCTION charter_frozen_link_project() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'project'
                    AND asked = ANY ('{"restore","dashboard","plan","start","pause","resume","complete","cancel"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND EXISTS (
                SELECT FROM projects AS left_row
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
    op.execute("REVOKE ALL ON FUNCTION charter_frozen_link_project() FROM PUBLIC")
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE: a frozen row answers to its transitions and actions alone.
        -- A cascade passes: it asks for the right to delete the parent, nothing else. So does a migration
        -- of the owner, as whom this function runs.
        CREATE OR REPLACE FUNCTION charter_frozen_regulation() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            asked text := coalesce(current_setting('charter.action', true), '');
            passes boolean := pg_trigger_depth() > 1
                OR (
                    coalesce(current_setting('charter.entity_type', true), '') = 'regulation'
                    AND asked = ANY ('{"restore","import_catalogue","coverage","gap","publish","supersede","retire"}'::text[])
                )
                OR (session_user = current_user AND asked = 'migrate');
        BEGIN
            IF NOT passes AND (
                OLD.status in ('superseded', 'retired')
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
    op.execute("REVOKE ALL ON FUNCTION charter_frozen_regulation() FROM PUBLIC")
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
    op.execute("REVOKE ALL ON FUNCTION charter_frozen_requirement() FROM PUBLIC")
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
    op.execute("REVOKE ALL ON FUNCTION charter_frozen_control() FROM PUBLIC")
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
    op.execute("REVOKE ALL ON FUNCTION charter_frozen_control_mapping() FROM PUBLIC")
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
    op.execute("REVOKE ALL ON FUNCTION charter_frozen_evidence() FROM PUBLIC")
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
    op.execute("REVOKE ALL ON FUNCTION charter_frozen_link_evidence() FROM PUBLIC")
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
    op.execute("REVOKE ALL ON FUNCTION charter_frozen_risk() FROM PUBLIC")
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
    op.execute("REVOKE ALL ON FUNCTION charter_frozen_link_risk() FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_frozen_link_risk()")
    op.execute("DROP FUNCTION charter_frozen_risk()")
    op.execute("DROP FUNCTION charter_frozen_link_evidence()")
    op.execute("DROP FUNCTION charter_frozen_evidence()")
    op.execute("DROP FUNCTION charter_frozen_control_mapping()")
    op.execute("DROP FUNCTION charter_frozen_control()")
    op.execute("DROP FUNCTION charter_frozen_requirement()")
    op.execute("DROP FUNCTION charter_frozen_regulation()")
    op.execute("DROP FUNCTION charter_frozen_link_project()")
    op.execute("DROP FUNCTION charter_frozen_project()")
    op.execute("DROP FUNCTION charter_claim_job(text, integer)")
    op.execute("DROP FUNCTION charter_token_find(text)")
    op.execute("DROP FUNCTION charter_set_last_login(uuid)")
    op.execute("DROP FUNCTION charter_set_password_hash(uuid, text)")
    op.execute("DROP FUNCTION charter_credentials(text)")
    op.execute("DROP FUNCTION charter_all_match(text[], text)")
    op.execute("DROP FUNCTION charter_shortest(text[])")
