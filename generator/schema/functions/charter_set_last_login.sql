-- Notes that an account has signed in; the event of this change is that of the log-in.
CREATE OR REPLACE FUNCTION charter_set_last_login(account uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    UPDATE {{ users }} AS u SET last_login_at = clock_timestamp() WHERE u.id = account;
    RETURN FOUND;
END
$function$
