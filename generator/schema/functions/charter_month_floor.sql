-- The smallest UUIDv7 of a moment: 48 bits of milliseconds since 1970, and zeros.
CREATE OR REPLACE FUNCTION charter_month_floor(moment timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $function$
    SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$function$
