"""Time standards: how many minutes a car may spend in a stage, as the trade has it or as a site has decided."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from board.domain.job import ServiceType
from board.domain.refusals import Refused
from board.domain.stages import TIME_STANDARDS, Stage

ANY_SERVICE: Final = ""
"""Where a site keeps the minutes that count for every service type."""
LONGEST_MINUTES: Final = 24 * 60


def standards_of(own: Mapping[str, Any], service_type: ServiceType) -> Mapping[Stage, int]:
    """Minutes allowed in each stage of such a job. `own` is what a site has set: `{"": {…}, "express": {…}}`."""
    if not own:
        return TIME_STANDARDS
    decided = {**own.get(ANY_SERVICE, {}), **own.get(service_type, {})}
    return MappingProxyType({stage: int(decided.get(stage, minutes)) for stage, minutes in TIME_STANDARDS.items()})


def kept_standards(wanted: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """What a site keeps of the minutes it wants: those that differ from what would count without them.

    Refused: `standard_unknown` (no such stage or service type), `minutes_wrong` (not 1 to 1440).
    """
    general = _kept(wanted.get(ANY_SERVICE, {}), TIME_STANDARDS)
    kept = {ANY_SERVICE: general}
    for service_type, minutes in wanted.items():
        if service_type == ANY_SERVICE:
            continue
        if service_type not in set(ServiceType):
            raise Refused("standard_unknown", name=service_type)
        kept[service_type] = _kept(minutes, {**TIME_STANDARDS, **{Stage(stage): n for stage, n in general.items()}})
    return {service_type: minutes for service_type, minutes in kept.items() if minutes}


def _kept(wanted: Mapping[str, int], otherwise: Mapping[Stage, int]) -> dict[str, int]:
    kept = {}
    for name, minutes in wanted.items():
        if name not in TIME_STANDARDS:
            raise Refused("standard_unknown", name=name)
        if not 1 <= minutes <= LONGEST_MINUTES:
            raise Refused("minutes_wrong", most=LONGEST_MINUTES)
        if minutes != otherwise[Stage(name)]:
            kept[str(name)] = minutes
    return kept
