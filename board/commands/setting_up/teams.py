"""Teams of technicians."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from board.commands.change import Change, command
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.store import models


@command(Action.set_up)
def add_team(change: Change, name: str) -> Mapping[str, Any]:
    """A team of technicians. Refused: `name_taken`."""
    _require_free(change, name)
    team = models.Team(site_id=change.site.id, name=name)
    change.session.add(team)
    change.log.flush()
    return {"team": team.id}


@command(Action.set_up)
def rename_team(change: Change, team: int, name: str) -> Mapping[str, Any]:
    """Call a team something else. Refused: `not_found`, `name_taken`."""
    row = team_of(change, team)
    _require_free(change, name, but=row.id)
    row.name = name
    change.touch("person", *(each.id for each in _members(change, row)))
    return {}


@command(Action.set_up)
def remove_team(change: Change, team: int) -> Mapping[str, Any]:
    """There is no such team any more; who was in it is in none. Refused: `not_found`."""
    row = team_of(change, team)
    members = _members(change, row)
    for person in members:
        person.team_id = None
    change.log.flush()
    change.session.delete(row)
    change.touch("person", *(each.id for each in members))
    return {"people": len(members)}


def team_of(change: Change, team_id: int) -> models.Team:
    """A team of this site. Refused: `not_found`."""
    row = change.session.get(models.Team, team_id)
    if row is None or row.site_id != change.site.id:
        raise Refused("not_found")
    return row


def _members(change: Change, team: models.Team) -> list[models.Person]:
    return list(change.session.scalars(select(models.Person).where(models.Person.team_id == team.id)))


def _require_free(change: Change, name: str, but: int | None = None) -> None:
    query = select(models.Team.id).where(models.Team.site_id == change.site.id, models.Team.name == name)
    if any(team_id != but for team_id in change.session.scalars(query)):
        raise Refused("name_taken", name=name)
