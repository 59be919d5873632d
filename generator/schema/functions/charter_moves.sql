-- What migrations have named anew in a table. Of each: its event, the names of columns
-- before it with those of today (null for what is gone), and by today's columns the words of
-- ordered enums before it with those of today.
CREATE OR REPLACE FUNCTION charter_moves(entity text, holder regclass)
RETURNS TABLE (id uuid, names jsonb, words jsonb)
LANGUAGE plpgsql STABLE
AS $function$
DECLARE
    told record;
    said record;
    own jsonb;
BEGIN
    names := '{}';
    words := '{}';
    FOR told IN
        SELECT e.id AS event, e.changes -> 'columns' -> 0 AS before, e.changes -> 'values' AS renamed
        FROM {{ audit_events }} AS e
        WHERE e.entity_id IS NULL AND e.action = 'migrate' AND e.entity_type = entity
        ORDER BY e.id DESC
    LOOP
        FOR said IN SELECT * FROM jsonb_each(coalesce(told.renamed, '{}')) AS c(key, value) LOOP
            said.key := CASE WHEN names ? said.key THEN names ->> said.key ELSE said.key END;
            CONTINUE WHEN said.key IS NULL;
            own := coalesce(words -> said.key, '{}');
            words := words || jsonb_build_object(said.key, own || (
                SELECT jsonb_object_agg(w.key, coalesce(own -> (w.value #>> '{}'), w.value))
                FROM jsonb_each(said.value) AS w
            ));
        END LOOP;
        IF told.before IS NOT NULL THEN
            names := (
                SELECT jsonb_object_agg(c.value ->> 0, a.attname)
                FROM jsonb_each(told.before) AS c
                LEFT JOIN pg_attribute AS a ON a.attrelid = holder AND a.attnum = c.key::smallint
                    AND NOT a.attisdropped
            );
        END IF;
        id := told.event;
        RETURN NEXT;
    END LOOP;
END
$function$
