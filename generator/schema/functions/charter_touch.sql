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
