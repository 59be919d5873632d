"""A database with tables is adopted, generated, migrated and filled with its own rows."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString, cast

import psycopg
import pytest
import yaml
from typer.testing import CliRunner

from charter.commands.migrate import resolved
from charter.main import app
from generator.pipeline import check
from generator.schema.build import build
from tests.charter.conftest import Result, copy_project
from tests.support.database import Urls

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Adopting:
    """A database, and the folder of a project that is made of it."""

    urls: Urls
    folder: Path

    def charter(self, *arguments: str) -> Result:
        environment = {
            "CHARTER_DATABASE_URL": self.urls.application,
            "CHARTER_MIGRATION_DATABASE_URL": self.urls.owner,
        }
        done = CliRunner().invoke(app, arguments, env=environment, catch_exceptions=False)
        return Result(done.exit_code, done.stdout, done.stderr)

    def here(self, *arguments: str) -> Result:
        done = self.charter(*arguments, "--project", str(self.folder))
        assert done.code == 0, done.err
        return done

    def fill(self, script: str) -> None:
        with psycopg.connect(self.urls.owner, autocommit=True) as connection:
            connection.execute(cast(LiteralString, script))

    def adopt(self, *options: str) -> Result:
        return self.charter("adopt", "--database-url", self.urls.owner, *options)

    def into(self, name: str) -> Result:
        return self.adopt("--into", str(self.folder), "--aggregate", name)

    def set_aside(self) -> None:
        """What docs/adopting.md says: the earlier tables go to a schema of their own."""
        with psycopg.connect(self.urls.superuser, autocommit=True) as connection:
            connection.execute("ALTER SCHEMA public RENAME TO legacy")
            connection.execute("CREATE SCHEMA public AUTHORIZATION charter_owner")

    def copy(self, name: str) -> list[tuple[str, int, int]]:
        """Runs the script as psql would; gives the counts that it shows at its end."""
        text = (self.folder / "adopted" / f"{name}.sql").read_text()
        plain = "\n".join(line for line in text.splitlines() if not line.startswith("\\"))
        statements = plain.replace(':"old"', "legacy").split(";\n")
        assert [statements[0].split("\n")[-1], statements[-1]] == ["BEGIN", "COMMIT;"]
        with psycopg.connect(self.urls.owner) as connection:
            for statement in statements[1:-1]:
                shown = connection.execute(cast(LiteralString, statement))
            return [(str(a), int(b), int(c)) for a, b, c in shown.fetchall()]

    def rows(self, query: LiteralString) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.urls.superuser) as connection:
            return connection.execute(query).fetchall()

    def model(self, name: str) -> dict[str, Any]:
        return dict(yaml.safe_load((self.folder / "model" / f"{name}.yaml").read_text()))


@pytest.fixture
def adopting(database: Urls, tmp_path: Path) -> Adopting:
    return Adopting(database, tmp_path / "shop")


def copied(folder: Path) -> Path:
    folder.mkdir()
    return copy_project(folder)


def notes(done: Result) -> set[tuple[str, str]]:
    """(code, place) of each note."""
    found = (line.partition(": ")[0].split(" ", 1) for line in done.out.splitlines())
    return {(code, place[0]) for code, *place in found if code.startswith("A0")}


@pytest.mark.parametrize("name", ["records", "rentals"])
def test_a_shop_is_adopted_migrates_without_difference_and_keeps_every_row(
    adopting: Adopting, name: str
) -> None:
    adopting.fill((DATA / f"{name}.sql").read_text())
    done = adopting.into(name)
    assert done.code == 0, done.err
    adopting.here("check")
    adopting.here("policy", "check")
    adopting.here("generate")
    adopting.here("migrate", "new", "-m", "Adopted")
    again = adopting.here("migrate", "new", "-m", "Again")
    assert again.out == "Nothing to do: the migrations say all that the model says.\n"
    adopting.set_aside()
    adopting.here("migrate", "up")
    counts = adopting.copy(name)
    assert len(counts) == (DATA / f"{name}.sql").read_text().count("CREATE TABLE") - (
        1 if name == "rentals" else 0
    )
    for table, before, after in counts:
        assert before == after > 0, table
    adopting.here("migrate", "check")
    if name == "records":
        _assert_records(adopting)
    else:
        _assert_rentals(adopting)


def _assert_records(adopting: Adopting) -> None:
    songs = adopting.rows("""
        SELECT s.name, d.title, m.name, s.bytes, s.unit_price::text, s.created_by_id FROM songs s
        LEFT JOIN discs d ON d.id = s.disc_id JOIN media_types m ON m.id = s.media_type_id
        ORDER BY s.song_id
    """)
    assert songs == [
        ("Rain", "First", "tape", 5_000_000_000, "1.29", None),
        ("Snow", None, "wire", None, "0.99", None),
    ]
    staff = adopting.rows("""
        SELECT e.last_name, b.last_name, e.hire_date::text FROM employees e
        LEFT JOIN employees b ON b.id = e.reports_to_id ORDER BY e.employee_id
    """)
    assert staff == [("Low", "High", "2020-02-03 04:05:00+00"), ("High", None, None)]
    complaint = adopting.rows("""
        SELECT n.id = o."Id", n.invoice_no, n.line_no FROM complaints n, legacy."Complaint" o
    """)
    assert complaint == [(True, 7, 2)], "a uuid key stays the id of the row"
    links = adopting.rows("""
        SELECT s.name FROM playlists_songs l JOIN songs s ON s.id = l.song_id
        JOIN playlists p ON p.id = l.playlist_id ORDER BY 1
    """)
    assert links == [("Rain",), ("Snow",)]
    events = adopting.rows("SELECT DISTINCT source FROM audit_events WHERE action = 'create'")
    assert events == [("sql",)], "the trail says that the rows came in by SQL"


def _assert_rentals(adopting: Adopting) -> None:
    reels = adopting.rows("""
        SELECT r.title, l.name, o.name, r.rating::text, r.audience::text, r.features,
            r.suited::text[], r.former_created_at::text
        FROM reel r JOIN language l ON l.id = r.language_id
        LEFT JOIN language o ON o.id = r.original_language_id ORDER BY r.reel_id
    """)
    ice = ("Ice", "Norsk", "Shona", "pg_13", "not_for_children", ["a", "b c"], ["pg_13", "g"])
    assert reels[0] == (*ice, "2019-05-06 07:08:00+00")
    assert reels[1][:7] == ("Sand", "Shona", None, None, "g", None, None)
    shops = adopting.rows("""
        SELECT s.kind, m.name, m.store_id = s.id, m.deleted_at IS NULL FROM store s
        JOIN staff m ON m.id = s.manager_id ORDER BY s.store_id
    """)
    assert shops == [("by_mail", "Eva", True, True), ("shop", "Odd", True, False)]
    assert adopting.rows("SELECT price::text FROM reel_price ORDER BY 1") == [("3.50",), ("4.00",)]


def test_everything_said_otherwise_is_noted(adopting: Adopting) -> None:
    adopting.fill((DATA / "rentals.sql").read_text())
    done = adopting.into("rentals")
    assert done.code == 0, done.err
    assert notes(done) >= {
        ("A001", "dear_reels"),
        ("A001", "touched"),
        ("A002", "reel.reel_id"),
        ("A003", "reel_price"),
        ("A005", "reel.words"),
        ("A005", "reel.picture"),
        ("A005", "store.place"),
        ("A006", "reel.rental_days"),
        ("A006", "reel_price.price"),
        ("A008", "reel.rating"),
        ("A010", "reel.reel_dear"),
        ("A010", "reel.reel_words"),
        ("A011", "reel.touched"),
        ("A012", "suitability"),
        ("A013", "reel.half"),
        ("A014", "reel_player"),
        ("A015", "staff.deleted_at"),
    }
    assert any(code == "A009" and place.startswith("reel.") for code, place in notes(done))
    report = (adopting.folder / "adopted" / "rentals.md").read_text()
    for line in done.out.splitlines():
        if line.startswith("A0"):
            assert line.partition(" ")[2].partition(": ")[2] in report
    assert ("A007", "reel.created_at") in notes(done)
    made = adopting.model("rentals")
    reel = made["entities"]["Reel"]
    assert reel["fields"]["rate"]["doc"] == "Per day, before discounts."
    assert reel["fields"]["shown_until"] == {"type": "date", "min": "shown_from"}
    assert reel["fields"]["made_in"] == {"type": "int", "min": 1888, "max": 2155}
    assert reel["relations"]["players"]["many"] is True
    assert made["entities"]["Staff"]["delete"] == "soft"


def test_names_that_are_taken_and_kinds_that_are_not_said_are_noted(adopting: Adopting) -> None:
    adopting.fill((DATA / "records.sql").read_text())
    done = adopting.into("records")
    assert done.code == 0, done.err
    entities = adopting.model("records")["entities"]
    assert set(entities) >= {"UserRecord", "MediaType", "InvoiceLine"}
    assert entities["UserRecord"]["fields"]["version_value"] == {"type": "int", "default": 1}
    assert notes(done) >= {
        ("A004", "Complaint.InvoiceNo, LineNo"),
        ("A003", "InvoiceLine"),
        ("A010", "Song.song_lower"),
        ("A014", "PlaylistSong"),
    }


def test_a_project_takes_a_schema_and_keeps_what_it_has(adopting: Adopting, tmp_path: Path) -> None:
    adopting.fill("""
        CREATE SCHEMA shop;
        CREATE TYPE shop.risk_level AS ENUM ('low', 'odd');
        CREATE TABLE shop.risks (id int PRIMARY KEY, name text NOT NULL, level shop.risk_level,
            "group" int CHECK ("group" % 2 = 0));
        CREATE TABLE shop.alembic_version (version_num text);
        CREATE TABLE public.other (id int);
    """)
    project = copied(tmp_path / "grc")
    before = check(project)[0]
    assert before is not None
    options = ("--schema", "shop", "--project", str(project))
    done = adopting.adopt(*options, "--format", "json")
    assert done.code == 0, done.err
    said = {(note["code"], note["place"]) for note in json.loads(done.out)}
    assert said >= {("A001", "alembic_version"), ("A007", "risks.id")}
    after, problems = check(project)
    assert after is not None, problems
    assert set(after.entities) - set(before.entities) == {"RiskRecord"}
    made = after.entities["RiskRecord"]
    assert made.table != before.entities["Risk"].table
    assert [field.name for field in made.fields] == ["former_id", "name", "level", "group"]
    policy = (project / "policies" / "policy.csv").read_text()
    assert policy.endswith("p, admin, risk_record, *, any, allow\n")
    again = adopting.adopt(*options)
    assert again.code == 1
    assert again.err == "model/shop.yaml is there already: say --aggregate NAME\n"


def test_what_cannot_be_adopted_is_refused_and_nothing_is_left(
    adopting: Adopting, tmp_path: Path
) -> None:
    nobody = adopting.charter("adopt", "--database-url", "postgresql://localhost:1/none")
    assert nobody.code == 1
    assert nobody.err.startswith("the database cannot be read: ")
    empty = adopting.into("shop")
    assert (empty.code, empty.err) == (1, "there is no table to adopt\n")
    assert not adopting.folder.exists()
    adopting.fill("CREATE TABLE thing (id int)")
    unnamed = adopting.adopt("--into", str(adopting.folder), "--aggregate", "My Shop")
    assert unnamed.code == 1
    assert "say --aggregate NAME" in unnamed.err
    assert not adopting.folder.exists()
    broken = copied(tmp_path / "broken")
    (broken / "model.yaml").write_text("charter: 1\nname: x\n")
    wrong = adopting.adopt("--project", str(broken))
    assert wrong.code == 1
    assert wrong.err.startswith("the project's own model is not right yet: ")
    shutil.rmtree(broken)
    assert adopting.adopt("--project", str(broken)).code == 2


PLAIN = """\
aggregate: plant
enums:
  Grade: {ordered: true, values: [low, high]}
