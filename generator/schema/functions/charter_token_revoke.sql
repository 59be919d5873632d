-- Revokes every refresh token that came from one log-in.
CREATE OR REPLACE FUNCTION charter_token_revoke(family uuid, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE {{ refresh_tokens }} AS t SET revoked_at = now(), revoke_reason = why
    WHERE t.family_id = family AND t.revoked_at IS NULL;
END
$function$
