"""Sealed trail: types and functions 2."""

from __future__ import annotations

from alembic import op

revision = "08e2675f64fb"
down_revision = "62f5a6427052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- The last state of a row that was deleted for good, from the events of the row; null for one that
        -- was never there, or whose end is no longer in the trail. Columns go by their names of today.
        CREATE OR REPLACE FUNCTION charter_gone(
            entity text, holder regclass, row_id uuid, versioned text[]
        ) RETURNS jsonb
        LANGUAGE plpgsql STABLE
        AS $function$
        BEGIN
            RETURN (
                WITH told AS MATERIALIZED (
                    SELECT a.id, a.action, a.occurred_at, a.actor_id, a.changes
                    FROM audit_events AS a
                    WHERE a.entity_id = row_id AND a.entity_type = entity AND a.outcome = 'success'
                ), gone AS MATERIALIZED (
                    SELECT t.id, t.changes FROM told AS t
                    WHERE t.action = 'delete' AND t.changes ? 'created_at'
                    ORDER BY t.id DESC LIMIT 1
                ), moves AS MATERIALIZED (
                    SELECT m.* FROM gone AS g CROSS JOIN charter_moves(entity, holder) AS m
                ), state AS (
                    SELECT jsonb_object_agg(v.name, coalesce(
                    v.words -> v.name -> CASE jsonb_typeof(v.old) WHEN 'string' THEN v.old #>> '{}' END,
                    v.old
                )) AS before
                    FROM (
                        SELECT m.words, c.value -> 0 AS old, CASE WHEN m.names ? c.key THEN m.names ->> c.key ELSE c.key END AS name
                        FROM gone AS g
                        CROSS JOIN jsonb_each(g.changes) AS c
                        LEFT JOIN moves AS m
                            ON m.id = (SELECT n.id FROM moves AS n WHERE n.id > g.id ORDER BY n.id LIMIT 1)
                    ) AS v
                    WHERE v.name IS NOT NULL
                ), writes AS MATERIALIZED (
                    SELECT t.* FROM told AS t JOIN gone AS g ON t.id < g.id
                    WHERE t.action = 'create' OR t.changes ?| (versioned || ARRAY(
                        SELECT n.key FROM moves AS m CROSS JOIN jsonb_each_text(m.names) AS n
                        WHERE n.value = ANY (versioned)
                    ))
                )
                SELECT s.before
                    || jsonb_build_object(
                        'id', row_id,
                        'version', (SELECT greatest(count(*), 1) FROM writes),
                        'updated_at', s.before -> 'created_at'
                    )
                    || coalesce((SELECT jsonb_build_object('updated_at', a.occurred_at, 'updated_by_id', CASE
                    WHEN a.changes ? 'updated_by_id' THEN a.changes -> 'updated_by_id' -> 1
                    ELSE to_jsonb(a.actor_id)
                END) FROM writes AS a ORDER BY a.id DESC LIMIT 1), '{}')
                FROM state AS s
                WHERE s.before IS NOT NULL
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_gone(text, regclass, uuid, text[]) FROM PUBLIC")
    op.execute(
        """
        -- BEFORE UPDATE OR DELETE OR TRUNCATE, on rows or statements: refuses whatever it is attached to.
        -- Arguments: the SQLSTATE, the sentence. The owner's erasure of personal values is let through: what
        -- it may touch in the trail, verification tells from what it may not.
        CREATE OR REPLACE FUNCTION charter_refuse() RETURNS trigger
        LANGUAGE plpgsql
        AS $function$
        BEGIN
            IF TG_OP = 'UPDATE' AND coalesce(current_setting('charter.action', true), '') = 'erase'
                AND pg_has_role(
                    session_user, (SELECT relowner FROM pg_catalog.pg_class WHERE oid = TG_RELID), 'MEMBER'
                ) THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '%', TG_ARGV[1]
                USING ERRCODE = TG_ARGV[0], TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
        END
        $function$
        """
    )
    op.execute(
        """
        -- BEFORE UPDATE: columns that are set at creation and never after.
        -- Arguments: the columns. A foreign key that empties one (ON DELETE SET NULL) may, and so may a
        -- migration or an erasure of the owner.
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
                        coalesce(current_setting('charter.action', true), '') IN ('migrate', 'erase')
                        AND pg_has_role(
                            session_user, (SELECT relowner FROM pg_catalog.pg_class WHERE oid = TG_RELID), 'MEMBER'
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
    op.execute(
        """
        -- The length of the longest text of a list; null for an empty one. CHECKs call it for every row: a
        -- loop costs a tenth of a query.
        CREATE OR REPLACE FUNCTION charter_longest(texts text[]) RETURNS integer
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
        AS $function$
        DECLARE
            each text;
            longest integer;
        BEGIN
            IF texts IS NULL THEN
                RETURN NULL;
            END IF;
            FOREACH each IN ARRAY texts LOOP
                IF char_length(each) > coalesce(longest, char_length(each)) OR longest IS NULL THEN
                    longest := char_length(each);
                END IF;
            END LOOP;
            RETURN longest;
        END
        $function$
        """
    )
    op.execute(
        """
        -- The length of the shortest text of a list; null for an empty one. CHECKs call it for every row: a
        -- loop costs a tenth of a query.
        CREATE OR REPLACE FUNCTION charter_shortest(texts text[]) RETURNS integer
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
        AS $function$
        DECLARE
            each text;
            shortest integer;
        BEGIN
            IF texts IS NULL THEN
                RETURN NULL;
            END IF;
            FOREACH each IN ARRAY texts LOOP
                IF char_length(each) < coalesce(shortest, char_length(each)) OR shortest IS NULL THEN
                    shortest := char_length(each);
                END IF;
            END LOOP;
            RETURN shortest;
        END
        $function$
        """
    )
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
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
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
                OR (session_user = current_user AND asked IN ('migrate', 'erase'));
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


def downgrade() -> None:
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
    op.execute("DROP FUNCTION charter_gone(text, regclass, uuid, text[])")
