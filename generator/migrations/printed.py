"""The SQL of revisions, as `psql` could run it: what `charter migrate sql` prints.

It is for reading and for tools that judge migrations. `charter migrate up` besides records each
file with its checksum, and tells the trail which columns changed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import postgresql

from generator.migrations.changes import changes
from generator.migrations.history import History, MigrationError
from generator.migrations.session import LOCK_TIMEOUT_MS

_REWRITES = (
    "adding-field-with-default adding-not-nullable-field adding-required-field "
    "changing-column-type constraint-missing-not-valid disallowed-unique-constraint "
    "require-concurrent-index-creation require-concurrent-index-deletion"
)
"""What squawk says of a change whose header allows M007: that is what M007 means."""
_VALIDATE = re.compile(r"^ALTER TABLE \S+ VALIDATE CONSTRAINT", re.MULTILINE)
_NEW_TABLE = re.compile(r"^CREATE TABLE (\S+)", re.MULTILINE)
_KEY = re.compile(r"^ALTER TABLE (\S+)\n +ADD (CONSTRAINT \S+ FOREIGN KEY .+;)$", re.MULTILINE)

_SETTINGS = f"""SET lock_timeout = '{LOCK_TIMEOUT_MS}ms';

SET statement_timeout = 0;

SET timezone = 'UTC';

SET intervalstyle = 'iso_8601';

SET datestyle = 'ISO';

"""
_BEGIN = "BEGIN;\n\n"
_COMMIT = "COMMIT;\n\n"


def printed(history: History, revision: str | None = None, *, down: bool = False) -> str:
    """The SQL of a revision, or of the newest change: one or several files.

    Args:
        history: the migrations of a project.
        revision: an id, its beginning, or the number of its file; None for the newest change.
        down: what undoes it instead of what applies it.

    Raises:
        MigrationError: there is no such revision.
    """
    wanted = _wanted(history, revision)
    files = dict(history.chain())
    meant = {one for each in changes(history) if "M007" in each.allowed for one in each.revisions}
    found = [_SETTINGS]
    if not meant.isdisjoint(wanted):
        found.insert(0, f"-- squawk-ignore-file {', '.join(_REWRITES.split())}\n\n")
    for one in wanted[::-1] if down else wanted:
        found.append(f"-- {files[one].name}\n\n{_statements(history, one, down=down)}")
    return _noted("".join(found)).rstrip() + "\n"


def _noted(text: str) -> str:
    """With remarks for squawk where it does not see that something is right."""
    # It does nothing where it was done, and so needs no transaction to be tried again.
    text = _VALIDATE.sub(r"-- squawk-ignore prefer-robust-stmts\n\g<0>", text)
    new = set(_NEW_TABLE.findall(text))

    def key(match: re.Match[str]) -> str:
        if match[1] not in new or match[2].endswith("NOT VALID;"):
            return match[0]
        # A table of the same migration is empty.
        rules = "adding-foreign-key-constraint, constraint-missing-not-valid"
        return f"ALTER TABLE {match[1]}\n    -- squawk-ignore {rules}\n    ADD {match[2]}"

    return _KEY.sub(key, text)


def _wanted(history: History, revision: str | None) -> Sequence[str]:
    if not history.exists():
        raise MigrationError("there are no migrations yet: say `charter migrate new` first")
    if revision is None:
        made = list(changes(history))
        return made[-1].revisions if made else [history.chain()[-1][0]]
    return [history.revision(revision)]


def _statements(history: History, revision: str, *, down: bool) -> str:
    """What a file sends, with the borders of its transactions."""
    buffer = io.StringIO()
    context = MigrationContext.configure(
        # Parameters of another style leave every percent sign as it is.
        dialect=postgresql.dialect(paramstyle="named"),  # type: ignore[no-untyped-call]
        opts={
            "as_sql": True,
            "output_buffer": buffer,
            "transactional_ddl": True,
            "literal_binds": True,
        },
    )
    module = history.scripts().get_revision(revision).module
    with Operations.context(context):
        (module.downgrade if down else module.upgrade)()
    text = f"{_BEGIN}{buffer.getvalue()}{_COMMIT}"
    # What runs outside of a transaction stands between two that hold nothing.
    return text.replace(f"{_BEGIN}{_COMMIT}", "")
