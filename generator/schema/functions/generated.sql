{# Generated columns of a state, which no event has, worked out over its other columns. #}
{% macro filled(state) %}
{{ state }}
{%- for columns in generated | batch(40) %}

            || (SELECT jsonb_build_object(
{% for name, expression in columns %}
                {{ name }}, {{ expression }}{{ "," if not loop.last }}
{% endfor %}
            ) FROM jsonb_populate_record(NULL::{{ table }}, {{ state }}) AS "~row")
{%- endfor %}
{% endmacro %}
