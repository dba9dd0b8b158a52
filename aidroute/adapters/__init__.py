"""The outside world: the only modules that open a connection to somebody else."""
