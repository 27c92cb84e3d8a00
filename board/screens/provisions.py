"""What a tablet keeps to go on without network: cars, people, steps. No customer and no secret is in it: a tablet that
is stolen tells what a look through the workshop's door tells."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import func, select

from board.domain.codes import CodeKind
from board.domain.following import FOLLOWS, WAYS
from board.domain.permissions import PERMISSIONS, Action, permitted
from board.screens import tablet
from board.screens.look import Look, ms
from board.store import models

KNOWN_FOR: Final = timedelta(days=7)
"""Whoever signed in on a tablet so lately can sign in there without network."""
MOST_PEOPLE: Final = 30


def people_of(look: Look, device: int) -> list[int]:
    """Who can use a tablet without network: they signed in on it lately, work here, have a PIN and use tablets."""
    person, sign_in = models.Person, models.SignIn
    query = (
        select(person)
        .join(sign_in, sign_in.person_id == person.id)
        .where(sign_in.device_id == device, sign_in.began_at > look.now - KNOWN_FOR)
        .where(person.site_id == look.site.id, person.active, person.pin_hash.is_not(None))
        .group_by(person.id)
        .order_by(func.max(sign_in.began_at).desc())
        .limit(MOST_PEOPLE)
    )
    tablets = PERMISSIONS[Action.watch_tablet]
    return sorted(each.id for each in look.session.scalars(query) if not tablets.isdisjoint(each.roles))


def tag(look: Look, people: Sequence[int], *more: str) -> str:
    """Changes when the provisions do."""
    return sha256(f"{look.site.id}:{look.site.revision}:{list(people)}:{more}".encode()).hexdigest()[:24]


def provisions(look: Look, people: Sequence[int]) -> dict[str, Any]:
    """The live jobs with their codes, and these people with the steps they may take on each."""
    jobs = look.jobs(None)
    return {
        "revision": look.site.revision,
        "now": ms(look.now),
        "site": tablet.site_card(look),
        "jobs": {str(row.id): _car(look, row) for row in jobs},
        "codes": _codes(look, {row.id for row in jobs}),
        "badges": _badges(look, people),
        "people": {str(each): _person(look, each, jobs) for each in people},
        "follows": dict(FOLLOWS),
    }


def _car(look: Look, row: models.Job) -> dict[str, Any]:
    """The tablet's card without what the customer said."""
    return tablet.car_card(look, row) | {"concern": ""}


def _person(look: Look, person_id: int, jobs: Sequence[models.Job]) -> dict[str, Any]:
    row, person = look.people()[person_id], look.person(person_id)
    offered = {str(job.id): tablet.told_steps(look, job, person) for job in jobs}
    return {
        "id": person_id,
        "name": row.name,
        "roles": sorted(row.roles),
        "team": row.team.name if row.team else None,
        "language": row.language or look.site.language,
        "actions": sorted(action.value for action in Action if permitted(person.roles, action)),
        "may": [step for step, way in WAYS.items() if permitted(person.roles, way.action)],
        "on": [{"job": each.job, "operation": each.operation} for each in person.clocked],
        "steps": {job: steps for job, steps in offered.items() if steps},
    }


def _codes(look: Look, jobs: set[int]) -> dict[str, dict[str, int]]:
    """Valid job cards by the digest of their text: whoever has the tablet cannot print one."""
    code = models.Code
    query = select(code.text, code.job_id).where(
        code.site_id == look.site.id,
        code.kind == CodeKind.job_card,
        code.revoked_at.is_(None),
        code.job_id.in_(jobs),
    )
    return {_digest(text): {"job": job} for text, job in look.session.execute(query) if job is not None}


def _badges(look: Look, people: Sequence[int]) -> dict[str, int]:
    code = models.Code
    query = select(code.text, code.person_id).where(
        code.kind == CodeKind.badge, code.revoked_at.is_(None), code.person_id.in_(people)
    )
    return {_digest(text): person for text, person in look.session.execute(query) if person is not None}


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
