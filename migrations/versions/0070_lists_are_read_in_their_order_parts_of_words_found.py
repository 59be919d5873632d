"""Lists are read in their order, parts of words found by an index: expand: events 2.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "81df8211d6d5"
down_revision = "09583e2f43e8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_risk(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('risk.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'ref' THEN
                IF (SELECT count(*) FROM (SELECT * FROM risks LIMIT 300) AS t
                    WHERE casefold(t.ref COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM risks AS t WHERE casefold(t.ref COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'title' THEN
                IF (SELECT count(*) FROM (SELECT * FROM risks LIMIT 300) AS t
                    WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM risks AS t WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'description' THEN
                IF (SELECT count(*) FROM (SELECT * FROM risks LIMIT 300) AS t
                    WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM risks AS t WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF cardinality(found) > 1000 THEN
                RETURN NULL;
            END IF;
            RETURN coalesce(found, '{}');
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_seek_risk(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_risk_matrix(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('risk_matrix.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'name' THEN
                IF (SELECT count(*) FROM (SELECT * FROM risk_matrices LIMIT 300) AS t
                    WHERE casefold(t.name COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM risk_matrices AS t WHERE casefold(t.name COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF cardinality(found) > 1000 THEN
                RETURN NULL;
            END IF;
            RETURN coalesce(found, '{}');
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_seek_risk_matrix(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_risk_treatment_plan(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('risk_treatment_plan.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'title' THEN
                IF (SELECT count(*) FROM (SELECT * FROM risk_treatment_plans LIMIT 300) AS t
                    WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM risk_treatment_plans AS t WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'description' THEN
                IF (SELECT count(*) FROM (SELECT * FROM risk_treatment_plans LIMIT 300) AS t
                    WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM risk_treatment_plans AS t WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF cardinality(found) > 1000 THEN
                RETURN NULL;
            END IF;
            RETURN coalesce(found, '{}');
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_seek_risk_treatment_plan(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_risk_acceptance(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('risk_acceptance.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'title' THEN
                IF (SELECT count(*) FROM (SELECT * FROM risk_acceptances LIMIT 300) AS t
                    WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM risk_acceptances AS t WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'justification' THEN
                IF (SELECT count(*) FROM (SELECT * FROM risk_acceptances LIMIT 300) AS t
                    WHERE casefold(t.justification COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM risk_acceptances AS t WHERE casefold(t.justification COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF cardinality(found) > 1000 THEN
                RETURN NULL;
            END IF;
            RETURN coalesce(found, '{}');
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_seek_risk_acceptance(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_task(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('task.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'ref' THEN
                IF (SELECT count(*) FROM (SELECT * FROM tasks LIMIT 300) AS t
                    WHERE casefold(t.ref COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM tasks AS t WHERE casefold(t.ref COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'title' THEN
                IF (SELECT count(*) FROM (SELECT * FROM tasks LIMIT 300) AS t
                    WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM tasks AS t WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'description' THEN
                IF (SELECT count(*) FROM (SELECT * FROM tasks LIMIT 300) AS t
                    WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM tasks AS t WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF cardinality(found) > 1000 THEN
                RETURN NULL;
            END IF;
            RETURN coalesce(found, '{}');
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_seek_task(text, text) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_seek_task(text, text)")
    op.execute("DROP FUNCTION charter_seek_risk_acceptance(text, text)")
    op.execute("DROP FUNCTION charter_seek_risk_treatment_plan(text, text)")
    op.execute("DROP FUNCTION charter_seek_risk_matrix(text, text)")
    op.execute("DROP FUNCTION charter_seek_risk(text, text)")
