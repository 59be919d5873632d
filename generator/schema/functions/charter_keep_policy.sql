-- Keeps a policy by its hash before it comes into force; true where another one was in force.
-- The hash is checked here, so that nothing false stands under a name that events refer to.
CREATE OR REPLACE FUNCTION charter_keep_policy(policy text, conf text, lines text)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
DECLARE
    digest bytea := sha256(convert_to(conf, 'UTF8') || '\x00'::bytea || convert_to(lines, 'UTF8'));
    before text;
BEGIN
    IF policy IS DISTINCT FROM left(encode(digest, 'hex'), 12) THEN
        RAISE EXCEPTION 'the hash is not that of the policy' USING ERRCODE = 'CH006';
    END IF;
    LOCK TABLE charter_policy_sets IN SHARE ROW EXCLUSIVE MODE;
    SELECT known.hash INTO before
    FROM charter_policy_sets AS known ORDER BY known.loaded_at DESC LIMIT 1;
    IF before = policy THEN
        RETURN false;
    END IF;
    INSERT INTO charter_policy_sets AS known (hash, model, rules, loaded_at)
    VALUES (policy, conf, lines, clock_timestamp())
    ON CONFLICT (hash) DO UPDATE SET loaded_at = excluded.loaded_at;
    RETURN true;
END
$function$
