"""The lounge: the cars of customers who wait, masked here so that nothing else is ever sent."""

from typing import Any, Final, TypedDict

from board.domain.masking import mask_name, mask_plate
from board.domain.plates import plate_kind
from board.domain.stages import Stage
from board.screens.look import Keys, Look, ms, wanted
from board.screens.workshop import Plate
from board.store import models

STEP: Final[dict[Stage, int]] = {
    Stage.arrived: 1,
    Stage.reception: 1,
    Stage.waiting_dispatch: 1,
    Stage.dispatched: 2,
    Stage.in_work: 2,
    Stage.paused: 2,
    Stage.self_check: 3,
    Stage.leader_check: 3,
    Stage.final_check: 3,
    Stage.wash_queue: 4,
    Stage.washing: 4,
    Stage.ready: 5,
    Stage.handover: 5,
    Stage.settled: 5,
}
"""The five plain steps a customer is told: reception, work, check, wash, ready."""


class SiteCard(TypedDict):
    kind: str
    name: str


class CarCard(TypedDict):
    kind: str
    plate: Plate
    owner: dict[str, str]
    step: int
    wash: bool
    expected_at: int | None
    ready: bool
    ready_at: int | None


def cards(look: Look, keys: Keys | None) -> dict[str, Any]:
    """The cards among the keys, all of them when None."""
    found: dict[str, Any] = {}
    if wanted(f"site:{look.site.id}", keys):
        found[f"site:{look.site.id}"] = SiteCard(kind="site", name=look.site.name)
    for row in look.jobs(keys):
        if row.waits:
            found[f"job:{row.id}"] = car_card(row)
    return found


def car_card(row: models.Job) -> CarCard:
    """One waiting customer's car."""
    step = STEP[row.stage]
    owner = mask_name(row.customer.name, row.customer.salutation)
    return CarCard(
        kind="car",
        plate=Plate(text=mask_plate(row.vehicle.plate), kind=plate_kind(row.vehicle.plate).value),
        owner={"surname": owner.surname, "salutation": owner.salutation.value},
        step=step,
        wash=row.wash_wanted,
        expected_at=ms(row.promised_at),
        ready=step == 5,
        ready_at=ms(row.stage_since) if row.stage is Stage.ready else None,
    )
