-- Marks a refresh token as used; true to the first of several racers alone.
CREATE OR REPLACE FUNCTION charter_token_rotate(token uuid, successor uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE {{ refresh_tokens }} AS t SET rotated_at = now(), replaced_by_id = successor
    WHERE t.id = token AND t.rotated_at IS NULL AND t.revoked_at IS NULL;
    RETURN FOUND;
END
$function$
