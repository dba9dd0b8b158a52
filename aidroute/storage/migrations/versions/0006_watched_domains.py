"""Watched domains: their registration and name servers, the queue they are asked in, and their turns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "domain_watch",
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registrar", sa.Text(), nullable=False),
        sa.Column("statuses", sa.JSON(), nullable=False),
        sa.Column("name_servers", sa.JSON(), nullable=False),
        sa.Column("has_registry", sa.Boolean(), nullable=False),
        sa.Column("has_name_servers", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registry_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name_servers_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("expiry_told", sa.Integer(), nullable=False),
        sa.Column("next_watch_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("domain", name=op.f("pk_domain_watch")),
    )
    op.create_index("ix_domain_watch_due", "domain_watch", ["next_watch_at", "lease_until_at"], unique=False)
    op.create_table(
        "domain_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.String(length=255), nullable=False),
        sa.Column("field", sa.String(length=16), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_domain_turn")),
    )
    op.create_index("ix_domain_turn_domain_seen", "domain_turn", ["domain", "seen_at"], unique=False)


def downgrade() -> None:
    for table in ("domain_turn", "domain_watch"):
        op.drop_table(table)
