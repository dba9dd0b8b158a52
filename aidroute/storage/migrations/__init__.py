"""One linear history of the tables, the same for SQLite and PostgreSQL."""
