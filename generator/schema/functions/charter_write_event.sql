-- Adds one event, with actor and request as the session's settings say. A session without
-- context is somebody at an SQL prompt: source is then sql, and request_id names the role.
-- Runs as its caller, which is one of the functions here that run as the owner.
CREATE OR REPLACE FUNCTION charter_write_event(
    what text, entity text, entity_row uuid, changed jsonb, result text, why text
) RETURNS uuid
LANGUAGE plpgsql
AS $function$
DECLARE
    origin text := coalesce(nullif(current_setting('charter.source', true), ''), 'sql');
    request text := nullif(current_setting('charter.request_id', true), '');
    roles text := coalesce(nullif(current_setting('charter.actor_roles', true), ''), '[]');
    event uuid := uuidv7();
BEGIN
    INSERT INTO {{ audit_events }} (
        id, occurred_at, actor_id, actor_email, actor_roles, action, entity_type, entity_id, changes,
        reason, outcome, rule, request_id, client_ip, source
    ) VALUES (
        event,
        now(),
        nullif(current_setting('charter.actor', true), '')::uuid,
        nullif(current_setting('charter.actor_email', true), ''),
        ARRAY(SELECT jsonb_array_elements_text(roles::jsonb)),
        what, entity, entity_row, changed, why, result,
        nullif(current_setting('charter.rule', true), ''),
        CASE WHEN request IS NULL AND origin = 'sql' THEN 'sql:' || session_user ELSE request END,
        nullif(current_setting('charter.client_ip', true), ''),
        origin
    );
    RETURN event;
END
$function$
