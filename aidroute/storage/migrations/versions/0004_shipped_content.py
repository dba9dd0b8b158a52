"""What was shipped last, and notes on an appeal's issuer and publisher."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "shipped_content",
        sa.Column("subject_type", sa.String(length=20), nullable=False),
        sa.Column("subject_slug", sa.String(length=120), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("subject_type", "subject_slug", name=op.f("pk_shipped_content")),
    )
    op.add_column("appeal", sa.Column("issuer_note", sa.Text(), nullable=False, server_default=""))
    op.add_column("appeal", sa.Column("publisher_note", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Take the tables back. Columns are dropped in place: remaking ``appeal`` would take its mentions along."""
    op.drop_column("appeal", "publisher_note")
    op.drop_column("appeal", "issuer_note")
    op.drop_table("shipped_content")
