-- Whether the reach says more than that some of these scopes are granted without any limit, and
-- everything within some limits.
CREATE OR REPLACE FUNCTION charter_beyond(word text, scopes text[]) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $function$
DECLARE
    reach text := charter_reach(word);
    said text;
BEGIN
    IF position('!' IN reach) > 0 THEN
        RETURN true;
    END IF;
    FOREACH said IN ARRAY string_to_array(reach, ' ') LOOP
        IF said <> ALL (scopes) AND said NOT LIKE 'any@%' THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END
$function$
