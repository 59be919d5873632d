-- What has to be undone to see rows of a kind as they stood at a moment: for each row that changed
-- later the first thing done, how many versions came since, the values that were there, when and by
-- whom the row had been written last, and, of one that was deleted for good, its last state.
-- A row goes back to before the first event of a later time, in the order of ids, so that what is
-- shown is a state that the row was in. `known` are the columns, `versioned` those of which a
-- change is a new version. A day before the moment makes up for clocks that were set back.
-- What migrations since have named anew, columns and values of ordered enums, goes by its name of
-- today; what they removed is left out.
CREATE OR REPLACE FUNCTION charter_undone(
    entity text, holder regclass, moment timestamptz, only_row uuid, known text[], versioned text[]
) RETURNS TABLE (row_id uuid, first text, versions integer, found jsonb, stamp jsonb, gone jsonb)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_custom_plan
AS $function$
#variable_conflict use_variable
DECLARE
    earliest uuid := charter_month_floor(greatest(moment, '1970-01-02') - interval '1 day');
    moved jsonb;
BEGIN
    SELECT jsonb_agg(to_jsonb(m)) INTO moved FROM charter_moves(entity, holder) AS m;
    SELECT known || array_agg(n.key) FILTER (WHERE n.value = ANY (known)),
        versioned || array_agg(n.key) FILTER (WHERE n.value = ANY (versioned))
    INTO known, versioned
    FROM jsonb_to_recordset(moved) AS m(names jsonb) CROSS JOIN jsonb_each_text(m.names) AS n;
    RETURN QUERY
    WITH moves AS MATERIALIZED (
        SELECT * FROM jsonb_to_recordset(moved) AS m(id uuid, names jsonb, words jsonb)
    ), later AS (
        SELECT e.id, e.entity_id, e.action, e.changes, e.occurred_at, e.actor_id,
            bool_or(e.occurred_at > moment) OVER (PARTITION BY e.entity_id ORDER BY e.id) AS undo
        FROM {{ audit_events }} AS e
        WHERE e.id >= earliest AND e.entity_type = entity AND e.outcome = 'success'
            AND e.entity_id IS NOT NULL AND (only_row IS NULL OR e.entity_id = only_row)
            AND (e.action IN ('create', 'delete') OR e.changes ?| known)
    ), undone AS MATERIALIZED (
        SELECT l.*, l.action = 'delete' AND l.changes ? 'created_at' AS ends,
            l.action <> 'create' AND NOT l.changes ? 'created_at' AND l.changes ?| versioned AS counts
        FROM later AS l WHERE l.undo
    ), rows AS MATERIALIZED (
        SELECT a.entity_id, (array_agg(a.id ORDER BY a.id))[1] AS cut,
            (array_agg(a.action ORDER BY a.id))[1] AS action,
            count(*) FILTER (WHERE a.counts) AS counted,
            (array_agg({{ stamp }} ORDER BY a.id DESC) FILTER (WHERE a.counts))[1] AS said
        FROM undone AS a GROUP BY a.entity_id
    ), before AS (
        SELECT v.entity_id, jsonb_object_agg(v.name, {{ word }} ORDER BY v.id DESC) AS old,
            jsonb_object_agg(v.name, {{ word }} ORDER BY v.id) FILTER (WHERE v.ends) AS last
        FROM (
            SELECT u.id, u.entity_id, u.ends, m.words, c.value -> 0 AS old, {{ name }} AS name
            FROM undone AS u
            CROSS JOIN jsonb_each(u.changes) AS c
            LEFT JOIN moves AS m
                ON m.id = (SELECT n.id FROM moves AS n WHERE n.id > u.id ORDER BY n.id LIMIT 1)
        ) AS v
        WHERE v.name IS NOT NULL
        GROUP BY v.entity_id
    ), stamps AS (
        SELECT a.entity_id, count(*) AS counted, (array_agg({{ stamp }} ORDER BY a.id DESC))[1] AS said
        FROM rows AS r
        JOIN {{ audit_events }} AS a ON a.entity_id = r.entity_id AND a.id < r.cut
        WHERE a.entity_type = entity AND a.outcome = 'success'
            AND (a.action = 'create' OR a.changes ?| versioned)
        GROUP BY a.entity_id
    )
    SELECT r.entity_id, r.action, r.counted::integer, coalesce(b.old, '{}'), coalesce(s.said, '{}'),
        b.last || jsonb_build_object(
            'id', r.entity_id,
            'version', greatest(coalesce(s.counted, 0), 1) + r.counted,
            'updated_at', b.last -> 'created_at'
        ) || coalesce(r.said, s.said, '{}')
    FROM rows AS r
    LEFT JOIN before AS b ON b.entity_id = r.entity_id
    LEFT JOIN stamps AS s ON s.entity_id = r.entity_id;
END
$function$
