"""Reports and suggestions of visitors, and the keys of the day under which visitors are told apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("channel_slug", sa.String(length=120), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("flip_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state_then", sa.String(length=16), nullable=False),
        sa.Column("visitor", sa.String(length=32), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        *_decision(),
        sa.CheckConstraint("(outcome = 'waiting') = (decided_at IS NULL)", name=op.f("ck_report_decided_has_its_time")),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_report_link_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["flip_id"], ["flip.id"], name=op.f("fk_report_flip_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_report_decided_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("number", name=op.f("uq_report_number")),
    )
    op.create_index(op.f("ix_report_channel_slug"), "report", ["channel_slug"], unique=False)
    op.create_index(op.f("ix_report_flip_id"), "report", ["flip_id"], unique=False)
    op.create_index("ix_report_link_kind", "report", ["link_id", "kind"], unique=False)
    op.create_index("ix_report_outcome_at", "report", ["outcome", "reported_at"], unique=False)
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("organization", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("suggested_at", sa.DateTime(timezone=True), nullable=False),
        *_decision(),
        sa.CheckConstraint(
            "(outcome = 'waiting') = (decided_at IS NULL)", name=op.f("ck_suggestion_decided_has_its_time")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user.id"], name=op.f("fk_suggestion_decided_by_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
        sa.UniqueConstraint("number", name=op.f("uq_suggestion_number")),
    )
    op.create_index("ix_suggestion_outcome_at", "suggestion", ["outcome", "suggested_at"], unique=False)
    op.create_table(
        "visitor_key",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_visitor_key")),
    )


def downgrade() -> None:
    for table in ("visitor_key", "suggestion", "report"):
        op.drop_table(table)


def _decision() -> list[sa.Column[object]]:
    return [
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
    ]
