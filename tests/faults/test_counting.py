"""The table at the end of a long run: what was tried, how often, the worst of it, and whether it held."""

from dataclasses import replace

from tests.faults.counting import GUARANTEES, Counts, Tried, table

KILLED = Tried("R1", "test_kill.py::test_one", "killed", 3, 0.5, "s to be back", 7, True)


def rows(*lines: Tried) -> str:
    """The table as one text, with single spaces."""
    return "\n".join(" ".join(row.split()) for row in table(list(lines)))


def test_what_nobody_tried_is_said() -> None:
    told = rows(KILLED)
    assert told.count("NOT TRIED") == len(GUARANTEES) - 1
    assert f"R1 {GUARANTEES['R1']}: held" in told


def test_times_are_added_and_the_worst_is_kept() -> None:
    told = rows(KILLED, replace(KILLED, times=2, worst=0.9), replace(KILLED, worst=0.1))
    assert "killed 8 x held 0.90 s to be back" in told


def test_figures_in_other_units_have_rows_of_their_own() -> None:
    told = rows(KILLED, replace(KILLED, worst=12, unit="MB"))
    assert "killed 3 x held 0.50 s to be back" in told
    assert "killed 3 x held 12.00 MB" in told


def test_one_red_test_breaks_a_guarantee() -> None:
    told = rows(KILLED, replace(KILLED, did="", worst=None, passed=False))
    assert f"R1 {GUARANTEES['R1']}: BROKEN" in told
    assert "killed 3 x held" in told
    assert "other tests of it 3 x BROKEN" in told


def test_a_seed_gives_the_same_choices_and_each_test_its_own() -> None:
    numbers = dict.fromkeys(("kills", "replays", "races", "screens", "restarts", "cuts", "freeze"), 1)
    counts = Counts(**numbers, seed=5, long=False)
    assert counts.dice("kill").random() == counts.dice("kill").random()
    assert counts.dice("kill").random() != counts.dice("cuts").random()
    assert counts.dice("kill").random() != replace(counts, seed=6).dice("kill").random()
