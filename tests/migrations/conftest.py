"""Here the migrations themselves run."""

import pytest


@pytest.fixture(autouse=True)
def each_migration_runs(real_migrations: None) -> None:
    """Step by step, as outside of tests."""