entities:
  Meter:
    doc: What is read.
    fields:
      code: {type: string, max: 20, required: true, unique: true}
      grade: {enum: Grade, default: low}
      kind: {enum: [water, gas], required: true}
      rate: {type: decimal, digits: 8, places: 3, min: 0, max: 100}
      built_on: {type: date, required: true, default: today()}
      gone_on: {type: date, min: built_on}
      tags: {type: string, max: 10000, many: true}
      large: {type: bigint, doc: Not in use.}
    relations:
      twin: {to: Meter, inverse: meters_below}
    indexes:
      - {fields: [kind, -rate]}
  Reading:
    delete: soft
    fields:
      value: {type: float, required: true}
      read_at: {type: datetime, default: now()}
    relations:
      meter: {to: Meter, required: true, on_delete: cascade, inverse: readings}
      checked: {to: Meter, many: true, inverse: checks}
    unique:
      - {fields: [meter, read_at], nulls: equal}
"""


def test_what_the_platform_made_comes_back_as_it_was(adopting: Adopting, tmp_path: Path) -> None:
    made = tmp_path / "plant"
    assert adopting.charter("init", str(made)).code == 0
    root = (made / "model.yaml").read_text()
    (made / "model.yaml").write_text(root.replace("[identity]", "[identity, plant]"))
    (made / "model" / "plant.yaml").write_text(PLAIN)
    for command in (["generate"], ["migrate", "new", "-m", "x"], ["migrate", "up"]):
        done = adopting.charter(*command, "--project", str(made))
        assert done.code == 0, done.err
    with psycopg.connect(adopting.urls.owner, autocommit=True) as connection:
        for table in ("refresh_tokens", "role_assignments", "audit_events", "users"):
            connection.execute(
                psycopg.sql.SQL("DROP TABLE {} CASCADE").format(psycopg.sql.Identifier(table))
            )
    done = adopting.into("plant")
    assert done.code == 0, done.err
    before, after = (build(resolved(folder)) for folder in (made, adopting.folder))
    for name in ("meters", "readings", "readings_checked"):
        old, new = before.table(name), after.table(name)
        for part in ("columns", "foreign_keys", "checks", "indexes"):
            assert getattr(old, part) == getattr(new, part), (name, part)
