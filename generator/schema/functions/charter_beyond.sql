-- Whether the reach says more than that some of these scopes are granted without any limit.
CREATE OR REPLACE FUNCTION charter_beyond(word text, scopes text[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $function$
BEGIN
    RETURN NOT string_to_array(charter_reach(word), ' ') <@ scopes;
END
$function$
