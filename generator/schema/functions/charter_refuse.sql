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
