"""Bays: what stands where, and where work can be done."""

from dataclasses import replace

import pytest

from board.domain.bays import BayKind, Standing, require_room, require_wash_bay, require_working_bay, usual_kinds
from board.domain.job import ServiceType
from tests.domain.cast import LIFT, WASH, code_of, refusal

OURS, THEIRS = Standing(17, "京A·12345"), Standing(99, "沪B·54321")


def test_a_bay_holds_one_car_and_ours_may_stand_there_already() -> None:
    require_room(LIFT, 17)
    require_room(replace(LIFT, holds=(OURS,)), 17)
    assert code_of(lambda: require_room(replace(LIFT, holds=(THEIRS,)), 17)) == "bay_taken"
    assert code_of(lambda: require_room(replace(LIFT, holds=(OURS, THEIRS)), 17)) == "bay_taken"


def test_a_wash_line_and_a_ready_stall_hold_what_the_site_says() -> None:
    line = replace(WASH, capacity=2, holds=(THEIRS,))
    require_wash_bay(line, 17)
    full = replace(line, holds=(THEIRS, Standing(98, "粤C·11111")))
    assert code_of(lambda: require_wash_bay(full, 17)) == "bay_taken"


def test_out_of_service_says_why() -> None:
    caught = refusal(lambda: require_room(replace(LIFT, out_of_service="hydraulics"), 17))
    assert (caught.code, caught.details) == ("bay_out_of_service", {"bay": "1", "reason": "hydraulics"})


def test_an_out_of_service_bay_is_not_taken_even_when_empty_or_ours() -> None:
    broken = replace(LIFT, out_of_service="hydraulics", holds=(OURS,))
    assert code_of(lambda: require_room(broken, 17)) == "bay_out_of_service"


WORK = ["express", "general", "lift", "diagnosis", "alignment", "ev", "body", "paint", "qc"]


@pytest.mark.parametrize("kind", WORK)
def test_work_is_done_in_working_bays(kind: str) -> None:
    bay = replace(LIFT, kind=BayKind(kind))
    require_working_bay(bay, 17)
    assert code_of(lambda: require_wash_bay(bay, 17)) == "not_a_wash_bay"


@pytest.mark.parametrize("kind", ["wash", "ready_stall"])
def test_no_work_is_done_in_a_wash_bay_or_a_ready_stall(kind: str) -> None:
    assert code_of(lambda: require_working_bay(replace(LIFT, kind=BayKind(kind)), 17)) == "bay_not_for_work"


def test_every_kind_of_bay_is_one_or_the_other() -> None:
    assert {*WORK, "wash", "ready_stall"} == set(BayKind)


def test_high_voltage_work_usually_has_the_ev_bay_whatever_else_is_ordered() -> None:
    assert usual_kinds(ServiceType.express, high_voltage=True) == (BayKind.ev,)
    assert usual_kinds(ServiceType.express, high_voltage=False)[0] is BayKind.express


def test_a_comeback_goes_wherever_there_is_room() -> None:
    assert usual_kinds(ServiceType.comeback, high_voltage=False) == ()
