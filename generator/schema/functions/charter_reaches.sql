-- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
-- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
CREATE OR REPLACE FUNCTION {{ name }}({{ arguments }}) RETURNS boolean
LANGUAGE plpgsql STABLE
AS $function$
<<r>>
DECLARE
    {% for column, type in columns %}
    {{ column }} {{ type }} := ${{ loop.index + 1 }};
    {% endfor %}
    charter_said text;
    charter_place text;
    charter_holds boolean := false;
BEGIN
    FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
        charter_place := split_part(charter_said, '@', 2);
        CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
            WHEN 'any' THEN true
            {% for scope, test in scopes %}
            WHEN {{ scope }} THEN {{ test }}
            {% endfor %}
        END, false);
        {% if limits %}
        CONTINUE WHEN charter_place <> '' AND split_part(charter_place, ':', 2)
            IS DISTINCT FROM (CASE split_part(charter_place, ':', 1)
            {% for limit, path in limits %}
            WHEN {{ limit }} THEN {{ path }}
            {% endfor %}
        END)::text;
        {% else %}
        CONTINUE WHEN charter_place <> '';
        {% endif %}
        IF left(charter_said, 1) = '!' THEN
            RETURN false;
        END IF;
        charter_holds := true;
    END LOOP;
    RETURN charter_holds;
END
$function$
