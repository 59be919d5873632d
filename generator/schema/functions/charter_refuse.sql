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
