"""Workers that share hosts, signs of life of the checker, and checks of mail domains."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables forward. A run that was never heard of again was last seen when it began."""
    op.add_column("link", sa.Column("address_group", sa.String(length=64), nullable=True))
    op.add_column("link", sa.Column("validators_for", sa.Text(), nullable=False, server_default=""))
    op.add_column("host_pause", sa.Column("lease_until_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("host_pause", sa.Column("lease_token", sa.String(length=36), nullable=True))
    op.add_column("host_pause", sa.Column("pauses_in_row", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("check_run", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE check_run SET seen_at = COALESCE(ended_at, started_at)")
    with op.batch_alter_table("check_run", schema=None) as batch_op:
        batch_op.alter_column("seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_index(batch_op.f("ix_check_run_seen_at"), ["seen_at"], unique=False)
    op.create_table(
        "mail_check",
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_ok_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_mail_check")),
    )
    op.create_index(op.f("ix_mail_check_next_check_at"), "mail_check", ["next_check_at"], unique=False)


def downgrade() -> None:
    """Take the tables back. Columns are dropped in place: remaking ``link`` would take its checks along."""
    op.drop_index(op.f("ix_mail_check_next_check_at"), table_name="mail_check")
    op.drop_table("mail_check")
    op.drop_index(op.f("ix_check_run_seen_at"), table_name="check_run")
    op.drop_column("check_run", "seen_at")
    op.drop_column("host_pause", "pauses_in_row")
    op.drop_column("host_pause", "lease_token")
    op.drop_column("host_pause", "lease_until_at")
    op.drop_column("link", "validators_for")
    op.drop_column("link", "address_group")
