"""The workshop's hours of a day: how many are there, and how many are sold.

**There** for a skill are the minutes of everybody who has it. Somebody with three skills is there for each of the
three, but only once in the total: the skills' minutes must not be added up.

**Sold** for a skill are the standard minutes of the work that needs it. Work that needs no particular skill is sold
in the total only.

**Free** is what decides. With people of several skills a skill can be full although its own hours are not, because
its people are wanted for another one. So for a skill it is the least, over every group of skills with this one among
them, of what the people with any skill of the group are there for, less what is sold of the group: exactly as much
as could still be sold so that all of it can be given to people who can do it. Below zero it is oversold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who is there for so many minutes of the day and has these skills."""

    minutes: int
    skills: frozenset[str]


@dataclass(frozen=True, slots=True)
class Work:
    """Work that was sold: standard minutes, and the skill that it needs (None: anybody can do it)."""

    minutes: int
    skill: str | None


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes there, sold, and free, see the module."""

    there_minutes: int
    sold_minutes: int
    free_minutes: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """A day's hours by skill, and the total, in which everybody is counted once."""

    skills: Mapping[str, Load]
    total: Load


def capacity(workers: Iterable[Worker], sold: Iterable[Work]) -> Capacity:
    """The day's hours. A skill is in it that somebody has, or that was sold."""
    present = [each for each in workers if each.minutes > 0]
    by_skill: dict[str, int] = {}
    total = 0
    for work in sold:
        total += work.minutes
        if work.skill is not None:
            by_skill[work.skill] = by_skill.get(work.skill, 0) + work.minutes
    known = sorted({skill for each in present for skill in each.skills} | by_skill.keys())
    everybody = sum(each.minutes for each in present)
    left = _left(present, by_skill, known)
    skills = {
        skill: Load(
            sum(each.minutes for each in present if skill in each.skills),
            by_skill.get(skill, 0),
            min(everybody - total, *(free for group, free in left.items() if skill in group)),
        )
        for skill in known
    }
    return Capacity(skills, Load(everybody, total, everybody - total))


def _left(present: list[Worker], by_skill: Mapping[str, int], known: list[str]) -> dict[frozenset[str], int]:
    """For every group of skills, what its people are there for less what is sold of it. There are eight skills."""
    groups = (frozenset(group) for size in range(1, len(known) + 1) for group in combinations(known, size))
    return {
        group: sum(each.minutes for each in present if each.skills & group)
        - sum(by_skill.get(skill, 0) for skill in group)
        for group in groups
    }
