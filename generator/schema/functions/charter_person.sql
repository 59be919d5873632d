-- What a request needs to know of who makes it: the account, and the roles in force today as
-- [role, kind and id of the row to which it is limited].
CREATE OR REPLACE FUNCTION charter_person(account uuid)
RETURNS TABLE (email text, full_name text, is_active boolean, assignments json)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
    RETURN QUERY SELECT u.email, u.full_name, u.is_active, coalesce((
        SELECT json_agg(json_build_array(a.role, {{ limit }}) ORDER BY a.role, a.id)
        FROM {{ role_assignments }} AS a
        WHERE a.user_id = u.id
            AND (a.valid_from IS NULL OR a.valid_from <= today)
            AND (a.valid_until IS NULL OR a.valid_until >= today){{ live_assignment }}
    ), '[]'::json)
    FROM {{ users }} AS u WHERE u.id = account{{ live_user }};
END
$function$
