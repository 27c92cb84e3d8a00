"""The planted defects still find their places. Whether the tests catch them is tried by `make faults-selftest`."""

import ast
from pathlib import Path

import pytest

from tests.faults.counting import GUARANTEES
from tests.faults.selftest.defects import DEFECTS, ROOT, Defect, Moved


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_defect_can_be_planted_and_its_tests_are_there(defect: Defect) -> None:
    planted = defect.planted(ROOT)
    assert planted != (ROOT / defect.file).read_text()
    if defect.file.endswith(".py"):
        ast.parse(planted)
    for test in defect.tests:
        file, _, name = test.partition("::")
        assert not name or f"def {name.partition('[')[0]}(" in (ROOT / file).read_text()


def test_each_guarantee_but_the_replays_has_a_defect() -> None:
    assert {each.guarantee for each in DEFECTS} == set(GUARANTEES) - {"R2"}


def test_a_defect_whose_place_is_gone_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("twice twice")
    for old in ("twice", "never"):
        with pytest.raises(Moved, match="its text stands"):
            Defect("lost", "R1", "file", old, "new", ()).planted(tmp_path)
