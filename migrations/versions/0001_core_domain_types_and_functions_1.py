"""Core domain: types and functions 1."""

from __future__ import annotations

from alembic import op

revision = "a3514e139f88"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TYPE headcount_band AS ENUM (
            'under_10',
            'from_10_to_49',
            'from_50_to_249',
            'from_250_to_999',
            'from_1000'
        )
        """
    )
    op.execute(
        """
        CREATE TYPE revenue_band AS ENUM (
            'under_2m',
            'from_2m_to_10m',
            'from_10m_to_50m',
            'over_50m'
        )
        """
    )
    op.execute(
        """
        CREATE TYPE maturity AS ENUM (
            'none',
            'initial',
            'managed',
            'defined',
            'measured',
            'optimising'
        )
        """
    )
    op.execute(
        """
        CREATE TYPE confidentiality AS ENUM (
            'public',
            'internal',
            'confidential',
            'secret'
        )
        """
    )
    op.execute(
        """
        CREATE TYPE risk_level AS ENUM (
            'low',
            'medium',
            'high',
            'critical'
        )
        """
    )
    op.execute(
        """
        CREATE TYPE task_priority AS ENUM (
            'p4',
            'p3',
            'p2',
            'p1'
        )
        """
    )
    op.execute("CREATE SEQUENCE sq_evidence_ref")
    op.execute("CREATE SEQUENCE sq_risks_ref")
    op.execute("CREATE SEQUENCE sq_tasks_ref")
    op.execute(
        """
        -- Adds one event, with actor and request as the session's settings say. A session without
        -- context is somebody at an SQL prompt: source is then sql, and request_id names the role.
        -- Runs as its caller, which is one of the functions here that run as the owner.
        CREATE OR REPLACE FUNCTION charter_write_event(
            what text, entity text, entity_row uuid, changed jsonb, result text, why text
        ) RETURNS uuid
        LANGUAGE plpgsql
        AS $function$
        DECLARE
            origin text := coalesce(nullif(current_setting('charter.source', true), ''), 'sql');
            request text := nullif(current_setting('charter.request_id', true), '');
            roles text := coalesce(nullif(current_setting('charter.actor_roles', true), ''), '[]');
            event uuid := uuidv7();
        BEGIN
            INSERT INTO audit_events (
                id, occurred_at, actor_id, actor_email, actor_roles, action, entity_type, entity_id, changes,
                reason, outcome, rule, request_id, client_ip, source
            ) VALUES (
                event,
                now(),
                nullif(current_setting('charter.actor', true), '')::uuid,
                nullif(current_setting('charter.actor_email', true), ''),
                ARRAY(SELECT jsonb_array_elements_text(roles::jsonb)),
                what, entity, entity_row, changed, why, result,
                nullif(current_setting('charter.rule', true), ''),
                CASE WHEN request IS NULL AND origin = 'sql' THEN 'sql:' || session_user ELSE request END,
                nullif(current_setting('charter.client_ip', true), ''),
                origin
            );
            RETURN event;
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_write_event(text, text, uuid, jsonb, text, text) FROM PUBLIC"
    )
    op.execute(
        """
        -- What the application records besides changes: refusals, failures, log-ins, exports.
        -- The actor and the request are those of the session, never the caller's word.
        CREATE OR REPLACE FUNCTION charter_record_event(
            action text, entity_type text, entity_id uuid, outcome text, reason text, changes jsonb
        ) RETURNS uuid
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN charter_write_event(action, entity_type, entity_id, changes, outcome, reason);
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_record_event(text, text, uuid, text, text, jsonb) FROM PUBLIC"
    )
    op.execute(
        """
        -- BEFORE INSERT OR UPDATE: the bookkeeping columns are written here and nowhere else.
        -- Arguments: the generated columns, which are not yet worked out in a BEFORE trigger.
        CREATE OR REPLACE FUNCTION charter_touch() RETURNS trigger
        LANGUAGE plpgsql
        AS $function$
        DECLARE
            actor uuid := nullif(current_setting('charter.actor', true), '')::uuid;
            bookkeeping text[] := TG_ARGV[0]::text[]
                || '{created_at,updated_at,updated_by_id,version}'::text[];
        BEGIN
            IF TG_OP = 'INSERT' THEN
                NEW.created_at := now();
                NEW.updated_at := now();
                NEW.created_by_id := actor;
                NEW.updated_by_id := actor;
                NEW.version := 1;
                RETURN NEW;
            END IF;
            NEW.created_at := OLD.created_at;
            NEW.updated_at := OLD.updated_at;
            NEW.version := OLD.version;
            IF pg_trigger_depth() > 1 AND NEW.updated_by_id IS NULL AND OLD.updated_by_id IS NOT NULL THEN
                -- The user who wrote last is being deleted: a change of its own, and nobody takes the place.
                NEW.updated_at := now();
                NEW.version := OLD.version + 1;
                RETURN NEW;
            END IF;
            NEW.updated_by_id := OLD.updated_by_id;
            IF pg_trigger_depth() = 1 THEN
                NEW.created_by_id := OLD.created_by_id;
            END IF;
            IF NEW.id IS DISTINCT FROM OLD.id THEN
                RAISE EXCEPTION 'the id of a row never changes'
                    USING ERRCODE = 'CH003', TABLE = TG_TABLE_NAME, COLUMN = 'id', CONSTRAINT = TG_NAME;
            END IF;
            IF to_jsonb(NEW) - bookkeeping IS DISTINCT FROM to_jsonb(OLD) - bookkeeping THEN
                NEW.updated_at := now();
                NEW.updated_by_id := actor;
                NEW.version := OLD.version + 1;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_touch() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- Arguments: the entity, its secret columns, its generated columns.
        -- `changes` leaves out what the event says itself: id (entity_id), updated_at (occurred_at),
        -- updated_by_id (actor_id) and version (the number of the row's own events). An update that
        -- changes nothing else has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            left_out text[] := TG_ARGV[2]::text[] || '{id,updated_at,updated_by_id,version}'::text[];
            asked text := coalesce(current_setting('charter.action', true), '');
            word text := 'update';
            old_row jsonb := '{}';
            new_row jsonb := '{}';
            changed jsonb;
            secret text;
        BEGIN
            IF TG_OP <> 'INSERT' THEN
                old_row := to_jsonb(OLD);
            END IF;
            IF TG_OP <> 'DELETE' THEN
                new_row := to_jsonb(NEW);
            END IF;
            SELECT jsonb_object_agg(key, jsonb_build_array(old_row -> key, new_row -> key))
            INTO changed
            FROM jsonb_object_keys((old_row || new_row) - left_out) AS key
            WHERE coalesce(old_row -> key, 'null') <> coalesce(new_row -> key, 'null');

            IF changed IS NULL AND TG_OP = 'UPDATE' THEN
                IF NEW.updated_by_id IS NOT DISTINCT FROM OLD.updated_by_id THEN
                    RETURN NULL;
                END IF;
                changed := jsonb_build_object(
                    'updated_by_id', jsonb_build_array(OLD.updated_by_id, NEW.updated_by_id)
                );
            END IF;
            FOREACH secret IN ARRAY TG_ARGV[1]::text[] LOOP
                IF changed ? secret THEN
                    changed := jsonb_set(changed, ARRAY[secret], jsonb_build_array(
                        CASE WHEN old_row ->> secret IS NOT NULL THEN '***' END,
                        CASE WHEN new_row ->> secret IS NOT NULL THEN '***' END
                    ));
                END IF;
            END LOOP;

            IF TG_OP = 'INSERT' THEN
                word := 'create';
            ELSIF TG_OP = 'DELETE' THEN
                word := 'delete';
            ELSIF changed ? 'deleted_at' THEN
                word := CASE WHEN new_row ->> 'deleted_at' IS NULL THEN 'restore' ELSE 'delete' END;
            ELSIF asked NOT IN ('', 'create', 'read', 'delete', 'restore')
                AND current_setting('charter.entity_type', true) = TG_ARGV[0] THEN
                word := asked;
            END IF;
            PERFORM charter_write_event(
                word, TG_ARGV[0], coalesce(new_row ->> 'id', old_row ->> 'id')::uuid,
                coalesce(changed, '{}'), 'success', nullif(current_setting('charter.reason', true), '')
            );
            RETURN NULL;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_audit() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE on a link table: one event of the left row for each link.
        -- Arguments: the left entity, the relation, the left column, the right column.
        CREATE OR REPLACE FUNCTION charter_audit_link() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
            new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
            reason text := nullif(current_setting('charter.reason', true), '');
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                RAISE EXCEPTION 'a link is made or removed, never changed'
                    USING ERRCODE = 'CH002', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
            END IF;
            PERFORM charter_write_event(
                CASE TG_OP WHEN 'INSERT' THEN 'link' ELSE 'unlink' END,
                TG_ARGV[0],
                (coalesce(new_row, old_row) ->> TG_ARGV[2])::uuid,
                jsonb_build_object(
                    TG_ARGV[1], jsonb_build_array(old_row -> TG_ARGV[3], new_row -> TG_ARGV[3])
                ),
                'success',
                reason
            );
            RETURN NULL;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_audit_link() FROM PUBLIC")
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE OR TRUNCATE, on rows or statements: refuses whatever it is attached to.
        -- Arguments: the SQLSTATE, the sentence.
        CREATE OR REPLACE FUNCTION charter_refuse() RETURNS trigger
        LANGUAGE plpgsql
        AS $function$
        BEGIN
            RAISE EXCEPTION '%', TG_ARGV[1]
                USING ERRCODE = TG_ARGV[0], TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_refuse() FROM PUBLIC")
    op.execute(
        """
        -- BEFORE UPDATE: columns that are set at creation and never after.
        -- Arguments: the columns. A foreign key that empties one (ON DELETE SET NULL) may, and so may a
        -- migration of the owner.
        CREATE OR REPLACE FUNCTION charter_hold() RETURNS trigger
        LANGUAGE plpgsql
        AS $function$
        DECLARE
            held text;
            old_row jsonb := to_jsonb(OLD);
            new_row jsonb := to_jsonb(NEW);
        BEGIN
            FOREACH held IN ARRAY TG_ARGV[0]::text[] LOOP
                IF new_row -> held <> old_row -> held
                    AND NOT (pg_trigger_depth() > 1 AND new_row ->> held IS NULL)
                    AND NOT (
                        coalesce(current_setting('charter.action', true), '') = 'migrate'
                        AND pg_has_role(
                            session_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER'
                        )
                    ) THEN
                    RAISE EXCEPTION '% is set once, when the row is added', held
                        USING ERRCODE = 'CH003', TABLE = TG_TABLE_NAME, COLUMN = held,
                            CONSTRAINT = TG_NAME;
                END IF;
            END LOOP;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_hold() FROM PUBLIC")
    op.execute(
        """
        -- AFTER UPDATE: softly deleted children go and come with their parent.
        -- Arguments: (child table, key column) pairs. What came back with the parent is what went at the
        -- same moment; a child deleted before stays deleted.
        CREATE OR REPLACE FUNCTION charter_soft_cascade() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            IF NEW.deleted_at IS NOT DISTINCT FROM OLD.deleted_at THEN
                RETURN NULL;
            END IF;
            FOR pair IN 0 .. TG_NARGS - 2 BY 2 LOOP
                EXECUTE format(
                    'UPDATE %I SET deleted_at = $1 WHERE %I = $2 AND deleted_at IS NOT DISTINCT FROM $3',
                    TG_ARGV[pair], TG_ARGV[pair + 1]
                ) USING NEW.deleted_at, NEW.id, OLD.deleted_at;
            END LOOP;
            RETURN NULL;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_soft_cascade() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE: the row that a key of several kinds points at exists.
        -- Arguments: the key's name, the type column, the id column, the kinds, their tables.
        CREATE OR REPLACE FUNCTION charter_reference_check() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            kind text := to_jsonb(NEW) ->> TG_ARGV[1];
            target uuid := (to_jsonb(NEW) ->> TG_ARGV[2])::uuid;
            lies_in text := (TG_ARGV[4]::text[])[array_position(TG_ARGV[3]::text[], kind)];
            found_one boolean;
        BEGIN
            IF session_user = current_user
                AND coalesce(current_setting('charter.action', true), '') = 'migrate' THEN
                RETURN NULL;  -- the owner renames an entity
            END IF;
            IF target IS NULL OR (TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> TG_ARGV[1] = kind
                AND (to_jsonb(OLD) ->> TG_ARGV[2])::uuid = target) THEN
                RETURN NULL;
            END IF;
            -- The lock is that of a foreign key: whoever deletes the target waits for us.
            EXECUTE format('SELECT true FROM %I WHERE id = $1 FOR KEY SHARE', lies_in)
                INTO found_one USING target;
            IF found_one IS NULL THEN
                RAISE EXCEPTION 'there is no such %', kind
                    USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME,
                        COLUMN = TG_ARGV[2], CONSTRAINT = TG_ARGV[0];
            END IF;
            RETURN NULL;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_reference_check() FROM PUBLIC")
    op.execute(
        """
        -- AFTER DELETE on a target: what happens to rows whose key of several kinds pointed here.
        -- Arguments: the key's name, its table, the type column, the id column, this entity, on_delete.
        CREATE OR REPLACE FUNCTION charter_reference_delete() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            still_there boolean;
        BEGIN
            IF TG_ARGV[5] = 'cascade' THEN
                EXECUTE format(
                    'DELETE FROM %I WHERE %I = $1 AND %I = $2', TG_ARGV[1], TG_ARGV[2], TG_ARGV[3]
                ) USING TG_ARGV[4], OLD.id;
            ELSIF TG_ARGV[5] = 'set_null' THEN
                EXECUTE format(
                    'UPDATE %1$I SET %2$I = NULL, %3$I = NULL WHERE %2$I = $1 AND %3$I = $2',
                    TG_ARGV[1], TG_ARGV[2], TG_ARGV[3]
                ) USING TG_ARGV[4], OLD.id;
            ELSE
                EXECUTE format(
                    'SELECT true FROM %I WHERE %I = $1 AND %I = $2 LIMIT 1',
                    TG_ARGV[1], TG_ARGV[2], TG_ARGV[3]
                ) INTO still_there USING TG_ARGV[4], OLD.id;
                IF still_there THEN
                    RAISE EXCEPTION 'the row is still referred to'
                        USING ERRCODE = 'foreign_key_violation', TABLE = TG_ARGV[1],
                            COLUMN = TG_ARGV[3], CONSTRAINT = TG_ARGV[0];
                END IF;
            END IF;
            RETURN NULL;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_reference_delete() FROM PUBLIC")
    op.execute(
        """
        -- The next number of a `number` field: `{number}` is the counter, `{year}` the year in UTC.
        CREATE OR REPLACE FUNCTION charter_number(counter text, pattern text, width integer) RETURNS text
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            digits text := nextval(counter::regclass)::text;
        BEGIN
            RETURN replace(
                replace(pattern, '{number}', lpad(digits, greatest(width, length(digits)), '0')),
                '{year}', to_char(now() AT TIME ZONE 'UTC', 'YYYY')
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_number(text, text, integer) FROM PUBLIC")
    op.execute(
        """
        -- The length of the longest text of a list; null for an empty one.
        CREATE OR REPLACE FUNCTION charter_longest(texts text[]) RETURNS integer
        LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS $function$
            SELECT max(char_length(each)) FROM unnest(texts) AS each
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_longest(text[]) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_longest(text[])")
    op.execute("DROP FUNCTION charter_number(text, text, integer)")
    op.execute("DROP FUNCTION charter_reference_delete()")
    op.execute("DROP FUNCTION charter_reference_check()")
    op.execute("DROP FUNCTION charter_soft_cascade()")
    op.execute("DROP FUNCTION charter_hold()")
    op.execute("DROP FUNCTION charter_refuse()")
    op.execute("DROP FUNCTION charter_audit_link()")
    op.execute("DROP FUNCTION charter_audit()")
    op.execute("DROP FUNCTION charter_touch()")
    op.execute("DROP FUNCTION charter_record_event(text, text, uuid, text, text, jsonb)")
    op.execute("DROP FUNCTION charter_write_event(text, text, uuid, jsonb, text, text)")
    op.execute("DROP SEQUENCE sq_tasks_ref")
    op.execute("DROP SEQUENCE sq_risks_ref")
    op.execute("DROP SEQUENCE sq_evidence_ref")
    op.execute("DROP TYPE task_priority")
    op.execute("DROP TYPE risk_level")
    op.execute("DROP TYPE confidentiality")
    op.execute("DROP TYPE maturity")
    op.execute("DROP TYPE revenue_band")
    op.execute("DROP TYPE headcount_band")
