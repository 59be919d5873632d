"""Lists are read in their order, parts of words found by an index: expand: events 1.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "09583e2f43e8"
down_revision = "f9d3bb8d8d35"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_user(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('user.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'full_name' THEN
                IF (SELECT count(*) FROM (SELECT * FROM users LIMIT 300) AS t
                    WHERE casefold(t.full_name COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM users AS t WHERE casefold(t.full_name COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'department' THEN
                IF (SELECT count(*) FROM (SELECT * FROM users LIMIT 300) AS t
                    WHERE casefold(t.department COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM users AS t WHERE casefold(t.department COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'job_title' THEN
                IF (SELECT count(*) FROM (SELECT * FROM users LIMIT 300) AS t
                    WHERE casefold(t.job_title COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM users AS t WHERE casefold(t.job_title COLLATE pg_unicode_fast) LIKE pattern
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
    op.execute("REVOKE ALL ON FUNCTION charter_seek_user(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_company_profile(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('company_profile.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'legal_name' THEN
                IF (SELECT count(*) FROM (SELECT * FROM company_profiles LIMIT 300) AS t
                    WHERE casefold(t.legal_name COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM company_profiles AS t WHERE casefold(t.legal_name COLLATE pg_unicode_fast) LIKE pattern
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
    op.execute("REVOKE ALL ON FUNCTION charter_seek_company_profile(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_business_unit(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('business_unit.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'code' THEN
                IF (SELECT count(*) FROM (SELECT * FROM business_units LIMIT 300) AS t
                    WHERE casefold(t.code COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM business_units AS t WHERE casefold(t.code COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'name' THEN
                IF (SELECT count(*) FROM (SELECT * FROM business_units LIMIT 300) AS t
                    WHERE casefold(t.name COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM business_units AS t WHERE casefold(t.name COLLATE pg_unicode_fast) LIKE pattern
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
    op.execute("REVOKE ALL ON FUNCTION charter_seek_business_unit(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_project(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('project.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'key' THEN
                IF (SELECT count(*) FROM (SELECT * FROM projects LIMIT 300) AS t
                    WHERE casefold(t.key COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM projects AS t WHERE casefold(t.key COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'name' THEN
                IF (SELECT count(*) FROM (SELECT * FROM projects LIMIT 300) AS t
                    WHERE casefold(t.name COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM projects AS t WHERE casefold(t.name COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'objective' THEN
                IF (SELECT count(*) FROM (SELECT * FROM projects LIMIT 300) AS t
                    WHERE casefold(t.objective COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM projects AS t WHERE casefold(t.objective COLLATE pg_unicode_fast) LIKE pattern
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
    op.execute("REVOKE ALL ON FUNCTION charter_seek_project(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_regulation(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('regulation.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'code' THEN
                IF (SELECT count(*) FROM (SELECT * FROM regulations LIMIT 300) AS t
                    WHERE casefold(t.code COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM regulations AS t WHERE casefold(t.code COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'name' THEN
                IF (SELECT count(*) FROM (SELECT * FROM regulations LIMIT 300) AS t
                    WHERE casefold(t.name COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM regulations AS t WHERE casefold(t.name COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'description' THEN
                IF (SELECT count(*) FROM (SELECT * FROM regulations LIMIT 300) AS t
                    WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM regulations AS t WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern
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
    op.execute("REVOKE ALL ON FUNCTION charter_seek_regulation(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_requirement(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('requirement.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'ref' THEN
                IF (SELECT count(*) FROM (SELECT * FROM requirements LIMIT 300) AS t
                    WHERE casefold(t.ref COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM requirements AS t WHERE casefold(t.ref COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'title' THEN
                IF (SELECT count(*) FROM (SELECT * FROM requirements LIMIT 300) AS t
                    WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM requirements AS t WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'body' THEN
                IF (SELECT count(*) FROM (SELECT * FROM requirements LIMIT 300) AS t
                    WHERE casefold(t.body COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM requirements AS t WHERE casefold(t.body COLLATE pg_unicode_fast) LIKE pattern
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
    op.execute("REVOKE ALL ON FUNCTION charter_seek_requirement(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_control(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('control.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'ref' THEN
                IF (SELECT count(*) FROM (SELECT * FROM controls LIMIT 300) AS t
                    WHERE casefold(t.ref COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM controls AS t WHERE casefold(t.ref COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'name' THEN
                IF (SELECT count(*) FROM (SELECT * FROM controls LIMIT 300) AS t
                    WHERE casefold(t.name COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM controls AS t WHERE casefold(t.name COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'objective' THEN
                IF (SELECT count(*) FROM (SELECT * FROM controls LIMIT 300) AS t
                    WHERE casefold(t.objective COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM controls AS t WHERE casefold(t.objective COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'description' THEN
                IF (SELECT count(*) FROM (SELECT * FROM controls LIMIT 300) AS t
                    WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM controls AS t WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern
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
    op.execute("REVOKE ALL ON FUNCTION charter_seek_control(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_control_mapping(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('control_mapping.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'rationale' THEN
                IF (SELECT count(*) FROM (SELECT * FROM control_mappings LIMIT 300) AS t
                    WHERE casefold(t.rationale COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM control_mappings AS t WHERE casefold(t.rationale COLLATE pg_unicode_fast) LIKE pattern
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
    op.execute("REVOKE ALL ON FUNCTION charter_seek_control_mapping(text, text) FROM PUBLIC")
    op.execute(
        r"""
        -- The ids of the rows whose text (of the field $1) is like the pattern $2, where they are few, and
        -- null where they are many, where the index cannot tell, or where the caller may not read them all.
        CREATE OR REPLACE FUNCTION charter_seek_evidence(text, text) RETURNS uuid[]
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            pattern text := casefold($2 COLLATE pg_unicode_fast);
            found uuid[];
        BEGIN
            -- Trigrams are made of letters and digits; of fewer than three in a row there are none.
            IF charter_reach('evidence.read') <> 'any' OR pattern !~ '[[\:alnum\:]]{3}' THEN
                RETURN NULL;
            END IF;
            IF $1 = 'ref' THEN
                IF (SELECT count(*) FROM (SELECT * FROM evidence LIMIT 300) AS t
                    WHERE casefold(t.ref COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM evidence AS t WHERE casefold(t.ref COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'title' THEN
                IF (SELECT count(*) FROM (SELECT * FROM evidence LIMIT 300) AS t
                    WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM evidence AS t WHERE casefold(t.title COLLATE pg_unicode_fast) LIKE pattern
                    LIMIT 1001) AS s;
            END IF;
            IF $1 = 'description' THEN
                IF (SELECT count(*) FROM (SELECT * FROM evidence LIMIT 300) AS t
                    WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern) > 3
                THEN
                    RETURN NULL;
                END IF;
                SELECT array_agg(s.id) INTO found
                FROM (SELECT t.id FROM evidence AS t WHERE casefold(t.description COLLATE pg_unicode_fast) LIKE pattern
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
    op.execute("REVOKE ALL ON FUNCTION charter_seek_evidence(text, text) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_seek_evidence(text, text)")
    op.execute("DROP FUNCTION charter_seek_control_mapping(text, text)")
    op.execute("DROP FUNCTION charter_seek_control(text, text)")
    op.execute("DROP FUNCTION charter_seek_requirement(text, text)")
    op.execute("DROP FUNCTION charter_seek_regulation(text, text)")
    op.execute("DROP FUNCTION charter_seek_project(text, text)")
    op.execute("DROP FUNCTION charter_seek_business_unit(text, text)")
    op.execute("DROP FUNCTION charter_seek_company_profile(text, text)")
    op.execute("DROP FUNCTION charter_seek_user(text, text)")
