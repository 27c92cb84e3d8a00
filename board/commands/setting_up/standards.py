"""What the workshop holds itself to: service types, minutes in each stage, checklists, and its own pause reasons."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from board.commands.change import Change, command
from board.commands.setting_up.seen import require_seen, touch_live_jobs
from board.domain.checklists import Occasion
from board.domain.job import ServiceType
from board.domain.own_reasons import with_changed_reason, with_reason
from board.domain.people import Role
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.service_types import Offer, with_offer
from board.domain.standards import kept_standards
from board.store import models

MOST_ITEMS: Final = 50


@command(Action.set_up)
def change_service_type(change: Change, service_type: ServiceType, active: bool, wash: bool) -> Mapping[str, Any]:
    """Whether a service type can be chosen, and whether its cars are washed unless somebody says otherwise.

    Refused: `last_service_type`.
    """
    change.site.service_types = with_offer(change.site.service_types, service_type, Offer(active, wash))
    change.details = {"service_type": service_type.value, "active": active, "wash": wash}
    change.touch("site", change.site.id)
    return {}


@command(Action.set_up)
def set_time_standards(
    change: Change, standards: Mapping[str, Mapping[str, int]], seen: str | None = None
) -> Mapping[str, Any]:
    """Minutes allowed in each stage: for all (`""`), and for service types that differ.

    Refused: `standard_unknown`, `minutes_wrong`, `changed_meanwhile`.
    """
    site = change.site
    require_seen(seen, site, only=("time_standards",))
    before = dict(site.time_standards)
    site.time_standards = kept_standards(standards)
    change.details = {"before": before, "after": site.time_standards}
    change.touch("site", site.id)
    touch_live_jobs(change)
    return {}


@command(Action.set_up)
def add_pause_reason(change: Change, zh: str, en: str, owner: Role) -> Mapping[str, Any]:
    """A reason of the workshop's own why a car waits, with the role against whom its clock runs.

    Refused: `words_needed`, `owner_unknown`, `too_many`.
    """
    site = change.site
    site.pause_reasons = with_reason(site.pause_reasons, zh, en, owner)
    change.touch("site", site.id)
    return {"code": site.pause_reasons[-1]["code"]}


@command(Action.set_up)
def change_pause_reason(
    change: Change, code: str, zh: str, en: str, owner: Role, active: bool, seen: str | None = None
) -> Mapping[str, Any]:
    """Say an own reason otherwise, retire it (`active` false: cars that wait for it go on waiting) or take it up again.

    Refused: `not_found`, `words_needed`, `owner_unknown`, `changed_meanwhile`.
    """
    site = change.site
    require_seen(seen, site, only=("pause_reasons",))
    site.pause_reasons = with_changed_reason(site.pause_reasons, code, zh, en, owner, active)
    change.details = {"code": code}
    change.touch("site", site.id)
    touch_live_jobs(change)
    return {}


@command(Action.set_up)
def set_checklist(
    change: Change,
    occasion: Occasion,
    items: Sequence[str] | None,
    service_type: ServiceType | None = None,
    seen: str | None = None,
) -> Mapping[str, Any]:
    """What is ticked at a check or at the handover, for one service type or (None) all that have no list of their own.

    `items` None: there is no such list; of a service type, the list for all counts again. An empty list of a service
    type: nothing is ticked there. Refused: `item_twice`, `too_many`, `changed_meanwhile`.
    """
    named = service_type.value if service_type else ""
    row = change.session.scalars(
        select(models.Checklist).where(
            models.Checklist.site_id == change.site.id,
            models.Checklist.occasion == occasion.value,
            models.Checklist.service_type == named,
        )
    ).one_or_none()
    require_seen(seen, *([row] if row else []))
    change.details = {"occasion": occasion.value, "service_type": named}
    change.touch("site", change.site.id)
    change.touch("site", change.site.id)
    touch_live_jobs(change)
    if items is None:
        if row is not None:
            change.session.delete(row)
        return {}
    kept = _items(items)
    if row is None:
        row = models.Checklist(site_id=change.site.id, occasion=occasion.value, service_type=named, items=kept)
        change.session.add(row)
    row.items = kept
    return {}


def _items(items: Sequence[str]) -> list[str]:
    kept = [text for each in items if (text := each.strip())]
    twice = next((each for place, each in enumerate(kept) if each in kept[:place]), None)
    if twice is not None:
        raise Refused("item_twice", item=twice)
    if len(kept) > MOST_ITEMS:
        raise Refused("too_many", most=MOST_ITEMS)
    return kept
