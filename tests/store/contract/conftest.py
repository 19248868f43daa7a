"""Every implementation of the ports, as two hubs have it: nothing may rely on a lock in the process."""

import pytest

from escalation.store.sqlite.store import SqliteStore

STORES = {"sqlite": SqliteStore}


@pytest.fixture(params=STORES)
def two(request, tmp_path):
    """Two stores on one database. Another database is another line in :data:`STORES`."""
    stores = [STORES[request.param](tmp_path) for _ in range(2)]
    yield stores
    for store in stores:
        store.close()
