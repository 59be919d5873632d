-- Makes the monthly partitions of the trail that are missing, this month's and some to come; gives
-- their number. Ids are UUIDv7 (RFC 9562), which begin with the time in milliseconds: a month is a
-- range of ids. Each partition is made first and attached then, which blocks nobody.
CREATE OR REPLACE FUNCTION charter_audit_partitions(months integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET timezone = 'UTC'
AS $function$
DECLARE
    month timestamptz;
    part text;
    made integer := 0;
BEGIN
    FOR month IN
        SELECT date_trunc('month', now()) + make_interval(months => n)
        FROM generate_series(0, months) AS n
    LOOP
        part := {{ part }} || to_char(month, '_YYYY_MM');
        IF to_regclass(quote_ident(part)) IS NULL AND NOT EXISTS (
            SELECT FROM pg_inherits AS i
            JOIN pg_class AS c ON c.oid = i.inhrelid
            WHERE i.inhparent = {{ part }}::regclass
                AND substring(pg_get_expr(c.relpartbound, c.oid) FROM $$TO \('([^']+)'\)$$)::uuid
                    > charter_month_floor(month)
                AND coalesce(
                    substring(pg_get_expr(c.relpartbound, c.oid) FROM $$FROM \('([^']+)'\)$$)::uuid,
                    '00000000-0000-0000-0000-000000000000'
                ) <= charter_month_floor(month)
        ) THEN
            EXECUTE format(
                'CREATE TABLE %I (LIKE {{ audit_events }} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', part
            );
            PERFORM charter_audit_hold(part);
            EXECUTE format(
                'ALTER TABLE {{ audit_events }} ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                part, charter_month_floor(month), charter_month_floor(month + interval '1 month')
            );
            made := made + 1;
        END IF;
    END LOOP;
    RETURN made;
END
$function$
