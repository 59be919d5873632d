import psycopg
import pytest

from runtime.embedded import EmbeddedServer
from tests.support.database import Urls, drop_database, fresh_database


def test_the_owner_migrates_and_the_application_owns_nothing(database: Urls) -> None:
    with psycopg.connect(database.owner) as owner:
        owner.execute("CREATE TABLE risks (id int)")
        owner.execute("GRANT SELECT ON risks TO charter_app")
    with psycopg.connect(database.application) as application:
        assert application.execute("SELECT count(*) FROM risks").fetchone() == (0,)
    for forbidden in (
        "CREATE TABLE mine (id int)",
        "CREATE TEMP TABLE mine (id int)",
        "DROP TABLE risks",
    ):
        with (
            psycopg.connect(database.application) as application,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            application.execute(forbidden)


def test_neither_role_passes_row_level_security(database: Urls) -> None:
    asked = (
        "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles"
        " WHERE rolname = current_user"
    )
    for url in (database.owner, database.application):
        with psycopg.connect(url) as session:
            assert session.execute(asked).fetchone() == (False,)


def test_a_clone_has_the_rows_and_grants_of_its_template(
    server: EmbeddedServer, database: Urls
) -> None:
    lingering = psycopg.connect(database.owner)
    lingering.execute("CREATE TABLE risks AS SELECT 7 AS score")
    lingering.execute("GRANT SELECT ON risks TO charter_app")
    lingering.commit()

    clone = fresh_database(server, template=database)
    with psycopg.connect(clone.application) as application:
        assert application.execute("SELECT score FROM risks").fetchone() == (7,)
    with psycopg.connect(clone.owner) as owner:
        owner.execute("DELETE FROM risks")
    with psycopg.connect(database.owner) as original:
        assert original.execute("SELECT count(*) FROM risks").fetchone() == (1,)

    drop_database(server, clone)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(clone.owner)
