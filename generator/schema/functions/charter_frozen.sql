-- BEFORE UPDATE OR DELETE: a frozen row answers to its transitions and actions alone.
-- A cascade passes: it asks for the right to delete the parent, nothing else. So does a migration
-- of the owner, as whom this function runs.
CREATE OR REPLACE FUNCTION {{ name }}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
DECLARE
    asked text := coalesce(current_setting('charter.action', true), '');
    passes boolean := pg_trigger_depth() > 1
        OR (
            coalesce(current_setting('charter.entity_type', true), '') = {{ entity }}
            AND asked = ANY ({{ actions }}::text[])
        )
        OR (session_user = current_user AND asked IN ('migrate', 'erase'));
BEGIN
    IF NOT passes AND (
        {{ condition }}
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
