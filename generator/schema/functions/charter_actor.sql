-- The person in whose name the transaction runs; null where nobody acts.
CREATE OR REPLACE FUNCTION charter_actor() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
AS $function$
    SELECT nullif(current_setting('charter.actor', true), '')::uuid
$function$
