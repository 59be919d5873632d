"""Sealed trail: types and functions 1."""

from __future__ import annotations

from alembic import op

revision = "62f5a6427052"
down_revision = "983a2a7fad8f"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
            event uuid;
        BEGIN
            INSERT INTO audit_events (
                actor_id, actor_email, actor_roles, action, entity_type, entity_id, changes, marks,
                reason, outcome, rule, request_id, client_ip, source
            ) VALUES (
                nullif(current_setting('charter.actor', true), '')::uuid,
                nullif(current_setting('charter.actor_email', true), ''),
                translate(
                    coalesce(nullif(current_setting('charter.actor_roles', true), ''), '[]'), '[]"', '{}'
                )::text[],
                what, entity, entity_row, changed, NULL,
                why, result,
                nullif(current_setting('charter.rule', true), ''),
                CASE WHEN request IS NULL AND origin = 'sql' THEN 'sql:' || session_user ELSE request END,
                nullif(current_setting('charter.client_ip', true), ''),
                origin
            )
            RETURNING id INTO event;
            RETURN event;
        END
        $function$
        """
    )
    op.execute(
        """
        -- What the application records besides changes: refusals, failures, log-ins, exports.
        -- The actor and the request are those of the session, never the caller's word. That a row changed
        -- is for the triggers to say: such a word is taken for what was refused or failed, and no other.
        CREATE OR REPLACE FUNCTION charter_record_event(
            action text, entity_type text, entity_id uuid, outcome text, reason text, changes jsonb
        ) RETURNS uuid
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            IF changes IS DISTINCT FROM '{}'
                OR outcome IS NULL OR outcome NOT IN ('success', 'denied', 'failed')
                OR (outcome = 'success' AND action = ANY ('{"create","update","delete","restore","link","unlink","migrate","erase","retire","accept","approve","assess","block","cancel","close","complete","complete_treatment","confirm","expire","extend","fulfil","implement","lapse","mark_effective","mark_ineffective","monitor","pause","plan","publish","reject","renew","reopen","resume","revoke","rework","send_back","start","submit","supersede","treat","unblock","verify","withdraw"}'::text[])) THEN
                RAISE EXCEPTION 'the triggers record changes, nobody else' USING ERRCODE = 'CH007';
            END IF;
            RETURN charter_write_event(action, entity_type, entity_id, changes, outcome, reason);
        END
        $function$
        """
    )
    op.execute(
        """
        -- BEFORE INSERT OR UPDATE: the bookkeeping columns are written here and nowhere else.
        -- Arguments: the generated columns, which are not yet worked out in a BEFORE trigger, and those
        -- whose change is no new version of the row, such as the time of the last log-in.
        CREATE OR REPLACE FUNCTION charter_touch() RETURNS trigger
        LANGUAGE plpgsql
        AS $function$
        DECLARE
            actor uuid := nullif(current_setting('charter.actor', true), '')::uuid;
            bookkeeping text[] := TG_ARGV[0]::text[] || TG_ARGV[1]::text[]
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
    op.execute(
        """
        -- What stands for a secret in the trail: HMAC-SHA256 under the platform's key, so that a value
        -- can be held against it and nobody without the key can guess.
        CREATE OR REPLACE FUNCTION charter_commitment(
            entity text, entity_row uuid, field text, secret text
        ) RETURNS text
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            key record;
        BEGIN
            IF secret IS NULL THEN
                RETURN NULL;
            END IF;
            SELECT s.inner_key, s.outer_key INTO STRICT key
            FROM charter_audit_subjects AS s
            WHERE s.subject = '00000000-0000-0000-0000-000000000000';
            RETURN encode(sha256(key.outer_key || sha256(key.inner_key || convert_to(
                json_build_array(entity, entity_row, field, secret)::text, 'UTF8'
            ))), 'hex');
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_commitment(text, uuid, text, text) FROM PUBLIC")
    op.execute(
        """
        -- The smallest UUIDv7 of a moment: 48 bits of milliseconds since 1970, and zeros.
        CREATE OR REPLACE FUNCTION charter_month_floor(moment timestamptz) RETURNS uuid
        LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS $function$
            SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_month_floor(timestamptz) FROM PUBLIC")
    op.execute(
        """
        -- Gives a partition of the trail triggers of its own: those of the whole do not fire for
        -- statements that name a part.
        CREATE OR REPLACE FUNCTION charter_audit_hold(part text) RETURNS void
        LANGUAGE plpgsql
        AS $function$
        BEGIN
            EXECUTE format(
                'CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH STATEMENT '
                'EXECUTE FUNCTION charter_refuse(%L, %L)',
                'tr_' || part || '_once', part, 'CH002', 'audit events are added, never changed or removed'
            );
            EXECUTE format(
                'CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT '
                'EXECUTE FUNCTION charter_refuse(%L, %L)',
                'tr_' || part || '_whole', part, 'CH002', 'audit events are added, never changed or removed'
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_audit_hold(text) FROM PUBLIC")
    op.execute(
        r"""
        -- Makes the monthly partitions of the trail that are missing, this month's and some to come; gives
        -- their number. Ids are UUIDv7 (RFC 9562), which begin with the time in milliseconds: a month is a
        -- range of ids. Each partition is made first and attached then, which blocks nobody.
        CREATE OR REPLACE FUNCTION charter_audit_partitions(months integer) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        AS $function$
        DECLARE
            month timestamptz;
            part text;
            made integer := 0;
        BEGIN
            FOR month IN
                SELECT date_trunc('month', now()) + make_interval(months => n)
                FROM generate_series(0, months) AS n
            LOOP
                part := 'audit_events' || to_char(month, '_YYYY_MM');
                IF to_regclass(quote_ident(part)) IS NULL AND NOT EXISTS (
                    SELECT FROM pg_inherits AS i
                    JOIN pg_class AS c ON c.oid = i.inhrelid
                    WHERE i.inhparent = 'audit_events'::regclass
                        AND substring(pg_get_expr(c.relpartbound, c.oid) FROM $$TO \('([^']+)'\)$$)::uuid
                            > charter_month_floor(month)
                        AND coalesce(
                            substring(pg_get_expr(c.relpartbound, c.oid) FROM $$FROM \('([^']+)'\)$$)::uuid,
                            '00000000-0000-0000-0000-000000000000'
                        ) <= charter_month_floor(month)
                ) THEN
                    EXECUTE format(
                        'CREATE TABLE %I (LIKE audit_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part
                    );
                    PERFORM charter_audit_hold(part);
                    EXECUTE format(
                        'ALTER TABLE audit_events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                        part, charter_month_floor(month), charter_month_floor(month + interval '1 month')
                    );
                    made := made + 1;
                END IF;
            END LOOP;
            RETURN made;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_audit_partitions(integer) FROM PUBLIC")
    op.execute(
        """
        -- What migrations have named anew in a table. Of each: its event, the names of columns
        -- before it with those of today (null for what is gone), and by today's columns the words of
        -- ordered enums before it with those of today.
        CREATE OR REPLACE FUNCTION charter_moves(entity text, holder regclass)
        RETURNS TABLE (id uuid, names jsonb, words jsonb)
        LANGUAGE plpgsql STABLE
        AS $function$
        DECLARE
            told record;
            said record;
            own jsonb;
        BEGIN
            names := '{}';
            words := '{}';
            FOR told IN
                SELECT e.id AS event, e.changes -> 'columns' -> 0 AS before, e.changes -> 'values' AS renamed
                FROM audit_events AS e
                WHERE e.entity_id IS NULL AND e.action = 'migrate' AND e.entity_type = entity
                ORDER BY e.id DESC
            LOOP
                FOR said IN SELECT * FROM jsonb_each(coalesce(told.renamed, '{}')) AS c(key, value) LOOP
                    said.key := CASE WHEN names ? said.key THEN names ->> said.key ELSE said.key END;
                    CONTINUE WHEN said.key IS NULL;
                    own := coalesce(words -> said.key, '{}');
                    words := words || jsonb_build_object(said.key, own || (
                        SELECT jsonb_object_agg(w.key, coalesce(own -> (w.value #>> '{}'), w.value))
                        FROM jsonb_each(said.value) AS w
                    ));
                END LOOP;
                IF told.before IS NOT NULL THEN
                    names := (
                        SELECT jsonb_object_agg(c.value ->> 0, a.attname)
                        FROM jsonb_each(told.before) AS c
                        LEFT JOIN pg_attribute AS a ON a.attrelid = holder AND a.attnum = c.key::smallint
                            AND NOT a.attisdropped
                    );
                END IF;
                id := told.event;
                RETURN NEXT;
            END LOOP;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_moves(text, regclass) FROM PUBLIC")
    op.execute(
        """
        -- What has to be undone to see rows of a kind as they stood at a moment: for each row that changed
        -- later the first thing done, how many versions came since, the values that were there, when and by
        -- whom the row had been written last, and, of one that was deleted for good, its last state.
        -- A row goes back to before the first event of a later time, in the order of ids, so that what is
        -- shown is a state that the row was in. `known` are the columns, `versioned` those of which a
        -- change is a new version. A day before the moment makes up for clocks that were set back.
        -- What migrations since have named anew, columns and values of ordered enums, goes by its name of
        -- today; what they removed is left out.
        CREATE OR REPLACE FUNCTION charter_undone(
            entity text, holder regclass, moment timestamptz, only_row uuid, known text[], versioned text[]
        ) RETURNS TABLE (row_id uuid, first text, versions integer, found jsonb, stamp jsonb, gone jsonb)
        LANGUAGE plpgsql STABLE
        SET plan_cache_mode = force_custom_plan
        AS $function$
        #variable_conflict use_variable
        DECLARE
            earliest uuid := charter_month_floor(greatest(moment, '1970-01-02') - interval '1 day');
            moved jsonb;
        BEGIN
            SELECT jsonb_agg(to_jsonb(m)) INTO moved FROM charter_moves(entity, holder) AS m;
            SELECT known || array_agg(n.key) FILTER (WHERE n.value = ANY (known)),
                versioned || array_agg(n.key) FILTER (WHERE n.value = ANY (versioned))
            INTO known, versioned
            FROM jsonb_to_recordset(moved) AS m(names jsonb) CROSS JOIN jsonb_each_text(m.names) AS n;
            RETURN QUERY
            WITH moves AS MATERIALIZED (
                SELECT * FROM jsonb_to_recordset(moved) AS m(id uuid, names jsonb, words jsonb)
            ), later AS (
                SELECT e.id, e.entity_id, e.action, e.changes, e.occurred_at, e.actor_id,
                    bool_or(e.occurred_at > moment) OVER (PARTITION BY e.entity_id ORDER BY e.id) AS undo
                FROM audit_events AS e
                WHERE e.id >= earliest AND e.entity_type = entity AND e.outcome = 'success'
                    AND e.entity_id IS NOT NULL AND (only_row IS NULL OR e.entity_id = only_row)
                    AND (e.action IN ('create', 'delete') OR e.changes ?| known)
            ), undone AS MATERIALIZED (
                SELECT l.*, l.action = 'delete' AND l.changes ? 'created_at' AS ends,
                    l.action <> 'create' AND NOT l.changes ? 'created_at' AND l.changes ?| versioned AS counts
                FROM later AS l WHERE l.undo
            ), rows AS MATERIALIZED (
                SELECT a.entity_id, (array_agg(a.id ORDER BY a.id))[1] AS cut,
                    (array_agg(a.action ORDER BY a.id))[1] AS action,
                    count(*) FILTER (WHERE a.counts) AS counted,
                    (array_agg(jsonb_build_object('updated_at', a.occurred_at, 'updated_by_id', CASE
                    WHEN a.changes ? 'updated_by_id' THEN a.changes -> 'updated_by_id' -> 1
                    ELSE to_jsonb(a.actor_id)
                END) ORDER BY a.id DESC) FILTER (WHERE a.counts))[1] AS said
                FROM undone AS a GROUP BY a.entity_id
            ), before AS (
                SELECT v.entity_id, jsonb_object_agg(v.name, coalesce(
                    v.words -> v.name -> CASE jsonb_typeof(v.old) WHEN 'string' THEN v.old #>> '{}' END,
                    v.old
                ) ORDER BY v.id DESC) AS old,
                    jsonb_object_agg(v.name, coalesce(
                    v.words -> v.name -> CASE jsonb_typeof(v.old) WHEN 'string' THEN v.old #>> '{}' END,
                    v.old
                ) ORDER BY v.id) FILTER (WHERE v.ends) AS last
                FROM (
                    SELECT u.id, u.entity_id, u.ends, m.words, c.value -> 0 AS old, CASE WHEN m.names ? c.key THEN m.names ->> c.key ELSE c.key END AS name
                    FROM undone AS u
                    CROSS JOIN jsonb_each(u.changes) AS c
                    LEFT JOIN moves AS m
                        ON m.id = (SELECT n.id FROM moves AS n WHERE n.id > u.id ORDER BY n.id LIMIT 1)
                ) AS v
                WHERE v.name IS NOT NULL
                GROUP BY v.entity_id
            ), stamps AS (
                SELECT a.entity_id, count(*) AS counted, (array_agg(jsonb_build_object('updated_at', a.occurred_at, 'updated_by_id', CASE
                    WHEN a.changes ? 'updated_by_id' THEN a.changes -> 'updated_by_id' -> 1
                    ELSE to_jsonb(a.actor_id)
                END) ORDER BY a.id DESC))[1] AS said
                FROM rows AS r
                JOIN audit_events AS a ON a.entity_id = r.entity_id AND a.id < r.cut
                WHERE a.entity_type = entity AND a.outcome = 'success'
                    AND (a.action = 'create' OR a.changes ?| versioned)
                GROUP BY a.entity_id
            )
            SELECT r.entity_id, r.action, r.counted::integer, coalesce(b.old, '{}'), coalesce(s.said, '{}'),
                b.last || jsonb_build_object(
                    'id', r.entity_id,
                    'version', greatest(coalesce(s.counted, 0), 1) + r.counted,
                    'updated_at', b.last -> 'created_at'
                ) || coalesce(r.said, s.said, '{}')
            FROM rows AS r
            LEFT JOIN before AS b ON b.entity_id = r.entity_id
            LEFT JOIN stamps AS s ON s.entity_id = r.entity_id;
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_undone(text, regclass, timestamptz, uuid, text[], text[]) FROM PUBLIC"
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_undone(text, regclass, timestamptz, uuid, text[], text[])")
    op.execute("DROP FUNCTION charter_moves(text, regclass)")
    op.execute("DROP FUNCTION charter_audit_partitions(integer)")
    op.execute("DROP FUNCTION charter_audit_hold(text)")
    op.execute("DROP FUNCTION charter_month_floor(timestamptz)")
    op.execute("DROP FUNCTION charter_commitment(text, uuid, text, text)")
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
