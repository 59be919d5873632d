-- Which of these scopes are granted without any limit, as bits in their order; none where
-- something is taken away again, so that `charter_reaches` has to say.
CREATE OR REPLACE FUNCTION charter_granted(word text, scopes text[]) RETURNS integer
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $function$
DECLARE
    reach text := charter_reach(word);
    words text[] := string_to_array(reach, ' ');
    found integer := 0;
BEGIN
    IF position('!' IN reach) > 0 THEN
        RETURN 0;
    END IF;
    FOR place IN 1 .. cardinality(scopes) LOOP
        IF scopes[place] = ANY (words) THEN
            found := found | (1 << (place - 1));
        END IF;
    END LOOP;
    RETURN found;
END
$function$
