-- What the server knows of the refresh token with this hash. Nobody can read the hashes.
CREATE OR REPLACE FUNCTION charter_token(hash text)
RETURNS TABLE (
    id uuid, user_id uuid, family_id uuid, expired boolean, rotated boolean, revoked boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    RETURN QUERY SELECT t.id, t.user_id, t.family_id, t.expires_at <= now(),
        t.rotated_at IS NOT NULL, t.revoked_at IS NOT NULL
    FROM {{ refresh_tokens }} AS t WHERE t.token_hash = hash;
END
$function$
