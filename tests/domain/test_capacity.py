"""A day's hours: there, sold, and what can still be sold so that somebody can do it."""

from hypothesis import given
from hypothesis import strategies as st

from board.domain.capacity import Load, Work, Worker, capacity

MECHANIC = Worker(480, frozenset({"mechanic"}))
ALL_ROUND = Worker(480, frozenset({"mechanic", "diagnosis"}))


def test_somebody_with_two_skills_is_there_for_both_and_once_in_the_total() -> None:
    found = capacity([MECHANIC, ALL_ROUND], [])
    assert found.skills == {"mechanic": Load(960, 0, 960), "diagnosis": Load(480, 0, 480)}
    assert found.total == Load(960, 0, 960)


def test_work_is_sold_for_its_skill_and_without_one_in_the_total_only() -> None:
    found = capacity([MECHANIC, ALL_ROUND], [Work(60, "mechanic"), Work(90, "mechanic"), Work(30, None)])
    assert found.skills["mechanic"] == Load(960, 150, 780)
    assert found.total == Load(960, 180, 780)


def test_work_for_one_skill_takes_the_people_of_another() -> None:
    found = capacity([MECHANIC, ALL_ROUND], [Work(480, "diagnosis")])
    assert found.skills["mechanic"] == Load(960, 0, 480)
    assert found.skills["diagnosis"] == Load(480, 480, 0)


def test_two_skills_of_the_same_person_cannot_both_be_full() -> None:
    found = capacity([ALL_ROUND], [Work(300, "diagnosis"), Work(300, "mechanic")])
    assert [load.free_minutes for load in found.skills.values()] == [-120, -120]
    assert found.total.free_minutes == -120


def test_work_that_nobody_can_do_is_oversold() -> None:
    found = capacity([MECHANIC], [Work(120, "paint")])
    assert found.skills["paint"] == Load(0, 120, -120)
    assert found.skills["mechanic"].free_minutes == 480  # what nobody does takes nobody's time


def test_what_is_oversold_for_one_skill_takes_no_time_from_the_others() -> None:
    painter = Worker(480, frozenset({"paint", "body"}))
    found = capacity([MECHANIC, painter], [Work(900, "body")])
    assert {skill: load.free_minutes for skill, load in found.skills.items()} == {
        "body": -420,
        "mechanic": 480,
        "paint": 0,
    }


def test_nobody_there_and_nothing_sold() -> None:
    assert capacity([], []).total == Load(0, 0, 0)
    assert capacity([Worker(0, frozenset({"paint"}))], []).skills == {}


SKILLS = ("mechanic", "electrics", "paint")
workers = st.lists(st.builds(Worker, st.integers(0, 6), st.frozensets(st.sampled_from(SKILLS))), max_size=4)
works = st.lists(st.builds(Work, st.integers(0, 4), st.sampled_from([*SKILLS, None])), max_size=5)


@given(workers, works, st.sampled_from(SKILLS))
def test_what_is_free_is_what_can_still_be_given_to_people(people: list[Worker], sold: list[Work], skill: str) -> None:
    load = capacity(people, sold).skills.get(skill, Load(0, 0, 0))
    if load.free_minutes < 0:
        others = [work for work in sold if work.skill != skill]
        assert -load.free_minutes == load.sold_minutes - (_done(people, sold) - _done(people, others))
    else:
        assert load.free_minutes == _done(people, [*sold, Work(30, skill)]) - _done(people, sold)


def _done(people: list[Worker], sold: list[Work]) -> int:
    """How many minutes of the work find somebody: tried out, minute by minute, with augmenting paths."""
    minutes = [index for index, person in enumerate(people) for _ in range(person.minutes)]
    given_to: dict[int, str | None] = {}

    def place(skill: str | None, tried: set[int]) -> bool:
        for minute, person in enumerate(minutes):
            if minute in tried or (skill is not None and skill not in people[person].skills):
                continue
            tried.add(minute)
            if minute not in given_to or place(given_to[minute], tried):
                given_to[minute] = skill
                return True
        return False

    return sum(place(work.skill, set()) for work in sold for _ in range(work.minutes))


@given(workers, works)
def test_the_total_counts_everybody_and_everything_once(people: list[Worker], sold: list[Work]) -> None:
    found = capacity(people, sold)
    assert found.total.there_minutes == sum(person.minutes for person in people)
    assert found.total.sold_minutes == sum(work.minutes for work in sold)
    assert all(load.free_minutes <= load.there_minutes <= found.total.there_minutes for load in found.skills.values())
