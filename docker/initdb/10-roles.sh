#!/bin/bash
# Run once by the image of PostgreSQL, on an empty volume: the owner's and the application's role.
set -euo pipefail

psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 --quiet \
    --set owner_password="$DATABASE_OWNER_PASSWORD" \
    --set application_password="$DATABASE_APPLICATION_PASSWORD" \
    --set database="$POSTGRES_DB" <<'SQL'
CREATE ROLE charter_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'owner_password';
CREATE ROLE charter_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'application_password';
ALTER ROLE charter_app SET idle_in_transaction_session_timeout = '30s';
ALTER DATABASE :"database" OWNER TO charter_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO charter_app;
ALTER SCHEMA public OWNER TO charter_owner;
GRANT USAGE ON SCHEMA public TO charter_app;
SQL
