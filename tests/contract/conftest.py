"""One open workshop per mode, shared by the tests of a run: each test works on cars of its own."""

from collections.abc import Iterator

import pytest

from tests.browser.shop_floor import ShopFloor
from tests.contract.live import Live, found
from tests.infra.server import ServerProcess


@pytest.fixture(scope="session")
def contract_floor(tmp_path_factory: pytest.TempPathFactory) -> ShopFloor:
    """The workshop, closed: copy it."""
    return found(tmp_path_factory.mktemp("contract") / "workshop")


@pytest.fixture(scope="session", params=["eventlet", "threading"])
def _open(
    request: pytest.FixtureRequest, contract_floor: ShopFloor, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    floor = contract_floor.copy_to(tmp_path_factory.mktemp(request.param) / "workshop")
    server = ServerProcess(floor.installation, async_mode=request.param)
    try:
        server.start()
        yield Live(floor, server)
    finally:
        server.stop()


@pytest.fixture
def beset(_open: Live) -> Iterator[Live]:
    """The open workshop for tests that send what no screen sends: its log may complain."""
    yield _open
    _open.leave()
    assert _open.server.alive


@pytest.fixture
def live(beset: Live) -> Iterator[Live]:
    """The open workshop, once with eventlet and once with threads; no error may be in its log."""
    before = len(beset.server.log)
    yield beset
    beset.leave()
    assert "Traceback" not in beset.server.log[before:], beset.server.log[before:]
