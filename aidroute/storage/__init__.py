"""Where it is kept: one file per table, the model and the named queries on it."""
