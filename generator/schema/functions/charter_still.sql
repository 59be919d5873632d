-- Whether no row of the entity was changed by a transaction that `since` did not see yet: each
-- change leaves an event with the transaction that made it. Null, or too many events to look
-- through, is no.
CREATE OR REPLACE FUNCTION charter_still(entity text, since pg_snapshot) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
DECLARE
    now_seen pg_snapshot := pg_current_snapshot();
BEGIN
    -- Of a later state than this, as after falling back to another server: it says nothing here.
    IF since IS NULL OR pg_snapshot_xmax(since) > pg_snapshot_xmax(now_seen) THEN
        RETURN false;
    END IF;
    IF since::text = now_seen::text THEN
        RETURN true;
    END IF;
    RETURN (
        SELECT count(*) <= 500 AND NOT coalesce(bool_or(e.changed), false)
        FROM (
            SELECT e.entity_type = entity
                AND NOT pg_visible_in_snapshot(e.transaction_id, since) AS changed
            FROM {{ audit_events }} AS e
            WHERE e.transaction_id >= pg_snapshot_xmin(since)
            LIMIT 501
        ) AS e
    );
END
$function$
