"""Lists are read in their order, parts of words found by an index: expand: types and functions.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "f9d3bb8d8d35"
down_revision = "202872c94ac6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA public")


def downgrade() -> None:
    pass
