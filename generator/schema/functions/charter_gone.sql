-- The last state of a row that was deleted for good, from the events of the row; null for one that
-- was never there, or whose end is no longer in the trail. Columns go by their names of today.
CREATE OR REPLACE FUNCTION charter_gone(
    entity text, holder regclass, row_id uuid, versioned text[]
) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $function$
BEGIN
    RETURN (
        WITH told AS MATERIALIZED (
            SELECT a.id, a.action, a.occurred_at, a.actor_id, a.changes
            FROM {{ audit_events }} AS a
            WHERE a.entity_id = row_id AND a.entity_type = entity AND a.outcome = 'success'
        ), gone AS MATERIALIZED (
            SELECT t.id, t.changes FROM told AS t
            WHERE t.action = 'delete' AND t.changes ? 'created_at'
            ORDER BY t.id DESC LIMIT 1
        ), moves AS MATERIALIZED (
            SELECT m.* FROM gone AS g CROSS JOIN charter_moves(entity, holder) AS m
        ), state AS (
            SELECT jsonb_object_agg(v.name, {{ word }}) AS before
            FROM (
                SELECT m.words, c.value -> 0 AS old, {{ name }} AS name
                FROM gone AS g
                CROSS JOIN jsonb_each(g.changes) AS c
                LEFT JOIN moves AS m
                    ON m.id = (SELECT n.id FROM moves AS n WHERE n.id > g.id ORDER BY n.id LIMIT 1)
            ) AS v
            WHERE v.name IS NOT NULL
        ), writes AS MATERIALIZED (
            SELECT t.* FROM told AS t JOIN gone AS g ON t.id < g.id
            WHERE t.action = 'create' OR t.changes ?| (versioned || ARRAY(
                SELECT n.key FROM moves AS m CROSS JOIN jsonb_each_text(m.names) AS n
                WHERE n.value = ANY (versioned)
            ))
        )
        SELECT s.before
            || jsonb_build_object(
                'id', row_id,
                'version', (SELECT greatest(count(*), 1) FROM writes),
                'updated_at', s.before -> 'created_at'
            )
            || coalesce((SELECT {{ stamp }} FROM writes AS a ORDER BY a.id DESC LIMIT 1), '{}')
        FROM state AS s
        WHERE s.before IS NOT NULL
    );
END
$function$
