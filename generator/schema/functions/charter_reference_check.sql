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
