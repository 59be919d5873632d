{# What one event is made of; included wherever one is added. #}
    INSERT INTO {{ audit_events }} (
        actor_id, actor_email, actor_roles, action, entity_type, entity_id, changes, marks,
        reason, outcome, rule, request_id, client_ip, source
    ) VALUES (
        nullif(current_setting('charter.actor', true), '')::uuid,
        nullif(current_setting('charter.actor_email', true), ''),
        translate(
            coalesce(nullif(current_setting('charter.actor_roles', true), ''), '[]'), '[]"', '{}'
        )::text[],
        {{ action }}, {{ entity }}, {{ row }}, {{ changes }}, {{ marks }},
        {{ reason }}, {{ outcome }},
        nullif(current_setting('charter.rule', true), ''),
        CASE WHEN request IS NULL AND origin = 'sql' THEN 'sql:' || session_user ELSE request END,
        nullif(current_setting('charter.client_ip', true), ''),
        origin
    )
