import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from runtime import postmaster
from runtime.embedded import EmbeddedError, EmbeddedServer

ROOT = Path(__file__).parents[2]
HOLD = (
    "import sys, time; from pathlib import Path; from runtime.embedded import EmbeddedServer\n"
    "with EmbeddedServer.start(Path(sys.argv[1]), durable=False) as server:\n"
    "    print('up', flush=True); time.sleep(60)\n"
)


@pytest.fixture
def empty_project() -> Iterator[Path]:
    """A project folder with a space in its name, too deep for the path of a socket."""
    with TemporaryDirectory(prefix="charter-tests-") as folder:
        deep = Path(folder) / "my project" / ("d" * 120)
        deep.mkdir(parents=True)
        yield deep
        postmaster.stop(deep / ".charter" / "postgres")


@pytest.fixture(scope="module")
def used_state() -> Iterator[Path]:
    """The `.charter/` of a project whose server ran before; copied, to save half a second each."""
    with TemporaryDirectory(prefix="charter-tests-") as folder:
        EmbeddedServer.start(Path(folder), durable=False).stop()
        yield Path(folder) / ".charter"


@pytest.fixture
def project(empty_project: Path, used_state: Path) -> Path:
    """The same folder after its server ran once."""
    subprocess.run(["cp", "-a", str(used_state), str(empty_project)], check=True)
    return empty_project


def pid_of(project: Path) -> int:
    found = postmaster.find(project / ".charter" / "postgres")
    assert found is not None
    return found.process.pid


def gone(pid: int) -> bool:
    """Whether a process ended; in a container an orphan may stay as a zombie."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def starter(project: Path) -> subprocess.Popen[str]:
    """Another process that holds the server."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(project)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def await_up(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"


def end(process: subprocess.Popen[str], number: signal.Signals) -> int:
    process.send_signal(number)
    with process:
        return process.wait(timeout=20)


def write(server: EmbeddedServer) -> None:
    with psycopg.connect(server.owner_url) as session:
        session.execute("CREATE TABLE IF NOT EXISTS kept (id int)")
        session.execute("INSERT INTO kept VALUES (1)")


def rows(server: EmbeddedServer) -> int:
    with psycopg.connect(server.owner_url) as session:
        (number,) = session.execute("SELECT count(*) FROM kept").fetchone() or (-1,)
        return int(number)


def test_a_second_start_finds_the_data(empty_project: Path) -> None:
    with EmbeddedServer.start(empty_project) as server:
        write(server)
        first = server.application_url
    assert not server.alive
    with EmbeddedServer.start(empty_project) as server:
        assert server.application_url == first
        assert rows(server) == 1


def test_the_server_is_what_the_contract_says(empty_project: Path) -> None:
    with (
        EmbeddedServer.start(empty_project, durable=False) as server,
        psycopg.connect(server.superuser_url) as session,
    ):
        found = session.execute(
            "SELECT current_setting('server_version_num')::int / 10000,"
            " current_setting('timezone'), current_setting('server_encoding'),"
            " (SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'charter')"
        ).fetchone()
        assert found == (18, "UTC", "UTF8", "bC.UTF-8")
        owners = session.execute(
            "SELECT pg_get_userbyid(datdba)::text, nspowner::regrole::text"
            " FROM pg_database, pg_namespace WHERE datname = 'charter' AND nspname = 'public'"
        ).fetchone()
        assert owners == ("charter_owner", "charter_owner")


def test_the_application_may_not_linger_in_a_transaction(project: Path) -> None:
    with (
        EmbeddedServer.start(project, durable=False) as server,
        psycopg.connect(server.application_url) as session,
    ):
        shown = session.execute("SHOW idle_in_transaction_session_timeout").fetchone()
        assert shown == ("30s",)


def test_secrets_are_the_owners_alone_and_the_superuser_url_goes_with_the_server(
    empty_project: Path,
) -> None:
    state = empty_project / ".charter"
    with EmbeddedServer.start(empty_project, durable=False) as server:
        assert (state / "superuser-url").read_text() == server.superuser_url + "\n"
        for name in ("superuser-url", "postgres.json", "postgres.log"):
            assert stat.S_IMODE((state / name).stat().st_mode) == 0o600
        assert stat.S_IMODE((state / "postgres").stat().st_mode) == 0o700
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(server.superuser_url, password="wrong")
    assert not (state / "superuser-url").exists()


def test_roles_come_by_a_socket_that_asks_for_the_password_too(used_state: Path) -> None:
    with TemporaryDirectory(prefix="charter-tests-") as folder:
        subprocess.run(["cp", "-a", str(used_state), folder], check=True)
        with EmbeddedServer.start(Path(folder), durable=False) as server:
            data = str(Path(folder).resolve() / ".charter" / "postgres")
            for url in (server.owner_url, server.application_url):
                assert conninfo_to_dict(url)["host"] == data
                with psycopg.connect(url) as session:
                    assert session.execute("SELECT inet_server_addr()").fetchone() == (None,)
                with pytest.raises(psycopg.OperationalError, match="password"):
                    psycopg.connect(url, password="wrong")


