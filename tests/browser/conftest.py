"""The small workshop that the tablet's tests work in: founded once, copied for each test."""

from pathlib import Path

import pytest

from tests.browser.shop_floor import ShopFloor, found_workshop


@pytest.fixture(scope="session")
def _founded(tmp_path_factory: pytest.TempPathFactory) -> ShopFloor:
    floor = found_workshop(tmp_path_factory.mktemp("founded") / "workshop")
    floor.store.close()
    return floor


@pytest.fixture
def floor(_founded: ShopFloor, tmp_path: Path) -> ShopFloor:
    """A workshop of the test's own, with people, bays and screens and no car."""
    return _founded.copy_to(tmp_path / "workshop")
