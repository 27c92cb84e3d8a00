"""What time itself does: a car that stays for weeks, and a certificate that ran out while nobody looked."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from board import ticker
from board.commands import checking, delivering, dispatching, following_up, receiving, setting_up, working
from board.domain.clockings import spans
from board.domain.following_up import CallResult
from board.domain.job import PauseReason
from board.domain.people import CertificateKind
from board.domain.stages import Stage
from board.screens import desk, lounge
from board.screens import workshop as wall
from board.store.states import clocking_state
from tests.commands.workshop import BATTERY, BRAKES, OIL, Workshop, refused

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_car_may_stay_for_three_weeks(workshop: Workshop) -> None:
    promised = workshop.now + timedelta(hours=4)
    job = workshop.take_in(OIL, BRAKES, waits=True, promised_at=promised)
    first, second = (each.id for each in workshop.job(job).operations)
    workshop.dispatch(job)
    workshop.do(working.clock_on, "technician", job=job)
    workshop.do(working.finish_operation, "technician", job=job, operation=first)
    came = workshop.now
    for _ in range(21):
        workshop.now += timedelta(days=1)
        ticker.tick(workshop.store, workshop.now)
    assert workshop.job(job).stage is Stage.paused  # the forgotten clocking ended with the first shift
    with workshop.look() as look:
        card = wall.cards(look, {f"job:{job}"})[f"job:{job}"]
        assert (card["stage"], card["pause"]["reason"]) == ("paused", PauseReason.end_of_shift)
        assert card["worked"]["minutes"] < 12 * 60, "three weeks of standing are no work"
        assert lounge.cards(look, None)[f"job:{job}"]["step"] == 2
        assert [need["need"] for need in desk.cards(look, None, workshop.people["advisor"])[f"job:{job}"]["needs"]]
    again = workshop.now + timedelta(hours=5)
    workshop.do(receiving.change_promise, "advisor", job=job, promised_at=again, reason="待料", told="王敏")
    workshop.do(dispatching.move, "foreman", job=job, bay=workshop.bays["2"], seen_bay=workshop.bays["1"])
    workshop.do(working.resume, "technician", job=job)
    workshop.do(working.finish_operation, "technician", job=job, operation=second)
    workshop.do(checking.sign_self_check, "technician", job=job, passed=True)
    workshop.do(checking.sign_leader_check, "leader", job=job, passed=True)
    workshop.do(checking.sign_final_check, "inspector", job=job, passed=True)
    workshop.do(delivering.start_wash, "washer", job=job)
    workshop.do(delivering.end_wash, "washer", job=job, stall="A-03")
    workshop.do(delivering.hand_over, "advisor", job=job)
    workshop.do(delivering.settle, "cashier", job=job)
    workshop.do(delivering.deliver, "guard", job=job)
    workshop.do(following_up.record_call, "follow_up_clerk", job=job, result=CallResult.satisfied)
    row = workshop.job(job)
    assert row.stage is Stage.followed_up
    assert (row.first_promised_at, row.promised_at) == (promised, again)
    with workshop.look() as look:
        worked = spans(clocking_state(each) for each in look.session.get_one(type(row), job).clockings)
    assert worked[0].start < came < worked[-1].start - timedelta(days=20)
    assert all(each.end is not None for each in worked)


def test_a_certificate_that_ran_out_this_morning_counts_no_more(sqlite_workshop: Workshop) -> None:
    workshop, electrician = sqlite_workshop, sqlite_workshop.people["electrician"]
    today = workshop.now.astimezone(SHANGHAI).date()
    papers = {
        CertificateKind.electrician_licence: today + timedelta(days=400),
        CertificateKind.brand_high_voltage: today,
    }
    workshop.do(setting_up.set_certificates, "admin", person=electrician, certificates=papers)
    job, other = workshop.take_in(BATTERY), workshop.take_in(BATTERY)
    midnight = datetime.combine(today + timedelta(days=1), time(), SHANGHAI)
    workshop.now = midnight - timedelta(minutes=2)
    workshop.dispatch(job, "3", "electrician")  # a minute before midnight: the printed day is not over
    with refused(workshop, "not_hv_qualified"):
        workshop.do(working.clock_on, "electrician", job=job)
    with refused(workshop, "not_hv_qualified"):
        workshop.dispatch(other, "1", "electrician")
