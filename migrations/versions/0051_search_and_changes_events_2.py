"""Search and changes: events 2."""

from __future__ import annotations

from alembic import op

revision = "7fdbfe3abb03"
down_revision = "0b65498a8fb6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_task(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM tasks AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".ref, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".description, ''), 20000) COLLATE pg_unicode_fast)), 'B')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('task.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('task.read', '{own,assigned,assigned_plain,reported}')) & (
                            CASE WHEN "~row".assignee_id = (SELECT charter_actor()) or "~row".reporter_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                            | CASE WHEN "~row".assignee_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                            | CASE WHEN "~row".assignee_id = (SELECT charter_actor()) and not "~row".requires_evidence THEN 4 ELSE 0 END
                            | CASE WHEN "~row".reporter_id = (SELECT charter_actor()) THEN 8 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('task.read', 'project'))::uuid[]) > 0
                            AND ("~row".project_id) = any((SELECT charter_limits('task.read', 'project'))::uuid[]) THEN true
                        WHEN cardinality((SELECT charter_limits('task.read', 'business_unit'))::uuid[]) > 0
                            AND "~row".assignee_id in (select charter_keys_task_within_business_unit((SELECT charter_limits('task.read', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('task.read', '{own,assigned,assigned_plain,reported}'))
                            AND charter_reaches_task('task.read', "~row".assignee_id, "~row".project_id, "~row".reporter_id, "~row".requires_evidence) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_task(text) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_find_task(text)")
