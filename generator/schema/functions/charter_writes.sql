-- BEFORE UPDATE: an action writes the columns that the model names for it, and no others.
-- Arguments: the entity, its columns by action as JSON, columns that the database itself writes.
-- What a foreign key empties passes.
CREATE OR REPLACE FUNCTION charter_writes() RETURNS trigger
LANGUAGE plpgsql
AS $function$
DECLARE
    named jsonb := TG_ARGV[1]::jsonb -> current_setting('charter.action', true);
    beside text;
BEGIN
    IF named IS NULL OR pg_trigger_depth() > 1
        OR current_setting('charter.entity_type', true) IS DISTINCT FROM TG_ARGV[0] THEN
        RETURN NEW;
    END IF;
    SELECT changed.key INTO beside
    FROM jsonb_each(to_jsonb(NEW) - TG_ARGV[2]::text[]) AS changed
    WHERE changed.value <> to_jsonb(OLD) -> changed.key AND NOT named ? changed.key
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% writes %, which it does not name',
            current_setting('charter.action', true), beside
            USING ERRCODE = 'CH005', TABLE = TG_TABLE_NAME, COLUMN = beside,
                CONSTRAINT = TG_NAME;
    END IF;
    RETURN NEW;
END
$function$
