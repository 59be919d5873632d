-- A policy that was in force once, by the hash that events name.
CREATE OR REPLACE FUNCTION charter_policy_set(policy text)
RETURNS TABLE (model text, rules text, kept_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    RETURN QUERY SELECT known.model, known.rules, known.kept_at
    FROM charter_policy_sets AS known WHERE known.hash = policy;
END
$function$
