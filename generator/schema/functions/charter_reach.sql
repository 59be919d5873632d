-- What the policy grants the actor for one kind of row and one thing to do (`thing.read`): `any`,
-- nothing, or scopes with spaces between. `own@place:<id>` is limited to what lies in that place,
-- and `!own` takes away. What is not set grants nothing; to the platform itself, where it says
-- so, everything is open.
CREATE OR REPLACE FUNCTION charter_reach(word text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
AS $function$
    SELECT CASE
        WHEN current_setting('charter.platform', true) = 'on' THEN 'any'
        ELSE coalesce(current_setting('charter.reach.' || word, true), '')
    END
$function$
