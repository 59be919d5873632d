-- The id of the refresh token with this hash. The hashes themselves can be read by nobody.
CREATE OR REPLACE FUNCTION charter_token_find(hash text) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    RETURN (SELECT t.id FROM {{ refresh_tokens }} AS t WHERE t.token_hash = hash);
END
$function$
