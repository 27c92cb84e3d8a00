"""A workshop of the test's own, to be broken."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser.shop_floor import ShopFloor
from tests.contract.live import Live, found
from tests.infra.server import ServerProcess


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder breaks something."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("faults")


BOTH_MODES = pytest.mark.parametrize("async_mode", ["eventlet", "threading"])
"""For what the two ways of serving might do differently; the other tests take the one that workshops run."""


@pytest.fixture
def async_mode() -> str:
    """How the workshop of a test is served, unless the test asks for both modes."""
    return "eventlet"


@pytest.fixture(scope="session")
def fault_floor(tmp_path_factory: pytest.TempPathFactory) -> ShopFloor:
    """The workshop, closed: copy it."""
    return found(tmp_path_factory.mktemp("faults") / "workshop")


@pytest.fixture
def floor(fault_floor: ShopFloor, tmp_path: Path) -> ShopFloor:
    """The workshop of this test, closed."""
    return fault_floor.copy_to(tmp_path / "workshop")


@contextmanager
def opened(floor: ShopFloor, async_mode: str) -> Iterator[Live]:
    """A workshop, open while the block lasts."""
    server = ServerProcess(floor.installation, async_mode=async_mode)
    live = Live(floor, server)
    try:
        server.start()
        yield live
        live.leave()
    finally:
        server.stop()


@pytest.fixture
def live(floor: ShopFloor, async_mode: str) -> Iterator[Live]:
    """The workshop of this test, open."""
    with opened(floor, async_mode) as here:
        yield here
