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
