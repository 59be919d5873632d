"""`charter watch`, as somebody has it who edits a project: what is saved is served, or told."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest

from charter.watching.files import changes
from runtime.embedded import EmbeddedServer
from tests.e2e.support import CHARTER, Served, done, environment, rows, serving
from tests.support.database import Urls, drop_database, fresh_database

pytestmark = pytest.mark.slow
PATIENCE = 60.0
ENTITY = """aggregate: notes
title: Notes
entities:
  Note:
    doc: What somebody wrote down.
    label: title
    fields:
      title: {type: string, max: 80, required: true}
      body: text
"""
POLICY = "p, member, note, *, any, allow\n"


class Editor:
    """Somebody who saves files of a project that is served, and reads what is said of them."""

    def __init__(self, served: Served, urls: Urls) -> None:
        self.served, self.project, self.urls = served, served.project, urls
        self.read = 0

    def said(self, word: str) -> str:
        """What was said since the last time, once the word is in it."""
        deadline = time.monotonic() + PATIENCE
        while word not in (text := self.served.log.read_text()[self.read :]):
            assert time.monotonic() < deadline, f"{word!r} is not said: {text}"
            assert self.served.process.poll() is None, text
            time.sleep(0.05)
        self.read += len(text)
        return text

    def change(self, file: str, before: str, after: str) -> None:
        """Saves one text in place of another, as an editor does: by a new file."""
        path = self.project / file
        text = path.read_text()
        assert text.count(before) == 1, before
        beside = path.with_suffix(".tmp")
        beside.write_text(text.replace(before, after))
        beside.replace(path)

    def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        """The answer to a member."""
        return self.served.ask("member", method, path, json=body)

    def columns(self) -> set[str]:
        """The columns of the table of notes."""
        found = rows(
            self.urls.owner,
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'notes'",
        )
        return {row["column_name"] for row in found}


@pytest.fixture(scope="module")
def editor(server: EmbeddedServer) -> Iterator[Editor]:
    """A new project that is watched, to which an entity was added by files alone."""
    with TemporaryDirectory(prefix="charter-watch-") as name:
        project = Path(name, "diary")
        made = subprocess.run([CHARTER, "init", str(project)], env=environment(), check=False)
        assert made.returncode == 0
        urls = fresh_database(server)
        with serving(project, "watch", urls=urls) as served:
            editor = Editor(served, urls)
            editor.said("Ctrl-C")
            assert editor.ask("GET", "notes").status_code == 404
            (project / "model" / "notes.yaml").write_text(ENTITY)
            with (project / "policies" / "policy.csv").open("a") as policy:
                policy.write(POLICY)
            editor.change("model.yaml", "[identity]", "[identity, notes]")
            editor.said("serving after")
            yield editor
        drop_database(server, urls)


def test_an_entity_is_there_by_saving_files_alone(editor: Editor) -> None:
    added = editor.ask("POST", "notes", {"title": "First", "body": "Of many."})
    assert added.status_code == 201, added.text
    assert {"title", "body", "version"} <= editor.columns()
    assert not list((editor.project / "migrations" / "versions").glob("*note*"))
    assert len(list((editor.project / "migrations" / "versions").glob("*.py"))) == 8


def test_a_mistake_is_told_at_its_place_and_changes_nothing(editor: Editor) -> None:
    editor.change("model/notes.yaml", "body: text", "body: txet")
    told = editor.said("Nothing was changed")
    assert "model/notes.yaml:9:" in told
    assert 'did you mean "text"?' in told
    assert editor.ask("GET", "notes").status_code == 200
    editor.change("model/notes.yaml", "body: txet", "body: text")
    assert "Nothing follows from that." in editor.said("Nothing follows")


def test_no_value_is_lost_without_a_word(editor: Editor) -> None:
    editor.change("model/notes.yaml", "      body: text\n", "      content: text\n")
    told = editor.said("Where values may go")
    assert "M001" in told or "M002" in told
    assert "content: {type: text, was: body}" in told
    assert "body" in editor.columns()
    assert "body" in editor.ask("GET", "notes").text
    editor.change("model/notes.yaml", "content: text", "content: {type: text, was: body}")
    editor.said("serving after")
    assert editor.ask("GET", "notes?fields=content").json()["items"] == [{"content": "Of many."}]
    editor.change(
        "model/notes.yaml", "content: {type: text, was: body}", "body: {type: text, was: content}"
    )
    editor.said("serving after")
    assert editor.ask("GET", "notes?fields=body").json()["items"] == [{"body": "Of many."}]
    editor.change("model/notes.yaml", "body: {type: text, was: content}", "body: text")
    editor.said("Nothing follows")


def test_functions_that_do_not_load_leave_the_server_before_them(editor: Editor) -> None:
    hooks = "    label: title\n    hooks: {before_update: domain.notes:watched}\n"
    editor.change("model/notes.yaml", "    label: title\n", hooks)
    editor.said("serving after")
    stub = editor.project / "domain" / "notes.py"
    made = stub.read_text()
    assert "def watched(" in made
    stub.write_text(f"{made}\nraise ValueError('half done')\n")
    told = editor.said("half done\n")
    # Its own stub is no news: what was said is about this file alone, and comes once.
    assert told.count("domain/notes.py\n") == 1
    assert "the one before goes on" in told
    assert f"domain/notes.py:{len(made.splitlines()) + 2}: ValueError: half done" in told
    assert editor.ask("GET", "notes").status_code == 200
    stub.write_text(made)
    editor.said("serving after")


def test_a_policy_is_taken_without_another_server(editor: Editor) -> None:
    policy = editor.project / "policies" / "policy.csv"
    before = policy.read_text()
    policy.write_text(before + "p, member, note, read, any, deny\n")
    editor.said("The policy is taken")
    _until(lambda: editor.ask("GET", "notes").status_code == 403)
    policy.write_text(before)
    editor.said("The policy is taken")
    _until(lambda: editor.ask("GET", "notes").status_code == 200)


def test_the_migration_that_is_made_of_it_counts_as_applied(editor: Editor) -> None:
    assert (editor.project / ".charter" / "watch").is_dir()
    done(editor.project, "migrate", "new", "-m", "notes")
    told = editor.said("taken as applied")
    # Looking for what there still is to do makes a copy for a moment, which goes if it is nothing.
    if "Nothing follows" not in told.partition("taken as applied")[2]:
        editor.said("Nothing follows")
    assert not (editor.project / ".charter" / "watch").exists()
    assert "0009" in done(editor.project, "migrate", "status", urls=editor.urls)
    done(editor.project, "migrate", "check", urls=editor.urls)
    assert editor.ask("GET", "notes?fields=body").json()["items"] == [{"body": "Of many."}]


def test_it_ends_by_an_interrupt_and_leaves_nothing_running(editor: Editor) -> None:
    family = editor.served.family()
    assert len(family) > 2
    editor.served.process.send_signal(signal.SIGINT)
    assert editor.served.process.wait(PATIENCE) == 0
    _until(lambda: not any(each.is_running() and each.status() != "zombie" for each in family))


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_files_are_seen_however_they_are_saved(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model.yaml").write_text("a")
    saved = changes(tmp_path)
    assert next(saved) == []
    for text in ("b", "c"):
        beside = tmp_path / "model.tmp"
        beside.write_text(text)
        beside.replace(tmp_path / "model.yaml")
        assert next(saved) == ["model.yaml"]
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "notes.py").write_text("")
    assert next(saved) == ["domain/notes.py"]
    (tmp_path / "domain" / "notes.py").write_text("1")
    (tmp_path / "model" / "notes.txt").write_text("not a source")
    assert next(saved) == ["domain/notes.py"]
    (tmp_path / "domain" / "notes.py").unlink()
    assert next(saved) == ["domain/notes.py"]
