-- What stands for a secret in the trail: HMAC-SHA256 under the platform's key, so that a value
-- can be held against it and nobody without the key can guess.
CREATE OR REPLACE FUNCTION charter_commitment(
    entity text, entity_row uuid, field text, secret text
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
DECLARE
    key record;
BEGIN
    IF secret IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT s.inner_key, s.outer_key INTO STRICT key
    FROM charter_audit_subjects AS s
    WHERE s.subject = '00000000-0000-0000-0000-000000000000';
    RETURN encode(sha256(key.outer_key || sha256(key.inner_key || convert_to(
        json_build_array(entity, entity_row, field, secret)::text, 'UTF8'
    ))), 'hex');
END
$function$
