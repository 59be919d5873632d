-- Gives a partition of the trail triggers of its own: those of the whole do not fire for
-- statements that name a part.
CREATE OR REPLACE FUNCTION charter_audit_hold(part text) RETURNS void
LANGUAGE plpgsql
AS $function$
BEGIN
    EXECUTE format(
        'CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH STATEMENT '
        'EXECUTE FUNCTION charter_refuse(%L, %L)',
        'tr_' || part || '_once', part, {{ code }}, {{ sentence }}
    );
    EXECUTE format(
        'CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT '
        'EXECUTE FUNCTION charter_refuse(%L, %L)',
        'tr_' || part || '_whole', part, {{ code }}, {{ sentence }}
    );
END
$function$
