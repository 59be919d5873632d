-- Whether the caller is the one to run a job now; the answer is noted for all other workers.
-- Two that ask at once meet on the row: the second sees the time that the first one wrote.
CREATE OR REPLACE FUNCTION charter_claim_job(job text, every_seconds integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
    INSERT INTO charter_jobs AS known (name, claimed_at) VALUES (job, clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET claimed_at = excluded.claimed_at
    WHERE known.claimed_at <= clock_timestamp() - make_interval(secs => every_seconds);
    RETURN FOUND;
END
$function$
