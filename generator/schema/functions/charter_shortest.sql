-- The length of the shortest text of a list; null for an empty one.
CREATE OR REPLACE FUNCTION charter_shortest(texts text[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $function$
    SELECT min(char_length(each)) FROM unnest(texts) AS each
$function$
