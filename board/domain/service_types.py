"""Service types as a site offers them: which ones, and which cars are washed unless somebody says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from board.domain.job import ServiceType
from board.domain.refusals import Refused


@dataclass(frozen=True, slots=True)
class Offer:
    """`active`: it can be chosen for a new job. `wash`: what a new job begins with."""

    active: bool = True
    wash: bool = True


def offers(own: Mapping[str, Any]) -> dict[ServiceType, Offer]:
    """Every service type with what the site has decided about it."""
    return {each: Offer(**own.get(each.value, {})) for each in ServiceType}


def with_offer(own: Mapping[str, Any], service_type: ServiceType, offer: Offer) -> dict[str, dict[str, bool]]:
    """What the site keeps when it decides about one. Refused: `last_service_type` when none could be chosen."""
    decided = offers(own) | {service_type: offer}
    if not any(each.active for each in decided.values()):
        raise Refused("last_service_type")
    usual = Offer()
    return {each.value: {"active": kept.active, "wash": kept.wash} for each, kept in decided.items() if kept != usual}
