-- The rows of one kind in which everything is granted (`any@place:<id>`), each by its id; none
-- where something is taken away again, so that the function of the whole rule has to say.
CREATE OR REPLACE FUNCTION charter_limits(word text, kind text) RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $function$
DECLARE
    reach text := charter_reach(word);
BEGIN
    IF position('!' IN reach) > 0 THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(
        SELECT split_part(said, ':', 2)::uuid FROM unnest(string_to_array(reach, ' ')) AS said
        WHERE split_part(said, ':', 1) = 'any@' || kind
    );
END
$function$
