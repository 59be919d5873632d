-- What a log-in needs to know of an account. The address matches as written, else in lower case.
CREATE OR REPLACE FUNCTION charter_credentials(address text)
RETURNS TABLE (id uuid, password_hash text, is_active boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    RETURN QUERY SELECT u.id, u.password_hash, u.is_active
    FROM {{ users }} AS u
    WHERE u.email IN (address, lower(address)){{ live_user }}
    ORDER BY u.email = address DESC
    LIMIT 1;
END
$function$
