-- The length of the longest text of a list; null for an empty one.
CREATE OR REPLACE FUNCTION charter_longest(texts text[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $function$
    SELECT max(char_length(each)) FROM unnest(texts) AS each
$function$
