"""Sealed trail: keys."""

from __future__ import annotations

from alembic import op

revision = "a10c94f05898"
down_revision = "86b8dd4e6935"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP FUNCTION charter_audit()")


def downgrade() -> None:
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
