-- AFTER INSERT OR UPDATE OR DELETE on a link table: one event of the left row for each link.
-- Arguments: the left entity, the relation, the left column, the right column.
CREATE OR REPLACE FUNCTION charter_audit_link() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
DECLARE
    old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    reason text := nullif(current_setting('charter.reason', true), '');
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a link is made or removed, never changed'
            USING ERRCODE = 'CH002', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    PERFORM charter_write_event(
        CASE TG_OP WHEN 'INSERT' THEN 'link' ELSE 'unlink' END,
        TG_ARGV[0],
        (coalesce(new_row, old_row) ->> TG_ARGV[2])::uuid,
        jsonb_build_object(
            TG_ARGV[1], jsonb_build_array(old_row -> TG_ARGV[3], new_row -> TG_ARGV[3])
        ),
        'success',
        reason
    );
    RETURN NULL;
END
$function$
