"""Statements against the past, as the application's role might try them.

Those on a table have `{0}` for its name. What each is answered with stands beside it where it is
not 42501, which says that the role lacks the right.
"""

from __future__ import annotations

PLATFORM = (
    "charter_audit_subjects",
    "charter_audit_leaves",
    "charter_audit_heads",
    "charter_policy_sets",
    "charter_jobs",
)
ADD = (
    "insert into {0} (action, entity_type, outcome, source, changes)"
    " values ('create', 'item', 'success', 'api', '{{}}')"
)

ON_THE_TRAIL = (
    ADD,
    "insert into {0} default values",
    "copy {0} (action) from stdin",
    "update {0} set reason = 'never'",
    "update {0} set reason = reason where false",
    "delete from {0}",
    "delete from {0} where false",
    "truncate {0}",
    "truncate {0} cascade",
    "merge into {0} t using items i on t.entity_id = i.id when matched then delete",
    "merge into {0} t using items i on t.entity_id = i.id when not matched then do nothing"
    " when matched then update set reason = 'x'",
    "with gone as (delete from {0} returning 1) select * from gone",
    "select 1 from {0} for update",
    "select 1 from {0} for key share",
    "lock table {0}",
    "lock table {0} in access exclusive mode",
    "lock table {0} in share row exclusive mode",
    "lock table only {0} in row exclusive mode",
    "drop table {0}",
    "drop table {0} cascade",
    "alter table {0} disable trigger all",
    "alter table {0} disable trigger user",
    "alter table {0} no force row level security",
    "alter table {0} disable row level security",
    "alter table {0} add column x int",
    "alter table {0} drop column reason",
    "alter table {0} rename to gone",
    "alter table {0} set schema pg_temp",
    "alter table {0} owner to charter_app",
    "alter table {0} set unlogged",
    "alter table {0} set (autovacuum_enabled = false)",
    "create trigger x before insert on {0} for each row execute function charter_touch()",
    "create rule x as on insert to {0} do instead nothing",
    "create policy x on {0} using (true)",
    "create index x on {0} (reason)",
    "grant all on {0} to charter_app",
    "grant all on {0} to public",
    "comment on table {0} is 'x'",
    "reindex table {0}",
    "cluster {0}",
)

HIDDEN = (
    "select marks from audit_events",
    "select transaction_id from audit_events",
    "copy audit_events (marks) to stdout",
    "select marks from audit_events limit 0",
    "select count(marks) from audit_events",
    "select 1 from audit_events order by transaction_id",
    *(f"select * from {table}" for table in PLATFORM),
    *(f"select count(*) from {table}" for table in PLATFORM),
    *(f"copy {table} to stdout" for table in PLATFORM),
)

ON_FUNCTIONS = (
    "select charter_write_event('create', 'item', null, '{}', 'success', null)",
    "select charter_commitment('user', gen_random_uuid(), 'password_hash', 'guess')",
    "select charter_audit_partitions(1)",
    "select charter_audit_hold('audit_events')",
    "create or replace function charter_audit_item() returns trigger language plpgsql as"
    " $$ begin return null; end $$",
    "create or replace function charter_write_event(text, text, uuid, jsonb, text, text)"
    " returns uuid language sql as 'select null::uuid'",
    "alter function charter_audit_item() rename to gone",
    "alter function charter_audit_item() owner to charter_app",
    "alter function charter_audit_item() security invoker",
    "alter function charter_audit_item() set session_replication_role = replica",
    "drop function charter_audit_item() cascade",
    "drop function charter_record_event cascade",
    "grant execute on function charter_commitment to charter_app",
    "create function public.uuidv7() returns uuid language sql as 'select null::uuid'",
    "create function public.current_setting(text, boolean) returns text language sql as"
    " 'select null::text'",
    "create function pg_catalog.current_setting(text, boolean) returns text language sql as"
    " 'select null::text'",
    "create operator public.|| (leftarg = jsonb, rightarg = jsonb, function = jsonb_concat)",
    "create cast (text as jsonb) with inout",
    "create table public.charter_audit_heads2 (x int)",
    "create view public.v as select 1",
    "create type public.t as (x int)",
    "create domain public.uuid as text",
    "create sequence public.s",
    "create schema mine",
    "create extension pg_trgm",
    "create event trigger x on sql_drop execute function charter_touch()",
    "create publication x for all tables",
)

ON_TRIGGERS = (
    "alter table items disable trigger all",
    "alter table items disable trigger tr_items_audit",
    "alter table items enable replica trigger tr_items_audit",
    "alter trigger tr_items_audit on items rename to gone",
    "drop trigger tr_items_audit on items",
    "create trigger x before update on items for each row execute function charter_touch()",
    "create rule x as on update to items do instead nothing",
    "alter table items no force row level security",
    "alter table items add column x int",
    "drop table items cascade",
    "truncate items",
    "drop table items_tags cascade",
    "update pg_trigger set tgenabled = 'D'",
    "update pg_class set relowner = 'charter_app'::regrole where relname = 'audit_events'",
    "update pg_proc set prosrc = 'begin return null; end' where proname = 'charter_audit_item'",
    "delete from pg_inherits",
)

ON_ROLES = (
    "set session_replication_role = replica",
    "select set_config('session_replication_role', 'replica', false)",
    "alter role charter_app set session_replication_role = replica",
    "alter role all set session_replication_role = replica",
    "do $$ begin execute format('alter database %I set session_replication_role = replica',"
    " current_database()); end $$",
    "alter system set session_replication_role = replica",
    "set allow_system_table_mods = on",
    "set lo_compat_privileges = on",
    "set role charter_owner",
    "set role postgres",
    "set session authorization charter_owner",
    "set session authorization postgres",
    "grant charter_owner to charter_app",
    "alter role charter_app superuser",
    "alter role charter_app bypassrls",
    "alter role charter_owner password 'x'",
    "create role x",
    "reassign owned by charter_owner to charter_app",
    "drop owned by charter_owner",
    "alter default privileges for role charter_owner grant all on tables to charter_app",
    "drop schema public cascade",
    "alter schema public rename to gone",
    "copy items to program 'true'",
    "copy items from program 'true'",
    "select pg_read_file('postgresql.conf')",
    "select pg_ls_dir('.')",
    "select lo_import('/etc/hostname')",
    "select lo_export(1, '/tmp/x')",
    "select pg_switch_wal()",
    "select pg_promote()",
    "select pg_reload_conf()",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'",
    "select pg_cancel_backend(pid) from pg_stat_activity where usename = 'postgres'",
)

OTHERWISE = {
    "select charter_audit_item()": {"42501", "0A000"},
    "select charter_audit_link()": {"42501", "0A000"},
    "set session authorization nobody_at_all": {"22023", "42704", "42501"},
    "do $$ begin execute format('drop database %I', current_database()); end $$": {
        "42501",
        "25001",
    },
    "select charter_record_event('login', 'user', null, 'sometimes', null, '{}')": {"CH007"},
    "select charter_keep_policy('000000000000', 'm', 'r')": {"CH006"},
}
