-- Whether every text of a list matches a regular expression.
CREATE OR REPLACE FUNCTION charter_all_match(texts text[], pattern text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $function$
    SELECT coalesce(bool_and(each ~ pattern), true) FROM unnest(texts) AS each
$function$
