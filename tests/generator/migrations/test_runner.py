from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run

import psycopg
import pytest

from generator.migrations import runner, session
from generator.migrations.history import History
from generator.migrations.runner import MigrationError, Refused
from generator.pipeline import check as check_spec
from tests.generator.schema.workshop import SHOP, resolved
from tests.support.database import Urls

REPOSITORY = Path(__file__).parents[3]
SIZE = ("      starts_on: date\n", "      starts_on: date\n      size: {type: int, default: 5}\n")
TOOL = (
    "  Receipt:\n",
    "  Tool:\n    doc: A tool.\n    label: name\n    fields:\n"
    "      name: {type: string, max: 9, required: true}\n  Receipt:\n",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The workshop with its first migration, which nobody has applied."""
    runner.new(tmp_path, resolved(tmp_path), "first")
    return tmp_path


def ask(url: str, statement: str) -> object:
    """The first value of the first row."""
    with psycopg.connect(url) as connection:
        row = connection.execute(statement).fetchone()
    return row[0] if row else None


def codes(project: Path, database: Urls) -> list[str]:
    """The codes that check finds, each once."""
    found = runner.check(project, resolved(project), database.owner)
    return sorted({finding.code for finding in found})


def test_the_core_domain_goes_up_and_down_and_up(database: Urls, tmp_path: Path) -> None:
    model, problems = check_spec(REPOSITORY)
    assert model is not None, problems.sorted()
    files = runner.new(tmp_path, model, "core")
    lengths = {file.name: len(file.read_text().splitlines()) for file in files}
    assert {name for name, length in lengths.items() if length > 500} <= {files[-1].name}
    applied = runner.up(tmp_path, database.owner, database.application)
    assert applied == [file.name for file in files[:-1]]
    assert runner.check(tmp_path, model, database.owner) == []
    assert runner.up(tmp_path, database.owner, database.application) == []
    assert len(runner.down(tmp_path, "base", database.owner, database.application)) == len(applied)
    left = ask(
        database.owner,
        "SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v')",
    )
    assert left == (
        "alembic_version charter_audit_heads charter_audit_leaves charter_audit_subjects "
        "charter_jobs charter_migrations charter_policy_sets"
    )
    functions = (
        "SELECT count(*) FROM pg_proc AS p WHERE p.pronamespace = 'public'::regnamespace"
        " AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e')"
    )
    assert ask(database.owner, functions) == 0
    runner.up(tmp_path, database.owner, database.application)
    assert runner.check(tmp_path, model, database.owner) == []


def test_the_same_model_makes_the_same_files(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        files = runner.new(folder, resolved(folder), "first")
        made.append([(file.name, file.read_bytes()) for file in files])
    assert made[0] == made[1]


def test_nothing_to_migrate_writes_nothing(project: Path) -> None:
    assert runner.new(project, resolved(project), "again") == []


def test_without_migrations_up_says_what_to_do(database: Urls, tmp_path: Path) -> None:
    with pytest.raises(MigrationError, match="charter migrate new"):
        runner.up(tmp_path, database.owner)


def test_status_tells_what_is_applied(project: Path, database: Urls) -> None:
    files = [step.file for step in runner.status(project, database.owner)]
    assert runner.pending(project, database.owner) == files
    assert codes(project, database) == ["M104"]
    runner.up(project, database.owner, database.application)
    assert all(step.applied_at for step in runner.status(project, database.owner))
    assert runner.pending(project, database.owner) == []
    assert codes(project, database) == []


def test_two_at_once_apply_everything_once(project: Path, database: Urls) -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(runner.up, project, database.owner) for _ in range(2)]
        applied = [name for one in runs for name in one.result()]
    assert sorted(applied) == [step.file for step in runner.status(project, database.owner)]


def test_a_second_migrator_does_not_wait_for_ever(
    project: Path, database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "TURN_SECONDS", 0.05)
    with psycopg.connect(database.owner) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [session.LOCK_KEY])
        with pytest.raises(MigrationError, match=r"another migration is running \(process \d+"):
            runner.up(project, database.owner)


def test_a_table_in_use_stops_the_migration_and_nobody_else(
    project: Path, database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner.up(project, database.owner, database.application)
    runner.new(project, resolved(project, SHOP.replace(*SIZE)), "size")
    options = session._OPTIONS.replace("lock_timeout=150ms", "lock_timeout=50ms")
    monkeypatch.setattr(session, "_OPTIONS", options)
    monkeypatch.setattr(runner, "ATTEMPTS", 2)
    with psycopg.connect(database.application) as reader:
        reader.execute("SELECT count(*) FROM orders")
        with pytest.raises(MigrationError, match="a table stayed in use"):
            runner.up(project, database.owner)
    assert len(runner.pending(project, database.owner)) == 1
    assert len(runner.up(project, database.owner)) == 1


def test_a_failing_migration_leaves_nothing_behind(project: Path, database: Urls) -> None:
    runner.up(project, database.owner, database.application)
    with psycopg.connect(database.owner) as owner:
        owner.execute("INSERT INTO orders (title, quantity) VALUES ('Many', 9)")
    narrower = SHOP.replace("max: 9, default: 1", "max: 5, default: 1")
    runner.new(project, resolved(project, narrower), "narrower", {"M003"})
    with pytest.raises(MigrationError, match=r"M003 orders: 1 rows do not fit quantity <= 5"):
        runner.up(project, database.owner)
    assert len(runner.pending(project, database.owner)) == 2
    assert runner.status(project, database.owner)[0].applied_at is not None


def test_an_edited_or_lost_file_is_found(project: Path, database: Urls) -> None:
    runner.up(project, database.owner, database.application)
    files = sorted((project / "migrations" / "versions").glob("*.py"))
    kept = files[-1].read_text()
    files[-1].write_text(kept + "# harmless\n")
    assert codes(project, database) == ["M101"]
    files[-1].write_text(kept.replace("\n", "\r\n"), newline="")
    assert codes(project, database) == []
    files[-1].unlink()
    with pytest.raises(MigrationError, match="snapshots"):
        codes(project, database)


def test_a_migration_of_another_branch_is_missing_here(project: Path, database: Urls) -> None:
    shutil.copytree(project / "migrations", project / "kept")
    runner.new(project, resolved(project, SHOP.replace(*SIZE)), "size")
    runner.up(project, database.owner, database.application)
    shutil.rmtree(project / "migrations")
    (project / "kept").rename(project / "migrations")
    assert codes(project, database) == ["M102"]


def test_a_model_ahead_of_its_migrations_is_found(project: Path) -> None:
    model = resolved(project, SHOP.replace(*SIZE))
    found = runner.check(project, model)
    assert {finding.code for finding in found} == {"M103"}
    assert "ALTER TABLE orders" in found[0].message


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("ALTER TABLE orders ADD COLUMN mine text", "unknown: column orders.mine text"),
        ("ALTER TABLE orders DROP COLUMN starts_on CASCADE", "missing: column orders.starts_on"),
        ("ALTER TABLE orders ALTER title DROP NOT NULL", "orders.title text collate C"),
        (
            "ALTER TABLE orders ALTER quantity SET DEFAULT 2",
            "orders.quantity integer not null default 2",
        ),
        ("ALTER TABLE orders DISABLE TRIGGER tr_orders_audit", ", switched off"),
        ("DROP TRIGGER tr_orders_audit ON orders", "missing: trigger tr_orders_audit"),
        ("DROP INDEX ix_orders_owner_id", "missing: index ix_orders_owner_id"),
        (
            "ALTER TABLE orders DROP CONSTRAINT ck_orders_quantity_max, "
            "ADD CONSTRAINT ck_orders_quantity_max CHECK (quantity <= 90)",
            "unknown: constraint ck_orders_quantity_max of orders: CHECK ((quantity <= 90))",
        ),
        ("ALTER TABLE orders DROP CONSTRAINT fk_orders_owner_id", "missing: constraint fk_orders"),
        ("DROP TABLE orders_helpers", "missing: column orders_helpers.order_id"),
        ("ALTER TYPE grade ADD VALUE 'top'", "unknown: type grade (low, medium, high, top)"),
        (
            "CREATE OR REPLACE FUNCTION charter_touch() RETURNS trigger LANGUAGE plpgsql "
            "AS 'BEGIN RETURN NEW; END'",
            "unknown: function charter_touch",
        ),
        (
            "ALTER FUNCTION charter_audit_order() SECURITY INVOKER",
            "function charter_audit_order as its",
        ),
    ],
)
def test_a_database_changed_by_hand_is_found(
    project: Path, database: Urls, statement: str, told: str
) -> None:
    runner.up(project, database.owner, database.application)
    with psycopg.connect(database.owner) as owner:
        owner.execute(statement.encode())
    found = runner.check(project, resolved(project), database.owner)
    assert {finding.code for finding in found} == {"M105"}
    assert any(told in finding.message for finding in found), found


def test_names_that_are_taken_are_told_before_anything_happens(
    project: Path, database: Urls
) -> None:
    with psycopg.connect(database.owner) as owner:
        owner.execute("CREATE TABLE orders (id int)")
        owner.execute("CREATE TABLE theirs (id int)")
    with pytest.raises(MigrationError, match="has orders already"):
        runner.up(project, database.owner)
    with psycopg.connect(database.owner) as owner:
        owner.execute("DROP TABLE orders")
    runner.up(project, database.owner, database.application)
    assert codes(project, database) == []


@pytest.mark.parametrize(
    ("role", "told"),
    [("nobody_here", "there is no role"), ("charter_owner", "must not be the owner")],
)
def test_the_application_is_another_role(
    project: Path, database: Urls, role: str, told: str
) -> None:
    with pytest.raises(MigrationError, match=told):
        runner.up(project, database.owner, f"postgresql://{role}:x@localhost/x")


def test_rights_are_given_anew_and_taken_back(project: Path, database: Urls) -> None:
    runner.up(project, database.owner, database.application)
    with psycopg.connect(database.owner) as owner:
        owner.execute("GRANT DELETE ON audit_events TO charter_app")
        owner.execute("GRANT SELECT (password_hash) ON users TO charter_app")
        owner.execute("REVOKE SELECT ON orders FROM charter_app")
    runner.up(project, database.owner, database.application)
    asked = (
        "SELECT has_table_privilege('charter_app', 'audit_events', 'delete'), "
        "has_column_privilege('charter_app', 'users', 'password_hash', 'select'), "
        "has_table_privilege('charter_app', 'orders', 'select')"
    )
    with psycopg.connect(database.owner) as owner:
        assert owner.execute(asked).fetchone() == (False, False, True)


def test_an_unreachable_database_is_named_without_its_password(project: Path) -> None:
    with pytest.raises(MigrationError, match="cannot connect as the owner") as refused:
        runner.status(project, "postgresql://charter_owner:hush@127.0.0.1:1/x")
    assert "hush" not in str(refused.value)


def test_plain_alembic_does_the_same(project: Path, database: Urls) -> None:
    done = run(
        [
            sys.executable,
            "-c",
            "from generator.migrations.history import History; from alembic import command; "
            f"from pathlib import Path; command.upgrade(History(Path({str(project)!r})).config(), "
            "'heads')",
        ],
        cwd=REPOSITORY,
        env={"CHARTER_MIGRATION_DATABASE_URL": database.owner, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert runner.pending(project, database.owner) == []


# -------------------------------------------------------------------------------------- branches


def branch(project: Path, message: str, edit: tuple[str, str]) -> None:
    """Changes the shop's spec and makes the migration of it."""
    runner.new(project, resolved(project, SHOP.replace(*edit)), message)


def test_migrations_of_two_branches_are_joined(
    project: Path, database: Urls, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    shutil.copytree(project / "migrations", other / "migrations")
    branch(project, "size", SIZE)
    branch(other, "tool", TOOL)
    shutil.copytree(other / "migrations", project / "migrations", dirs_exist_ok=True)
    assert len(History(project).heads()) == 2

    both = resolved(project, SHOP.replace(*SIZE).replace(*TOOL))
    files = runner.new(project, both, "joined")
    assert len(History(project).heads()) == 1
    assert "down_revision = (" in files[0].read_text()
    runner.up(project, database.owner, database.application)
    assert runner.check(project, both, database.owner) == []
    with psycopg.connect(database.application, options="-c charter.platform=on") as application:
        application.execute("INSERT INTO tools (name) VALUES ('saw')")
        application.execute("INSERT INTO orders (title, size) VALUES ('Chair', 2)")


def test_two_branches_that_contradict_each_other_are_refused(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(project / "migrations", other / "migrations")
    branch(project, "size", SIZE)
    branch(other, "large size", (SIZE[0], SIZE[1].replace("int", "bigint")))
    shutil.copytree(other / "migrations", project / "migrations", dirs_exist_ok=True)
    with pytest.raises(MigrationError, match="two branches changed size"):
        runner.new(project, resolved(project, SHOP.replace(*SIZE)), "joined")


def test_what_is_refused_writes_nothing(project: Path) -> None:
    before = sorted(project.rglob("migrations/**/*"))
    tags = "      tags: {type: string, max: 5, many: true, max_items: 3}\n"
    with pytest.raises(Refused) as refused:
        runner.new(project, resolved(project, SHOP.replace(tags, "")), "no tags")
    assert [str(finding) for finding in refused.value.findings] == ["M002 orders.tags"]
    assert sorted(project.rglob("migrations/**/*")) == before


# ---------------------------------------------------------------------------------------- headers

TAGS = "      tags: {type: string, max: 5, many: true, max_items: 3}\n"


def without_tags(project: Path) -> Path:
    """Makes the migration that drops a column; gives its file."""
    return runner.new(project, resolved(project, SHOP.replace(TAGS, "")), "no tags", {"M002"})[0]


def test_a_header_says_what_is_meant(project: Path, database: Urls) -> None:
    file = without_tags(project)
    assert '"""No tags.\n\ncharter: 1\nallow: M002\n"""' in file.read_text()
    assert len(runner.up(project, database.owner)) > 1


def test_what_no_header_allows_is_refused_before_anything_is_applied(
    project: Path, database: Urls
) -> None:
    file = without_tags(project)
    file.write_text(file.read_text().replace("allow: M002\n", "allow: M001\n"))
    with pytest.raises(MigrationError, match=r"M002 orders.tags(.|\n)*allow: M002"):
        runner.up(project, database.owner)
    assert not any(step.applied_at for step in runner.status(project, database.owner))


def test_files_from_before_there_were_headers_are_exempt(project: Path, database: Urls) -> None:
    without_tags(project)
    for file in (project / "migrations" / "versions").glob("*.py"):
        lines = file.read_text().splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(("charter: ", "allow: "))]
        file.write_text("".join(kept))
    assert runner.up(project, database.owner)


def test_a_header_that_is_taken_out_later_exempts_nothing(project: Path, database: Urls) -> None:
    file = without_tags(project)
    file.write_text(file.read_text().replace("charter: 1\nallow: M002\n", ""))
    with pytest.raises(MigrationError, match=r"M002 orders.tags"):
        runner.up(project, database.owner)
