{% from "generated.sql" import filled with context %}
-- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
-- without secrets; none where that is beyond what the caller may read.
CREATE OR REPLACE FUNCTION {{ last }}(uuid) RETURNS SETOF jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
SET search_path = public, pg_temp
SET timezone = 'UTC'
SET intervalstyle = 'iso_8601'
AS $function$
DECLARE
    charter_state jsonb := (SELECT to_jsonb(known) FROM {{ table }} AS known WHERE known.id = $1);
BEGIN
    IF charter_state IS NULL THEN
        charter_state := charter_gone(
            {{ entity }}, {{ holder }}, $1, {{ told }}
        );
{% if generated %}
        charter_state := {{ filled("charter_state") }};
{% endif %}
    END IF;
    RETURN QUERY SELECT charter_state{{ open }}
    FROM jsonb_populate_record(NULL::{{ table }}, charter_state) AS "~row"
    WHERE charter_state IS NOT NULL AND (
{{ reach_last }}
    );
END
$function$
