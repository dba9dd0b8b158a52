"""The search table, in each database's own full-text index."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_text USING fts5("
            "slug UNINDEXED, words, tokenize='unicode61 remove_diacritics 0', prefix='4 5')"
        )
    else:
        op.execute("CREATE TABLE search_text (slug varchar(120) PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_search_text_words ON search_text USING gin (words)")


def downgrade() -> None:
    op.execute("DROP TABLE search_text")
