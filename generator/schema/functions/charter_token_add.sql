-- Adds a refresh token; gives its id.
CREATE OR REPLACE FUNCTION charter_token_add(
    hash text, account uuid, family uuid, expires timestamptz, address text, agent text
) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
DECLARE
    token uuid := uuidv7();
BEGIN
    INSERT INTO {{ refresh_tokens }} (
        id, token_hash, user_id, family_id, expires_at, client_ip, user_agent
    ) VALUES (token, hash, account, family, expires, address, agent);
    RETURN token;
END
$function$
