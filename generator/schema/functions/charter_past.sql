{% from "generated.sql" import filled with context %}
-- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
-- a row as it is now, or as it was when it was deleted for good, sees its past.
CREATE OR REPLACE FUNCTION {{ past }}(timestamptz, uuid) RETURNS SETOF jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET timezone = 'UTC'
SET intervalstyle = 'iso_8601'
SET plan_cache_mode = force_custom_plan
AS $function$
DECLARE
    charter_told text[] := {{ told }};
BEGIN
    RETURN QUERY
    WITH undone AS MATERIALIZED (
        SELECT *
        FROM charter_undone(
            {{ entity }}, {{ holder }}, $1, $2, charter_told || {{ quiet }}, charter_told
        )
    ), known AS (
        SELECT to_jsonb("~row"){{ open }} AS state, u.*
        FROM {{ table }} AS "~row"
        LEFT JOIN undone AS u ON u.row_id = "~row".id
        WHERE ($2 IS NULL OR "~row".id = $2)
            AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
{{ reach }}
        )
        UNION ALL
        SELECT gone.state{{ open }}, u.*
        FROM undone AS u
        CROSS JOIN LATERAL (SELECT {{ filled("u.gone") }} AS state OFFSET 0) AS gone
        CROSS JOIN LATERAL jsonb_populate_record(NULL::{{ table }}, gone.state) AS "~row"
        WHERE gone.state IS NOT NULL
            AND NOT EXISTS (SELECT FROM {{ table }} AS r WHERE r.id = u.row_id) AND (
{{ reach }}
        )
    )
    SELECT CASE WHEN k.row_id IS NULL THEN k.state ELSE {{ filled("p.state") }} END
    FROM known AS k
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN k.row_id IS NULL THEN k.state
            ELSE (k.state || k.found || k.stamp || jsonb_build_object(
                'version', (k.state ->> 'version')::integer - k.versions
            )){{ open }}
        END AS state
        OFFSET 0
    ) AS p
    WHERE k.first IS DISTINCT FROM 'create'
        AND (k.row_id IS NULL OR (p.state ->> 'created_at')::timestamptz <= $1)
{% if soft %}
        AND p.state ->> 'deleted_at' IS NULL
{% endif %};
END
$function$
