-- BEFORE INSERT OR DELETE on a link table: a frozen left row keeps its links.
-- Arguments: the left column.
CREATE OR REPLACE FUNCTION {{ name }}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
DECLARE
    link jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    asked text := coalesce(current_setting('charter.action', true), '');
    passes boolean := pg_trigger_depth() > 1
        OR (
            coalesce(current_setting('charter.entity_type', true), '') = {{ entity }}
            AND asked = ANY ({{ actions }}::text[])
        )
        OR (session_user = current_user AND asked IN ('migrate', 'erase'));
BEGIN
    IF NOT passes AND EXISTS (
        SELECT FROM {{ table }} AS left_row
        WHERE left_row.id = (link ->> TG_ARGV[0])::uuid
            AND ({{ condition }})
    ) THEN
        RAISE EXCEPTION 'the row is frozen'
            USING ERRCODE = 'CH001', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END
$function$
