"""The foreman's console: the floor with what dispatching needs, and the people with where they are."""

from typing import Any, Final, NotRequired, TypedDict

from board.domain.add_ons import add_on_state
from board.domain.bays import usual_kinds
from board.domain.own_reasons import text_of
from board.domain.stages import FROM, Move
from board.screens import late_scans, paired, repairs, workshop
from board.screens.look import Keys, Look, ms, wanted
from board.store import models
from board.store.states import high_voltage_until

_FOREMANS_MOVES: Final = (
    Move.dispatch,
    Move.assign,
    Move.move,
    Move.recall,
    Move.pause,
    Move.change_promise,
    Move.cancel,
)


class OperationLine(TypedDict):
    id: int
    text: str
    standard_minutes: int
    skill: str | None
    high_voltage: bool
    state: str
    rework: bool
    add_on: NotRequired[str]


class PersonCard(TypedDict):
    kind: str
    name: str
    team: str | None
    roles: list[str]
    skills: list[str]
    hv_until_at: int | None
    on: list[dict[str, Any]]
    assigned: list[int]
    worked_today: dict[str, Any]
    shift: dict[str, str]


def cards(look: Look, keys: Keys | None) -> dict[str, Any]:
    """The cards among the keys, all of them when None."""
    found = workshop.cards(look, keys)
    if wanted(f"site:{look.site.id}", keys):
        found[f"site:{look.site.id}"] |= {"pause_reasons": _own_reasons(look)}
    people = look.people()  # all at once, before the advisors' names are asked for one by one
    for row in look.jobs(keys):
        found[f"job:{row.id}"] |= {
            "customer": {"name": row.customer.name},
            "advisor": advisor(look, row),
            "concern": row.concern,
            "operations": operations(row),
            "assigned": sorted(each.person_id for each in row.assignments),
            "bay_kinds": [kind.value for kind in usual_kinds(row.service_type, found[f"job:{row.id}"]["high_voltage"])],
            "may": [move.value for move in _FOREMANS_MOVES if row.stage in FROM[move] and _may_pause(row, move)],
        }
    for person in people.values():
        if wanted(f"person:{person.id}", keys):
            found[f"person:{person.id}"] = person_card(look, person)
    return found | repairs.cards(look, keys) | late_scans.cards(look, keys) | paired.cards(look, keys)


def _own_reasons(look: Look) -> list[dict[str, Any]]:
    """The site's own reasons that can be given for a pause."""
    reasons = look.site.pause_reasons
    return [
        {"code": each["code"], "owner": each["owner"], "text": text_of(reasons, each["code"])}
        for each in reasons
        if each["active"]
    ]


def _may_pause(row: models.Job, move: Move) -> bool:
    """A foreman pauses only a car that nobody is on; whoever is on it pauses it themselves."""
    return move is not Move.pause or not row.on


def advisor(look: Look, row: models.Job) -> dict[str, Any] | None:
    """Who promised the customer."""
    name = look.name(row.advisor_id)
    return {"id": row.advisor_id, "name": name} if name else None


def operations(row: models.Job) -> list[OperationLine]:
    """The lines of work; one that was found during the work says how it stands with the customer."""
    return [_operation(each) for each in row.operations]


def _operation(row: models.Operation) -> OperationLine:
    line = OperationLine(
        id=row.id,
        text=row.text,
        standard_minutes=row.standard_minutes,
        skill=row.skill,
        high_voltage=row.high_voltage,
        state=row.state.value,
        rework=row.rework,
    )
    if row.add_on:
        line["add_on"] = add_on_state(row.state, row.price_cents is not None).value
    return line


def person_card(look: Look, row: models.Person) -> PersonCard:
    """Somebody who works here: what they can do, and what they are on."""
    state = look.person(row.id)
    since = {each.job_id: ms(each.since) for each in row.on}
    return PersonCard(
        kind="person",
        name=row.name,
        team=row.team.name if row.team else None,
        roles=list(row.roles),
        skills=list(row.skills),
        hv_until_at=ms(high_voltage_until(row)),
        on=[
            {"job": each.job, "number": each.number, "operation": each.operation, "since_at": since.get(each.job)}
            for each in state.clocked
        ],
        assigned=look.assigned_to(row.id),
        worked_today=workshop.worked(look.day_of(row.id)),
        shift=dict(zip(("start", "end"), look.hours_of(row), strict=True)),
    )
