"""Whole reach asks no function; any kind of row in one order: online.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "12dc1ecfcb21"
down_revision = "8d0ceb5081bf"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("ALTER TABLE tasks VALIDATE CONSTRAINT ck_tasks_subject_type_enum")
        op.execute("RESET lock_timeout")


def downgrade() -> None:
    pass
