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
