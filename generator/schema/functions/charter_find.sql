-- The ids of the rows in which the words of a search are found, within what the caller may read.
CREATE OR REPLACE FUNCTION {{ name }}(text) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan
AS $function$
BEGIN
    RETURN QUERY
    SELECT "~row".id
    FROM {{ table }} AS "~row"
    WHERE ({{ words }}
        ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
        AND (
{{ reach }}
        );
END
$function$