@pytest.mark.parametrize("name", [".", "a,b", 'a"b'])
def test_where_no_path_to_a_socket_can_be_said_it_is_the_network(
    empty_project: Path, name: str
) -> None:
    folder = empty_project if name == "." else empty_project.parent / name
    folder.mkdir(exist_ok=True)
    with EmbeddedServer.start(folder, durable=False) as server:
        assert conninfo_to_dict(server.owner_url)["host"] == "127.0.0.1"
        assert server.alive


def test_the_last_of_several_users_stops_the_server(project: Path) -> None:
    assert EmbeddedServer.running(project) is None
    first = EmbeddedServer.start(project, durable=False)
    second = EmbeddedServer.running(project)
    assert second is not None
    assert second.owner_url == first.owner_url
    process = pid_of(project)
    first.stop()
    first.stop()
    assert not gone(process)
    second.stop()
    assert gone(process)
    assert EmbeddedServer.running(project) is None


def test_a_killed_parent_leaves_a_server_that_the_next_start_adopts(project: Path) -> None:
    parent = starter(project)
    await_up(parent)
    left_behind = pid_of(project)
    end(parent, signal.SIGKILL)
    with EmbeddedServer.start(project, durable=False) as server:
        assert pid_of(project) == left_behind
        write(server)
    assert gone(left_behind)


def test_a_parent_killed_while_starting_does_not_hinder_the_next(empty_project: Path) -> None:
    for delay in (0.15, 0.3, 0.45, 0.6):
        parent = starter(empty_project)
        time.sleep(delay)
        end(parent, signal.SIGKILL)
    with EmbeddedServer.start(empty_project, durable=False) as server:
        write(server)
        assert rows(server) == 1


def test_a_killed_server_recovers_what_it_acknowledged(project: Path) -> None:
    server = EmbeddedServer.start(project)
    write(server)
    os.kill(pid_of(project), signal.SIGKILL)
    with EmbeddedServer.start(project) as again:
        assert rows(again) == 1
    server.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_that_ends_the_program_stops_the_server(
    project: Path, number: signal.Signals
) -> None:
    parent = starter(project)
    await_up(parent)
    server = pid_of(project)
    assert end(parent, number) != 0
    assert gone(server)
    assert not (project / ".charter" / "superuser-url").exists()


def test_two_starters_share_one_server(empty_project: Path) -> None:
    starters = [starter(empty_project), starter(empty_project)]
    for each in starters:
        await_up(each)
    server = pid_of(empty_project)
    end(starters[0], signal.SIGTERM)
    assert not gone(server)
    end(starters[1], signal.SIGTERM)
    assert gone(server)


def test_a_pid_file_that_names_another_process_is_stale(project: Path) -> None:
    data = project / ".charter" / "postgres"
    lines = [str(os.getpid()), str(data), "1", "5432", "", "127.0.0.1", "1 1", "ready"]
    (data / "postmaster.pid").write_text("\n".join(lines) + "\n")
    assert EmbeddedServer.running(project) is None
    with EmbeddedServer.start(project, durable=False) as server:
        assert server.alive


def test_an_interrupted_initdb_is_done_again(empty_project: Path) -> None:
    unfinished = empty_project / ".charter" / "postgres.new"
    unfinished.mkdir(parents=True)
    (unfinished / "PG_VERSION").write_text("18\n")
    with EmbeddedServer.start(empty_project, durable=False) as server:
        assert server.alive
    assert not unfinished.exists()


@pytest.mark.parametrize("while_running", [False, True])
def test_lost_passwords_are_made_anew(project: Path, while_running: bool) -> None:
    server = EmbeddedServer.start(project)
    write(server)
    if not while_running:
        server.stop()
    (project / ".charter" / "postgres.json").unlink()
    with EmbeddedServer.start(project) as again:
        assert again.owner_url != server.owner_url
        assert rows(again) == 1
        server.stop()


def test_lost_data_are_made_anew_under_the_same_passwords(project: Path) -> None:
    with EmbeddedServer.start(project, durable=False) as server:
        before = server.owner_url
    (project / ".charter" / "postgres").rename(project / "moved away")
    with EmbeddedServer.start(project, durable=False) as server:
        assert server.owner_url == before


def test_data_of_another_major_version_are_refused_by_name(project: Path) -> None:
    (project / ".charter" / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedError, match="PostgreSQL 17"):
        EmbeddedServer.start(project, durable=False)


def test_a_failed_start_shows_the_servers_own_words(project: Path) -> None:
    with (project / ".charter" / "postgres" / "postgresql.conf").open("a") as configuration:
        configuration.write("no_such_setting = 1\n")
    with pytest.raises(EmbeddedError, match="no_such_setting"):
        EmbeddedServer.start(project, durable=False)


def test_a_port_that_was_taken_meanwhile_is_given_up(project: Path) -> None:
    port = json.loads((project / ".charter" / "postgres.json").read_text())["port"]
    with socket.create_server(("127.0.0.1", port)):
        with EmbeddedServer.start(project, durable=False) as server:
            write(server)
            assert f":{port}/" not in server.owner_url


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match="nowhere"):
        EmbeddedServer.start(tmp_path / "nowhere")


def test_make_and_the_process_group_may_both_send_the_signal(project: Path) -> None:
    parent = starter(project)
    await_up(parent)
    server = pid_of(project)
    for _ in range(3):
        parent.send_signal(signal.SIGTERM)
    end(parent, signal.SIGTERM)
    assert gone(server)
