-- What the application records besides changes: refusals, failures, log-ins, exports.
-- The actor and the request are those of the session, never the caller's word.
CREATE OR REPLACE FUNCTION charter_record_event(
    action text, entity_type text, entity_id uuid, outcome text, reason text, changes jsonb
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    RETURN charter_write_event(action, entity_type, entity_id, changes, outcome, reason);
END
$function$
