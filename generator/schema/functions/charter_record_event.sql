-- What the application records besides changes: refusals, failures, log-ins, exports.
-- The actor and the request are those of the session, never the caller's word. That a row changed
-- is for the triggers to say: such a word is taken for what was refused or failed, and no other.
CREATE OR REPLACE FUNCTION charter_record_event(
    action text, entity_type text, entity_id uuid, outcome text, reason text, changes jsonb
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    IF changes IS DISTINCT FROM '{}'
        OR outcome IS NULL OR outcome NOT IN ('success', 'denied', 'failed')
        OR (outcome = 'success' AND action = ANY ({{ changing }}::text[])) THEN
        RAISE EXCEPTION 'the triggers record changes, nobody else' USING ERRCODE = 'CH007';
    END IF;
    RETURN charter_write_event(action, entity_type, entity_id, changes, outcome, reason);
END
$function$
