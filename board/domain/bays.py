"""Bays, and who may stand in them. A working bay holds one car; wash bays and ready stalls hold what the site says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from board.domain.job import ServiceType
from board.domain.refusals import Refused


class BayKind(StrEnum):
    express = "express"
    general = "general"
    lift = "lift"
    diagnosis = "diagnosis"
    alignment = "alignment"
    ev = "ev"
    body = "body"
    paint = "paint"
    qc = "qc"
    wash = "wash"
    ready_stall = "ready_stall"


NOT_FOR_WORK = frozenset({BayKind.wash, BayKind.ready_stall})


_USUAL: Mapping[ServiceType, tuple[BayKind, ...]] = MappingProxyType(
    {
        ServiceType.express: (BayKind.express, BayKind.general, BayKind.lift),
        ServiceType.general: (BayKind.general, BayKind.lift),
        ServiceType.diagnosis: (BayKind.diagnosis, BayKind.general, BayKind.lift),
        ServiceType.warranty: (BayKind.general, BayKind.lift, BayKind.diagnosis),
        ServiceType.recall: (BayKind.general, BayKind.lift),
        ServiceType.body_paint: (BayKind.body, BayKind.paint),
        ServiceType.pdi: (BayKind.express, BayKind.general, BayKind.lift),
    }
)


def usual_kinds(service_type: ServiceType, high_voltage: bool) -> tuple[BayKind, ...]:
    """Kinds of bays where such work is usually done, the usual one first; empty where any will do. Advice for who
    dispatches, no rule: the bay that is free is often the right one."""
    return (BayKind.ev,) if high_voltage else _USUAL.get(service_type, ())


@dataclass(frozen=True, slots=True)
class Standing:
    """A car that stands in a bay."""

    job: int
    plate: str


@dataclass(frozen=True, slots=True)
class Bay:
    """A bay with the cars in it. `out_of_service` is the reason, None while it can be used."""

    id: int
    number: str
    kind: BayKind
    capacity: int = 1
    out_of_service: str | None = None
    holds: tuple[Standing, ...] = ()


def require_room(bay: Bay, job_id: int) -> None:
    """The bay can take this job's car; refused with `bay_out_of_service` or `bay_taken`."""
    if bay.out_of_service is not None:
        raise Refused("bay_out_of_service", bay=bay.number, reason=bay.out_of_service)
    others = [standing for standing in bay.holds if standing.job != job_id]
    if len(others) >= bay.capacity:
        raise Refused("bay_taken", bay=bay.number, plate=others[0].plate)


def require_working_bay(bay: Bay, job_id: int) -> None:
    """Work can be done here and there is room; else `bay_not_for_work`, `bay_out_of_service`, `bay_taken`."""
    if bay.kind in NOT_FOR_WORK:
        raise Refused("bay_not_for_work", bay=bay.number)
    require_room(bay, job_id)


def require_wash_bay(bay: Bay, job_id: int) -> None:
    """A car can be washed here and there is room; else `not_a_wash_bay`, `bay_out_of_service`, `bay_taken`."""
    if bay.kind is not BayKind.wash:
        raise Refused("not_a_wash_bay", bay=bay.number)
    require_room(bay, job_id)
