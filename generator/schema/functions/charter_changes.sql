-- The ids of the events of changes that are settled, in the order of the log: of transactions below
-- the oldest that still runs, so that none can come to stand before one that was given already.
CREATE OR REPLACE FUNCTION charter_changes(
    after_transaction xid8, after_event uuid, kinds text[], most integer
) RETURNS TABLE (settled text, event uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    RETURN QUERY
    SELECT e.transaction_id::text, e.id
    FROM {{ audit_events }} AS e
    WHERE (e.transaction_id, e.id) > (after_transaction, after_event)
        AND e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
        AND e.entity_type = ANY (kinds) AND e.outcome = 'success' AND e.changes <> '{}'::jsonb
    ORDER BY e.transaction_id, e.id
    LIMIT most;
END
$function$
