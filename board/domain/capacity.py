"""The workshop's hours of a day: how many are there, and how many are sold.

**There** for a skill are the minutes of everybody who has it. Somebody with three skills is there for each of the
three, but only once in the total: the skills' minutes must not be added up.

**Sold** for a skill are the standard minutes of the work that needs it. Work that needs no particular skill is sold
in the total only.

**Free** is what decides. With people of several skills a skill can be full although its own hours are not, because
its people are wanted for another one. So for a skill it is how many minutes of it can still be sold so that everything
that can be done now can still be done. Where not all of it can be done beside the other work, it is below zero: by
what is left undone.

How much can be done of what is sold is the most that can flow from work to people: the least, over every group of
skills, of the minutes of whoever has a skill of the group and of the work that needs a skill outside it (max-flow,
min-cut). There are eight skills, so all groups are looked at.
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
    wanted: dict[str | None, int] = {None: 0}
    for work in sold:
        wanted[work.skill] = wanted.get(work.skill, 0) + work.minutes
    known = sorted({skill for each in present for skill in each.skills} | {skill for skill in wanted if skill})
    cuts = _cuts(present, wanted, known)
    skills = {
        skill: Load(_there(present, {skill}), wanted.get(skill, 0), _free(cuts, wanted.get(skill, 0), skill))
        for skill in known
    }
    there, total = sum(each.minutes for each in present), sum(wanted.values())
    return Capacity(skills, Load(there, total, there - total))


_Cuts = Mapping[frozenset[str | None], int]


def _cuts(present: list[Worker], wanted: Mapping[str | None, int], known: list[str]) -> _Cuts:
    """For every group of skills: its people's minutes, and the work that needs a skill outside it. Work that needs no
    skill (None) is anybody's."""
    everybody, total = sum(each.minutes for each in present), sum(wanted.values())
    found: dict[frozenset[str | None], int] = {}
    for size in range(len(known) + 1):
        for group in combinations(known, size):
            outside = total - sum(wanted.get(skill, 0) for skill in group)
            found[frozenset(group)] = _there(present, set(group)) + outside
            found[frozenset((*group, None))] = everybody + outside - wanted[None]
    return found


def _there(present: list[Worker], skills: set[str]) -> int:
    return sum(each.minutes for each in present if not each.skills.isdisjoint(skills))


def _free(cuts: _Cuts, wanted: int, skill: str) -> int:
    """What can be done is the least cut. Were there endless work for this skill, only groups with it would count; were
    there none, the others would hold that much less."""
    inside = min(cut for group, cut in cuts.items() if skill in group)
    outside = min(cut for group, cut in cuts.items() if skill not in group)
    doable, without = min(inside, outside), min(inside, outside - wanted)
    undone = wanted - (doable - without)
    return -undone if undone > 0 else inside - doable
