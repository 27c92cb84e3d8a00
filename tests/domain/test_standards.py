"""Time standards: the trade's, the site's own, and a service type's own."""

import pytest

from board.domain.job import ServiceType
from board.domain.refusals import Refused
from board.domain.stages import TIME_STANDARDS, Stage
from board.domain.standards import kept_standards, standards_of


def test_a_site_that_decided_nothing_has_the_trade_s() -> None:
    assert standards_of({}, ServiceType.express) == TIME_STANDARDS


def test_the_service_type_s_own_minutes_go_before_the_site_s() -> None:
    own = {"": {"arrived": 5, "reception": 20}, "express": {"reception": 8}}
    express, general = standards_of(own, ServiceType.express), standards_of(own, ServiceType.general)
    assert (express[Stage.arrived], express[Stage.reception]) == (5, 8)
    assert (general[Stage.arrived], general[Stage.reception]) == (5, 20)
    assert express[Stage.washing] == TIME_STANDARDS[Stage.washing]


def test_only_what_differs_is_kept() -> None:
    wanted = {"": {"arrived": 3, "reception": 20}, "express": {"reception": 20, "ready": 2}, "pdi": {"washing": 20}}
    assert kept_standards(wanted) == {"": {"reception": 20}, "express": {"ready": 2}}


def test_a_service_type_may_go_back_to_the_trade_s_minutes() -> None:
    assert kept_standards({"": {"arrived": 9}, "express": {"arrived": 3}}) == {
        "": {"arrived": 9},
        "express": {"arrived": 3},
    }


@pytest.mark.parametrize("wanted", [{"": {"in_work": 5}}, {"": {"nonsense": 5}}, {"boats": {"arrived": 5}}])
def test_a_stage_or_service_type_without_a_standard_is_refused(wanted: dict[str, dict[str, int]]) -> None:
    with pytest.raises(Refused) as caught:
        kept_standards(wanted)
    assert caught.value.code == "standard_unknown"


@pytest.mark.parametrize("minutes", [0, -3, 1441])
def test_minutes_out_of_range_are_refused(minutes: int) -> None:
    with pytest.raises(Refused) as caught:
        kept_standards({"": {"arrived": minutes}})
    assert caught.value.code == "minutes_wrong"
