-- The next number of a `number` field: `{number}` is the counter, `{year}` the year in UTC.
CREATE OR REPLACE FUNCTION charter_number(counter text, pattern text, width integer) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
DECLARE
    digits text := nextval(counter::regclass)::text;
BEGIN
    RETURN replace(
        replace(pattern, '{number}', lpad(digits, greatest(width, length(digits)), '0')),
        '{year}', to_char(now() AT TIME ZONE 'UTC', 'YYYY')
    );
END
$function$
