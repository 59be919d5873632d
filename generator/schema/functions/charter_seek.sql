-- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
-- null where they are many, where the index cannot tell, or where the caller may not read them all.
CREATE OR REPLACE FUNCTION {{ name }}(text, text) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
SET plan_cache_mode = force_custom_plan
AS $function$
DECLARE
    pattern text := {{ pattern }};
    found uuid[];
BEGIN
    -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
    IF charter_reach({{ word }}) <> 'any' OR pattern !~ '[[:alnum:]]{3}' THEN
        RETURN NULL;
    END IF;
{% for field, text in fields %}
    IF $1 = {{ field }} THEN
        IF (SELECT count(*) FROM (SELECT * FROM {{ table }} LIMIT {{ sample }}) AS t
            WHERE {{ text }} LIKE pattern) > {{ many }}
        THEN
            RETURN NULL;
        END IF;
        SELECT array_agg(s.id) INTO found
        FROM (SELECT t.id FROM {{ table }} AS t WHERE {{ text }} LIKE pattern
            LIMIT {{ most + 1 }}) AS s;
    END IF;
{% endfor %}
    IF cardinality(found) > {{ most }} THEN
        RETURN NULL;
    END IF;
    RETURN coalesce(found, '{}');
END
$function$
