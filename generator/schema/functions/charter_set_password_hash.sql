-- Sets the password hash of an account; whether there is such an account.
CREATE OR REPLACE FUNCTION charter_set_password_hash(account uuid, hash text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE {{ users }} AS u SET password_hash = hash WHERE u.id = account{{ live_user }};
    RETURN FOUND;
END
$function$
