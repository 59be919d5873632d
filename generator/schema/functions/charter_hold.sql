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
