"""Row-level security and kept policies: types and functions 1."""

from __future__ import annotations

from alembic import op

revision = "c881fa83d418"
down_revision = "c538c4956dd0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- The person in whose name the transaction runs; null where nobody acts.
        CREATE OR REPLACE FUNCTION charter_actor() RETURNS uuid
        LANGUAGE sql STABLE PARALLEL SAFE
        AS $function$
            SELECT nullif(current_setting('charter.actor', true), '')::uuid
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_actor() FROM PUBLIC")
    op.execute(
        """
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
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_reach(text) FROM PUBLIC")
    op.execute(
        """
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
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_granted(text, text[]) FROM PUBLIC")
    op.execute(
        """
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
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_beyond(text, text[]) FROM PUBLIC")
    op.execute(
        """
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
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_limits(text, text) FROM PUBLIC")
    op.execute(
        """
        -- BEFORE UPDATE: an action writes the columns that the model names for it, and no others.
        -- Arguments: the entity, its columns by action as JSON, columns that the database itself writes.
        -- What a foreign key empties passes.
        CREATE OR REPLACE FUNCTION charter_writes() RETURNS trigger
        LANGUAGE plpgsql
        AS $function$
        DECLARE
            named jsonb := TG_ARGV[1]::jsonb -> current_setting('charter.action', true);
            beside text;
        BEGIN
            IF named IS NULL OR pg_trigger_depth() > 1
                OR current_setting('charter.entity_type', true) IS DISTINCT FROM TG_ARGV[0] THEN
                RETURN NEW;
            END IF;
            SELECT changed.key INTO beside
            FROM jsonb_each(to_jsonb(NEW) - TG_ARGV[2]::text[]) AS changed
            WHERE changed.value <> to_jsonb(OLD) -> changed.key AND NOT named ? changed.key
            LIMIT 1;
            IF FOUND THEN
                RAISE EXCEPTION '% writes %, which it does not name',
                    current_setting('charter.action', true), beside
                    USING ERRCODE = 'CH005', TABLE = TG_TABLE_NAME, COLUMN = beside,
                        CONSTRAINT = TG_NAME;
            END IF;
            RETURN NEW;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_writes() FROM PUBLIC")
    op.execute(
        """
        -- What the server knows of the refresh token with this hash. Nobody can read the hashes.
        CREATE OR REPLACE FUNCTION charter_token(hash text)
        RETURNS TABLE (
            id uuid, user_id uuid, family_id uuid, expired boolean, rotated boolean, revoked boolean
        )
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY SELECT t.id, t.user_id, t.family_id, t.expires_at <= now(),
                t.rotated_at IS NOT NULL, t.revoked_at IS NOT NULL
            FROM refresh_tokens AS t WHERE t.token_hash = hash;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_token(text) FROM PUBLIC")
    op.execute(
        """
        -- Adds a refresh token; gives its id.
        CREATE OR REPLACE FUNCTION charter_token_add(
            hash text, account uuid, family uuid, expires timestamptz, address text, agent text
        ) RETURNS uuid
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        DECLARE
            token uuid := uuidv7();
        BEGIN
            INSERT INTO refresh_tokens (
                id, token_hash, user_id, family_id, expires_at, client_ip, user_agent
            ) VALUES (token, hash, account, family, expires, address, agent);
            RETURN token;
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_token_add(text, uuid, uuid, timestamptz, text, text) FROM PUBLIC"
    )
    op.execute(
        """
        -- Marks a refresh token as used; true to the first of several racers alone.
        CREATE OR REPLACE FUNCTION charter_token_rotate(token uuid, successor uuid) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            UPDATE refresh_tokens AS t SET rotated_at = now(), replaced_by_id = successor
            WHERE t.id = token AND t.rotated_at IS NULL AND t.revoked_at IS NULL;
            RETURN FOUND;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_token_rotate(uuid, uuid) FROM PUBLIC")
    op.execute(
        """
        -- Revokes every refresh token that came from one log-in.
        CREATE OR REPLACE FUNCTION charter_token_revoke(family uuid, why text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            UPDATE refresh_tokens AS t SET revoked_at = now(), revoke_reason = why
            WHERE t.family_id = family AND t.revoked_at IS NULL;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_token_revoke(uuid, text) FROM PUBLIC")
    op.execute(
        """
        -- What a request needs to know of who makes it: the account, and the roles in force today as
        -- [role, kind and id of the row to which it is limited].
        CREATE OR REPLACE FUNCTION charter_person(account uuid)
        RETURNS TABLE (email text, full_name text, is_active boolean, assignments json)
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        #variable_conflict use_column
        DECLARE
            today date := (now() AT TIME ZONE 'UTC')::date;
        BEGIN
            RETURN QUERY SELECT u.email, u.full_name, u.is_active, coalesce((
                SELECT json_agg(json_build_array(a.role, a.scope_type, a.scope_id) ORDER BY a.role, a.id)
                FROM role_assignments AS a
                WHERE a.user_id = u.id
                    AND (a.valid_from IS NULL OR a.valid_from <= today)
                    AND (a.valid_until IS NULL OR a.valid_until >= today)
            ), '[]'::json)
            FROM users AS u WHERE u.id = account;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_person(uuid) FROM PUBLIC")
    op.execute(
        r"""
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
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_keep_policy(text, text, text) FROM PUBLIC")
    op.execute(
        """
        -- A policy that was in force once, by the hash that events name.
        CREATE OR REPLACE FUNCTION charter_policy_set(policy text)
        RETURNS TABLE (model text, rules text, kept_at timestamptz)
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY SELECT known.model, known.rules, known.kept_at
            FROM charter_policy_sets AS known WHERE known.hash = policy;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_policy_set(text) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_user_field_open_tasks(uuid) RETURNS integer
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select count(*) from tasks x1 where x1.assignee_id = r.id and x1.status not in ('done', 'cancelled'))
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_user_field_open_tasks(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_business_unit_field_open_risks(uuid) RETURNS integer
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select count(*) from risks x1 where x1.business_unit_id = r.id and x1.deleted_at is null and x1.status <> 'closed')
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_business_unit_field_open_risks(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_business_unit_rule_1(uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT r.parent_id is null or ((select x1.company_profile_id from business_units x1 where x1.id = r.parent_id) = r.company_profile_id) is true
                FROM (SELECT $1 AS company_profile_id, $2 AS parent_id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_business_unit_rule_1(uuid, uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_project_field_progress(uuid) RETURNS numeric(3,0)
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT round((100 * (select count(*) from tasks x1 where x1.project_id = r.id and x1.status = 'done'))::numeric / nullif((select count(*) from tasks x2 where x2.project_id = r.id and x2.status <> 'cancelled'), 0))::bigint
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_project_field_progress(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_project_complete_guard_1(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT not exists (select 1 from tasks x1 where x1.project_id = r.id and x1.priority = 'p1'::task_priority and x1.status not in ('done', 'cancelled'))
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_project_complete_guard_1(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_regulation_field_requirement_count(uuid) RETURNS integer
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select count(*) from requirements x1 where x1.regulation_id = r.id and x1.is_assessable)
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_regulation_field_requirement_count(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_regulation_publish_guard_1(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT exists (select 1 from requirements x1 where x1.regulation_id = r.id and x1.is_assessable)
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_regulation_publish_guard_1(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_requirement_field_has_control(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT exists (select 1 from control_mappings x1 where x1.requirement_id = r.id and x1.status = 'confirmed')
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_requirement_field_has_control(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_requirement_field_is_covered(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT exists (select 1 from control_mappings x1 where x1.requirement_id = r.id and x1.status = 'confirmed' and x1.coverage = 'full' and (select x2.status from controls x2 where x2.id = x1.control_id) = 'effective')
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_requirement_field_is_covered(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_requirement_is_frozen(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT ((select x1.status from regulations x1 where x1.id = r.regulation_id) in ('superseded', 'retired')) is true
                FROM (SELECT $1 AS regulation_id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_requirement_is_frozen(uuid) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_look_requirement_is_frozen(uuid)")
    op.execute("DROP FUNCTION charter_look_requirement_field_is_covered(uuid)")
    op.execute("DROP FUNCTION charter_look_requirement_field_has_control(uuid)")
    op.execute("DROP FUNCTION charter_look_regulation_publish_guard_1(uuid)")
    op.execute("DROP FUNCTION charter_look_regulation_field_requirement_count(uuid)")
    op.execute("DROP FUNCTION charter_look_project_complete_guard_1(uuid)")
    op.execute("DROP FUNCTION charter_look_project_field_progress(uuid)")
    op.execute("DROP FUNCTION charter_look_business_unit_rule_1(uuid, uuid)")
    op.execute("DROP FUNCTION charter_look_business_unit_field_open_risks(uuid)")
    op.execute("DROP FUNCTION charter_look_user_field_open_tasks(uuid)")
    op.execute("DROP FUNCTION charter_policy_set(text)")
    op.execute("DROP FUNCTION charter_keep_policy(text, text, text)")
    op.execute("DROP FUNCTION charter_person(uuid)")
    op.execute("DROP FUNCTION charter_token_revoke(uuid, text)")
    op.execute("DROP FUNCTION charter_token_rotate(uuid, uuid)")
    op.execute("DROP FUNCTION charter_token_add(text, uuid, uuid, timestamptz, text, text)")
    op.execute("DROP FUNCTION charter_token(text)")
    op.execute("DROP FUNCTION charter_writes()")
    op.execute("DROP FUNCTION charter_limits(text, text)")
    op.execute("DROP FUNCTION charter_beyond(text, text[])")
    op.execute("DROP FUNCTION charter_granted(text, text[])")
    op.execute("DROP FUNCTION charter_reach(text)")
    op.execute("DROP FUNCTION charter_actor()")
