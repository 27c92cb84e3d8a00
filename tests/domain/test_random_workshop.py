"""A workshop in memory where people do whatever comes to their mind; the rules must hold after every step.

What a rule says is checked here from other material than the rule reads: who worked on a car from the clocking
records, qualification from the two certificates, room in a bay by counting cars.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from board.domain import add_ons, checking, clockings, dispatching, handing_over, working
from board.domain.bays import NOT_FOR_WORK, Bay, BayKind, Standing
from board.domain.clockings import Clocking, ClockingAct
from board.domain.following import FOLLOWS
from board.domain.job import CheckKind, Job, Operation, OperationState, PauseReason
from board.domain.people import Clocked, Person, Role
from board.domain.refusals import Refused
from board.domain.stages import CLOSED, Stage
from board.domain.steps import Step, steps

OPENING = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
FOREVER = OPENING + timedelta(days=365)
NOON = OPENING + timedelta(hours=4)
EXPIRED = OPENING - timedelta(days=1)


@dataclass(frozen=True)
class Employee:
    """A person with the papers themselves: `licence` and `brand` are how long the two certificates are valid."""

    id: int
    roles: frozenset[Role]
    licence: datetime | None = None
    brand: datetime | None = None

    def qualified(self, now: datetime) -> bool:
        return bool(self.licence and now < self.licence and self.brand and now < self.brand)


def _employees() -> Iterable[Employee]:
    yield Employee(1, frozenset({Role.technician}))
    yield Employee(2, frozenset({Role.technician}), FOREVER, FOREVER)
    yield Employee(3, frozenset({Role.technician}), FOREVER, NOON)
    yield Employee(4, frozenset({Role.technician}), EXPIRED, FOREVER)
    yield Employee(5, frozenset({Role.leader}), FOREVER, FOREVER)
    yield Employee(6, frozenset({Role.leader, Role.inspector}))
    yield Employee(7, frozenset({Role.inspector}))
    yield Employee(8, frozenset({Role.technician, Role.inspector}))
    yield Employee(9, frozenset({Role.washer}))
    yield Employee(10, frozenset({Role.foreman}))
    yield Employee(11, frozenset({Role.advisor, Role.cashier, Role.guard}))


STAFF = {employee.id: employee for employee in _employees()}
FOREMAN = 10
BAYS = {
    1: Bay(1, "1", BayKind.lift),
    2: Bay(2, "2", BayKind.ev),
    3: Bay(3, "W", BayKind.wash, capacity=2),
    4: Bay(4, "A", BayKind.ready_stall, capacity=9),
}
MOST_CARS = 4

WORKERS = {Role.technician, Role.leader}
WASHERS = {Role.washer, Role.foreman}
PARKERS = {Role.washer, Role.foreman, Role.advisor}
SIGNERS = {
    CheckKind.self_check: WORKERS,
    CheckKind.leader: {Role.leader},
    CheckKind.final: {Role.inspector},
}
STEP_OF_CHECK = {
    CheckKind.self_check: "self_check",
    CheckKind.leader: "leader_check",
    CheckKind.final: "final_check",
}
CHECKS = {Stage.self_check, Stage.leader_check, Stage.final_check}
IN_A_WORKING_BAY = {Stage.dispatched, Stage.in_work, Stage.paused} | CHECKS
PAST_FINAL_CHECK = {
    Stage.wash_queue,
    Stage.washing,
    Stage.ready,
    Stage.handover,
    Stage.settled,
    Stage.delivered,
}

Offer = tuple[str, int | None, int | None]
"""A step, its operation, and the job that is left for it or the person who is relieved."""

anything = st.integers(min_value=0, max_value=63)
OWN_REASONS = {"own_1": Role.parts, "own_2": Role.foreman}
reasons = st.sampled_from([*PauseReason, *OWN_REASONS, "own_9", ""])
LIST = ("torque", "oil level")


class Workshop(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = OPENING
        self.jobs_at_once = 1
        self.jobs: dict[int, Job] = {}
        self.records: list[Clocking] = []
        self.seen_records: list[Clocking] = []
        self.out_of_service: set[int] = set()
        self.sent_back: set[int] = set()
        """Jobs in work on which nobody has begun again: after a failed check, or approved add-on work."""
        self.failed_items: Counter[int] = Counter()
        self.failures: Counter[int] = Counter()
        self.touched: int | None = None
        self.last_operation = 100

    # --- the workshop as the rules see it

    def person(self, person_id: int) -> Person:
        employee = STAFF[person_id]
        both = [until for until in (employee.licence, employee.brand) if until is not None]
        return Person(
            person_id,
            f"Person {person_id}",
            employee.roles,
            min(both) if len(both) == 2 else None,
            tuple(
                Clocked(job.id, job.number, on.operation)
                for job in self.jobs.values()
                for on in job.on
                if on.person == person_id
            ),
        )

    def bay(self, bay_id: int) -> Bay:
        holds = tuple(Standing(job.id, job.plate) for job in self.jobs.values() if job.bay == bay_id)
        reason = "hydraulics" if bay_id in self.out_of_service else None
        return replace(BAYS[bay_id], out_of_service=reason, holds=holds)

    def any_job(self, which: int) -> Job:
        return list(self.jobs.values())[which % len(self.jobs)]

    def any_person(self, which: int) -> Person:
        return self.person(1 + which % len(STAFF))

    def any_operation(self, job: Job, which: int) -> int:
        return job.operations[which % len(job.operations)].id or 0

    # --- what a command would do

    def try_to(self, attempt: Callable[[], Job]) -> bool:
        """Make the attempt; a refusal is an answer and changes nothing."""
        try:
            after = attempt()
        except Refused:
            return False
        self.store(after)
        return True

    def store(self, job: Job, at: datetime | None = None) -> None:
        before = self.jobs[job.id]
        after = replace(job, operations=tuple(self.numbered(each) for each in job.operations))
        self.jobs[job.id] = after
        self.touched = job.id
        for gone in set(before.on) - set(after.on):
            self.record(gone.person, job.id, gone.operation, ClockingAct.off, at or self.now, forgotten=at is not None)
        for came in set(after.on) - set(before.on):
            self.record(came.person, job.id, came.operation, ClockingAct.on, self.now)
            high_voltage = [each.high_voltage for each in after.operations if each.to_be_done]
            assert not any(high_voltage) or STAFF[came.person].qualified(self.now), "unqualified on high voltage"
            assert STAFF[came.person].roles & WORKERS, "somebody without a trade was put on a car"
        if after.on or after.stage is not Stage.in_work:
            self.sent_back.discard(job.id)

    def record(
        self, person: int, job: int, operation: int | None, act: ClockingAct, at: datetime, forgotten: bool = False
    ) -> None:
        self.records.append(
            Clocking(len(self.records) + 1, person, job, operation, act, at, forgotten=forgotten),
        )

    def numbered(self, operation: Operation) -> Operation:
        if operation.id is not None:
            return operation
        self.last_operation += 1
        return replace(operation, id=self.last_operation)

    # --- what people do

    @initialize(jobs_at_once=st.sampled_from([1, 1, 1, 2]))
    def open(self, jobs_at_once: int) -> None:
        self.jobs_at_once = jobs_at_once
        self.take_in(True, [False, False])
        self.take_in(False, [True])
        self.dispatch_the_next(0, 0, (1, 8))
        self.dispatch_the_next(0, 0, (2, 5))

    @precondition(lambda self: len([job for job in self.jobs.values() if job.stage not in CLOSED]) < MOST_CARS)
    @rule(
        wash=st.booleans(),
        high_voltage=st.lists(st.booleans(), min_size=1, max_size=3),
        checklist=st.sampled_from([(), (), LIST]),
    )
    def take_in(self, wash: bool, high_voltage: list[bool], checklist: tuple[str, ...] = ()) -> None:
        number = len(self.jobs) + 1
        operations = tuple(
            self.numbered(Operation(None, f"Work {place}", 30, high_voltage=each, checklist=checklist))
            for place, each in enumerate(high_voltage)
        )
        self.jobs[number] = Job(
            number,
            f"1121-{number:03}",
            f"京A1234{number % 10}",
            Stage.waiting_dispatch,
            self.now,
            wash_wanted=wash,
            operations=operations,
        )
        self.touched = number

    @rule(minutes=st.integers(min_value=1, max_value=150))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(bay=st.sampled_from(sorted(BAYS)))
    def bay_breaks_or_is_mended(self, bay: int) -> None:
        self.out_of_service ^= {bay}

    @rule(which=anything, bay=st.sampled_from(sorted(BAYS)), people=st.sets(anything, max_size=2))
    def dispatch(self, which: int, bay: int, people: set[int]) -> None:
        job, technicians = self.any_job(which), [self.any_person(each) for each in people]
        self.try_to(lambda: dispatching.dispatch(job, self.bay(bay), technicians, None, self.now))

    @rule(car=anything, place=anything, workers=st.sampled_from([(2,), (5,), (2, 5), (1,), (1, 8)]))
    def dispatch_the_next(self, car: int, place: int, workers: tuple[int, ...]) -> None:
        waiting = [job for job in self.jobs.values() if job.stage is Stage.waiting_dispatch]
        free = [bay for bay in (1, 2) if not self.bay(bay).holds]
        if waiting and free:
            job, bay = waiting[car % len(waiting)], self.bay(free[place % len(free)])
            technicians = [self.person(each) for each in workers]
            self.try_to(lambda: dispatching.dispatch(job, bay, technicians, None, self.now))

    @rule(which=anything, people=st.sets(anything, max_size=2))
    def assign(self, which: int, people: set[int]) -> None:
        job, technicians = self.any_job(which), [self.any_person(each) for each in people]
        self.try_to(lambda: dispatching.assign(job, technicians, self.now))

    @rule(which=anything, to=st.sampled_from([None, *sorted(BAYS)]), up_to_date=st.sampled_from([True, True, False]))
    def move(self, which: int, to: int | None, up_to_date: bool) -> None:
        job = self.any_job(which)
        seen = job.bay if up_to_date else 99
        moved = self.try_to(lambda: dispatching.move(job, self.bay(to) if to else None, seen))
        assert up_to_date or not moved, "somebody moved a car from where it was not"

    @rule(which=anything)
    def recall(self, which: int) -> None:
        job = self.any_job(which)
        self.try_to(lambda: dispatching.recall(job, job.bay, self.now))

    @rule(which=anything, who=anything, operation=anything)
    def clock_on(self, which: int, who: int, operation: int) -> None:
        job, person = self.any_job(which), self.any_person(who)
        wanted = self.any_operation(job, operation)
        self.try_to(lambda: working.clock_on(job, person, wanted, self.now, self.jobs_at_once))

    @rule(which=anything, who=anything, reason=st.none() | reasons)
    def pause(self, which: int, who: int, reason: str | None) -> None:
        job, person = self.any_job(which), self.any_person(who)
        if self.try_to(lambda: working.pause(job, person, reason, self.now, OWN_REASONS)):
            assert reason in OWN_REASONS or reason in set(PauseReason)
            assert not job.on or person.id in {on.person for on in job.on}, "somebody paused for somebody else"

    @rule(car=anything, reason=reasons)
    def a_foreman_pauses_a_car_that_nobody_is_on(self, car: int, reason: str) -> None:
        idle = [self.jobs[each] for each in sorted(self.sent_back)]
        if idle:
            job = idle[car % len(idle)]
            self.try_to(lambda: working.pause(job, self.person(FOREMAN), reason, self.now, OWN_REASONS))

    @rule(which=anything, who=anything, other=anything)
    def take_over(self, which: int, who: int, other: int) -> None:
        busy = [job for job in self.jobs.values() if job.on]
        if not busy:
            return
        job, person = busy[which % len(busy)], self.any_person(who)
        relieved = job.on[other % len(job.on)]
        if self.try_to(
            lambda: working.take_over(
                job, person, relieved.operation or 0, relieved.person, self.now, self.jobs_at_once
            )
        ):
            after = {on.person: on.operation for on in self.jobs[job.id].on}
            assert relieved.person not in after
            assert after[person.id] == relieved.operation

    @rule(which=anything, who=anything, ticked=st.lists(st.sampled_from([*LIST, *LIST, "other"]), max_size=2))
    def tick(self, which: int, who: int, ticked: list[str]) -> None:
        busy = [job for job in self.jobs.values() if job.on]
        if not busy:
            return
        job = busy[which % len(busy)]
        on = job.on[who % len(job.on)]
        before = job.operation(on.operation or 0)
        if self.try_to(lambda: working.tick(job, self.person(on.person), on.operation or 0, ticked)):
            after = self.jobs[job.id].operation(on.operation or 0)
            assert before is not None
            assert after is not None
            assert set(after.ticked) == set(before.ticked) | set(ticked) <= set(after.checklist)

    @rule(left=anything, taken=anything, who=anything, operation=st.none() | anything, reason=reasons)
    def switch(self, left: int, taken: int, who: int, operation: int | None, reason: str) -> None:
        one, other, person = self.any_job(left), self.any_job(taken), self.any_person(who)
        wanted = None if operation is None else self.any_operation(other, operation)
        try:
            both = working.switch(one, other, person, reason, wanted, self.now, self.jobs_at_once, OWN_REASONS)
        except Refused:
            return
        self.store(both[0])
        self.store(both[1])

    @rule(which=anything, who=anything, operation=anything)
    def finish_operation(self, which: int, who: int, operation: int) -> None:
        job, person = self.any_job(which), self.any_person(who)
        wanted = self.any_operation(job, operation)
        if self.try_to(lambda: working.finish_operation(job, person, wanted, self.now)):
            self._nobody_qualified_goes_on(job.id)

    def _nobody_qualified_goes_on(self, job_id: int) -> None:
        after = self.jobs[job_id]
        if after.stage is Stage.in_work and not after.on and job_id not in self.sent_back:
            assert after.high_voltage, "work goes on, but somebody was taken off the car"
            self.sent_back.add(job_id)

    @rule(
        which=anything,
        who=anything,
        kind=st.sampled_from(CheckKind),
        passed=st.booleans(),
        items=st.lists(st.sampled_from(["noise", " ", "leak"]), max_size=2),
    )
    def sign_check(self, which: int, who: int, kind: CheckKind, passed: bool, items: list[str]) -> None:
        job, person = self.any_job(which), self.any_person(who)
        if person.roles & SIGNERS[kind]:
            self.sign(job, person, kind, passed, items)

    def sign(self, job: Job, person: Person, kind: CheckKind, passed: bool, items: list[str]) -> bool:
        signed = self.try_to(lambda: checking.sign_check(job, kind, person, passed, items, "", self.now))
        if signed:
            worked = {record.person for record in self.records if record.job == job.id}
            earlier = {check.by for check in job.checks if check.kind is not CheckKind.final}
            assert kind is not CheckKind.self_check or person.id in worked
            assert kind is not CheckKind.final or person.id not in worked | earlier
        if signed and not passed:
            self.failures[job.id] += 1
            self.failed_items[job.id] += len({item for item in items if item.strip()})
            self.sent_back.add(job.id)
        return signed

    @rule(which=anything, bay=st.sampled_from([None, *sorted(BAYS)]))
    def start_wash(self, which: int, bay: int | None) -> None:
        job = self.any_job(which)
        self.try_to(lambda: handing_over.start_wash(job, self.bay(bay) if bay else None, self.now))

    @precondition(lambda self: self.now.minute % 5 == 0)
    @rule(which=anything, reason=st.sampled_from(["", "customer left"]))
    def cancel(self, which: int, reason: str) -> None:
        job = self.any_job(which)
        self.try_to(lambda: handing_over.cancel(job, reason, self.now))

    @rule(which=anything, high_voltage=st.booleans(), safety=st.booleans())
    def propose_add_on(self, which: int, high_voltage: bool, safety: bool) -> None:
        job = self.any_job(which)
        found = Operation(None, "Found", 20, high_voltage=high_voltage, safety=safety)
        self.try_to(lambda: add_ons.propose_add_on(job, found))

    @rule(which=anything, operation=anything, approved=st.booleans(), signed=st.booleans())
    def decide_add_on(self, which: int, operation: int, approved: bool, signed: bool) -> None:
        job = self.any_job(which)
        asked = [each.id for each in job.operations if each.state is OperationState.proposed]
        wanted = asked[operation % len(asked)] if asked else self.any_operation(job, operation)
        if not approved:
            self.try_to(lambda: add_ons.decline_add_on(job, wanted or 0, signed, self.now))
            return
        self.approve(job, wanted or 0)

    def approve(self, job: Job, operation: int) -> None:
        on = [self.person(each.person) for each in job.on]
        if self.try_to(lambda: add_ons.approve_add_on(job, operation, self.now, on)):
            after = self.jobs[job.id]
            assert not after.high_voltage or all(STAFF[each.person].qualified(self.now) for each in after.on)
            if job.stage in CHECKS:
                self.sent_back.add(job.id)
            self._nobody_qualified_goes_on(job.id)

    @rule(hours=st.integers(min_value=0, max_value=3))
    def shift_ends(self, hours: int) -> None:
        ended_at = self.now - timedelta(hours=hours)
        for job_id in list(self.jobs):
            for on in self.jobs[job_id].on:
                job = self.jobs[job_id]
                try:
                    after = working.clock_off_forgotten(job, on.person, ended_at)
                except Refused:
                    assert ended_at < on.since
                    continue
                self.store(after, at=ended_at)

    @precondition(lambda self: bool(self.records))
    @rule(which=anything, minutes=st.integers(min_value=-200, max_value=200), by=st.sampled_from([1, 5, FOREMAN]))
    def correct_clocking(self, which: int, minutes: int, by: int) -> None:
        record = self.records[-1 - which % len(self.records)]
        mine = [each for each in self.records if each.person == record.person]
        try:
            correction = clockings.correct(record.id, record.at + timedelta(minutes=minutes), mine, by, self.now)
        except Refused:
            return
        assert record.person != by
        self.records.append(replace(correction, id=len(self.records) + 1))
        if record.act is ClockingAct.on:
            job = self.jobs[record.job]
            open_spans = {span.started_by: span for span in clockings.spans(self.records) if span.end is None}
            if record.id in open_spans:
                on = tuple(
                    replace(each, since=correction.at) if each.person == record.person else each for each in job.on
                )
                self.jobs[job.id] = replace(job, on=on)

    @rule(choices=st.lists(st.integers(min_value=0, max_value=255), min_size=1, max_size=9))
    def tap_what_is_offered(self, choices: list[int]) -> None:
        """Any buttons on the tablets, one after the other: each must do what it says."""
        for choice in choices:
            self.tap_one_of([(job, person, step) for job, person, offers in self.offers() for step in offers], choice)

    @rule(choices=st.lists(st.integers(min_value=0, max_value=255), min_size=10, max_size=25))
    def tap_the_large_button(self, choices: list[int]) -> None:
        """Only the most likely steps, which is how cars get through the workshop."""
        for choice in choices:
            likely = [(job, person, offers[0]) for job, person, offers in self.offers() if offers]
            self.tap_one_of([button for button in likely if button[2].step != "switch"], choice)

    @rule(choice=anything, items=st.lists(st.sampled_from(["noise", " ", "leak"]), min_size=1, max_size=2))
    def fail_a_check(self, choice: int, items: list[str]) -> None:
        failing = [
            (job, person, step) for job, person, offers in self.offers() for step in offers if "items" in step.needs
        ]
        if failing:
            job, person, step = failing[choice % len(failing)]
            if self.tap(job, person, step, items):
                self.what_can_follow_was_told(job, person, step)

    @rule(which=anything, choice=anything)
    def clear_a_bay_and_go_on(self, which: int, choice: int) -> None:
        idle = [job for job in self.jobs.values() if job.bay and not job.on and job.stage is not Stage.washing]
        if idle:
            job = idle[which % len(idle)]
            self.try_to(lambda: dispatching.move(job, None, job.bay))
            self.clock_on(list(self.jobs).index(job.id), choice, choice)

    @rule(which=anything, high_voltage=st.booleans())
    def find_work_and_have_it_approved(self, which: int, high_voltage: bool) -> None:
        busy = [job for job in self.jobs.values() if job.on]
        if busy:
            job = busy[which % len(busy)]
            self.store(add_ons.propose_add_on(job, Operation(None, "Found", 20, high_voltage=high_voltage)))
            found = self.jobs[job.id].operations[-1].id or 0
            self.approve(self.jobs[job.id], found)

    def offers(self) -> list[tuple[Job, Person, list[Step]]]:
        return [
            (job, person, steps(job, person, self.now, self.jobs_at_once))
            for job in self.jobs.values()
            for person in map(self.person, STAFF)
        ]

    def tap_one_of(self, buttons: list[tuple[Job, Person, Step]], choice: int) -> None:
        if buttons:
            job, person, step = buttons[choice % len(buttons)]
            self.now += timedelta(minutes=choice % 4)
            if step in steps(job, person, self.now, self.jobs_at_once):
                assert self.tap(job, person, step, ["leak"]), f"{step} was offered and refused"
                self.what_can_follow_was_told(job, person, step)
            self.everything_holds()

    def what_can_follow_was_told(self, job: Job, person: Person, step: Step) -> None:
        """A tablet without network offers these after its own scan, before it can ask."""
        offers = steps(self.jobs[job.id], self.person(person.id), self.now, self.jobs_at_once)
        assert {each.step for each in offers} <= set(FOLLOWS[step.step]), step

    def tap(self, job: Job, person: Person, step: Step, items: list[str]) -> bool:
        operation = step.operation or 0
        match step.step.partition("_"):
            case ("pass", _, check):
                return self.sign(job, person, _kind(check), True, [])
            case ("fail", _, check):
                return self.sign(job, person, _kind(check), False, items)
        match step.step:
            case "switch":
                left = self.jobs[step.from_job or 0]
                one, other = working.switch(
                    left, job, person, PauseReason.other_job, operation, self.now, self.jobs_at_once
                )
                self.store(one)
                self.store(other)
                return True
            case "finish_operation":
                finished = self.try_to(lambda: working.finish_operation(job, person, operation, self.now))
                self._nobody_qualified_goes_on(job.id)
                following = self.jobs[job.id].clocked_on(person.id)
                assert step.then == (following.operation if following else None), "another operation followed"
                return finished
        rules: dict[str, Callable[[], Job]] = {
            "take_over": lambda: working.take_over(
                job, person, operation, step.from_person or 0, self.now, self.jobs_at_once
            ),
            "tick": lambda: working.tick(job, person, operation, LIST),
            "record_test_drive": lambda: _driven(job),
            "clock_on": lambda: working.clock_on(job, person, operation, self.now, self.jobs_at_once),
            "resume": lambda: working.resume(job, person, operation, self.now, self.jobs_at_once),
            "pause": lambda: working.pause(job, person, PauseReason.rest, self.now),
            "start_wash": lambda: handing_over.start_wash(job, None, self.now),
            "end_wash": lambda: handing_over.end_wash(job, "A-03", self.now),
            "park_ready": lambda: handing_over.park_ready(job, "A-04"),
            "announce": lambda: handing_over.announce(job, self.now),
            "hand_over": lambda: handing_over.hand_over(job, self.now),
            "settle": lambda: handing_over.settle(job, self.now),
            "deliver": lambda: handing_over.deliver(job, self.now),
        }
        return self.try_to(rules[step.step])

    # --- what must hold

    @invariant()
    def everything_holds(self) -> None:
        self.three_checks_are_three_acts_by_people_who_may()
        self.failed_checks_name_items_and_are_counted()
        self.nothing_approved_is_open_past_the_work()
        self.nobody_is_on_more_jobs_than_the_site_allows()
        self.a_bay_holds_what_it_can()
        self.a_stage_says_whether_somebody_works()
        self.clockings_pair_up_and_only_grow()
        self.offers_are_exactly_what_the_rules_accept()

    def three_checks_are_three_acts_by_people_who_may(self) -> None:
        for job in self.jobs.values():
            if job.stage in PAST_FINAL_CHECK:
                worked = {record.person for record in self.records if record.job == job.id}
                signed = {check.kind: check.by for check in job.checks if check.passed}
                assert len(set(signed.values())) == len(signed) == 3
                assert signed[CheckKind.final] not in worked
                assert all(STAFF[by].roles & SIGNERS[kind] for kind, by in signed.items())

    def failed_checks_name_items_and_are_counted(self) -> None:
        for job in self.jobs.values():
            failed = [check for check in job.checks if not check.passed]
            assert all(check.items for check in failed)
            assert not any(check.items for check in job.checks if check.passed)
            assert job.reworks == len(failed) == self.failures[job.id]
            assert len([each for each in job.operations if each.rework]) == self.failed_items[job.id]
            put_right = {
                Stage.in_work,
                Stage.paused,
                Stage.cancelled,
                Stage.dispatched,
                Stage.waiting_dispatch,
            } | CHECKS
            assert job.rework_of is None or job.stage in put_right

    def nothing_approved_is_open_past_the_work(self) -> None:
        for job in self.jobs.values():
            states = {operation.state for operation in job.operations}
            if job.stage in CHECKS | PAST_FINAL_CHECK:
                assert not states & {OperationState.open, OperationState.started}
            if job.stage in PAST_FINAL_CHECK:
                assert OperationState.proposed not in states
            for operation in job.operations:
                assert operation.state is not OperationState.declined or operation.add_on
                assert not operation.decline_signed or operation.state is OperationState.declined
                unsigned = operation.safety and not operation.decline_signed
                assert not (unsigned and operation.state is OperationState.declined)

    def nobody_is_on_more_jobs_than_the_site_allows(self) -> None:
        on = Counter(each.person for job in self.jobs.values() for each in job.on)
        assert all(jobs <= self.jobs_at_once for jobs in on.values())
        for job in self.jobs.values():
            assert len({each.person for each in job.on}) == len(job.on)

    def a_bay_holds_what_it_can(self) -> None:
        cars = Counter(job.bay for job in self.jobs.values() if job.bay is not None)
        assert all(held <= BAYS[bay].capacity for bay, held in cars.items())
        for job in self.jobs.values():
            if job.bay is None:
                assert job.stage is not Stage.dispatched
                assert not job.on
            elif BAYS[job.bay].kind in NOT_FOR_WORK:
                assert job.stage is Stage.washing
                assert BAYS[job.bay].kind is BayKind.wash
            else:
                assert job.stage in IN_A_WORKING_BAY

    def a_stage_says_whether_somebody_works(self) -> None:
        for job in self.jobs.values():
            assert not job.on or job.stage is Stage.in_work
            assert (job.pause is not None) == (job.stage is Stage.paused)
            assert (job.stage is Stage.in_work and not job.on) == (job.id in self.sent_back)
            assert job.stage_since <= self.now
            for on in job.on:
                operation = job.operation(on.operation or 0)
                assert operation is not None
                assert operation.state is OperationState.started
            for operation in job.operations:
                assert operation.state is not OperationState.done or set(operation.checklist) == set(operation.ticked)
            for on in job.on:
                assert on.person in job.assigned | job.worked
            if job.stage in CLOSED:
                assert job.bay is None
                assert job.stall is None

    def clockings_pair_up_and_only_grow(self) -> None:
        assert self.records[: len(self.seen_records)] == self.seen_records
        self.seen_records = list(self.records)
        found = clockings.spans(self.records)
        still_on = {(job.id, on.person, on.operation, on.since) for job in self.jobs.values() for on in job.on}
        assert {(span.job, span.person, span.operation, span.start) for span in found if span.end is None} == still_on
        for job in self.jobs.values():
            assert job.worked == {record.person for record in self.records if record.job == job.id}
        for span in found:
            assert span.start <= (span.end or self.now) <= self.now
        if self.jobs_at_once == 1:
            self._nobody_is_in_two_places(found)

    def _nobody_is_in_two_places(self, found: list[clockings.Span]) -> None:
        ends: dict[int, datetime] = {}
        for span in sorted(found, key=lambda span: (span.start, span.end or FOREVER)):
            assert ends.get(span.person, OPENING - timedelta(days=9)) <= span.start
            ends[span.person] = span.end or FOREVER

    def offers_are_exactly_what_the_rules_accept(self) -> None:
        job = self.jobs.get(self.touched or 0)
        for person in map(self.person, STAFF) if job else ():
            assert job is not None
            offers = steps(job, person, self.now, self.jobs_at_once)
            offered = [(_taking(step), step.operation, step.from_job or step.from_person) for step in offers]
            assert sorted(offered, key=str) == sorted(self.accepted(job, person), key=str)

    def accepted(self, job: Job, person: Person) -> list[Offer]:
        """Everything this person could do with this car now, found by trying all of it."""
        found: list[Offer] = [*self._accepted_checks(job, person), *self._accepted_ends(job, person)]
        may_pause = person.roles & (WORKERS | {Role.foreman})
        if may_pause and _accepts(lambda: working.pause(job, person, PauseReason.rest, self.now)):
            found.append(("pause", None, None))
        if not person.roles & WORKERS:
            return found
        found += self._accepted_of_operations(job, person)
        on = job.clocked_on(person.id)
        if on is not None:
            found.append(("record_test_drive", None, None))
        for other in job.on if on is None else ():
            args = (job, person, other.operation or 0, other.person, self.now, self.jobs_at_once)
            if _accepts(lambda: working.take_over(*args)):  # noqa: B023 - run at once
                found.append(("take_over", other.operation, other.person))
        for left in self.jobs.values():
            try:
                taken = working.switch(left, job, person, PauseReason.rest, None, self.now, self.jobs_at_once)[
                    1
                ].clocked_on(person.id)
            except Refused:
                continue
            assert taken is not None
            found.append(("switch", taken.operation, left.id))
        return found

    def _accepted_of_operations(self, job: Job, person: Person) -> Iterable[Offer]:
        for each in job.operations:
            operation = each.id or 0
            if _accepts(lambda: working.finish_operation(job, person, operation, self.now)):  # noqa: B023 - run at once
                yield "finish_operation", operation, None
            if _accepts(lambda: working.clock_on(job, person, operation, self.now, self.jobs_at_once)):  # noqa: B023
                yield "take", operation, None
            if set(each.ticked) != set(each.checklist) and _accepts(lambda: working.tick(job, person, operation, ())):  # noqa: B023
                yield "tick", operation, None

    def _accepted_checks(self, job: Job, person: Person) -> Iterable[Offer]:
        for kind, roles in SIGNERS.items():
            for verb, passed in (("pass", True), ("fail", False)):
                items = () if passed else ("leak",)
                attempt = _signing(job, kind, person, passed, items, self.now)
                if person.roles & roles and _accepts(attempt):
                    yield f"{verb}_{STEP_OF_CHECK[kind]}", None, None
                    if not passed:
                        yield "record_test_drive", None, None

    def _accepted_ends(self, job: Job, person: Person) -> Iterable[Offer]:
        now = self.now
        ends: list[tuple[str, set[Role], Callable[[], object]]] = [
            ("start_wash", WASHERS, lambda: handing_over.start_wash(job, None, now)),
            ("end_wash", WASHERS, lambda: handing_over.end_wash(job, "A-03", now)),
            ("park_ready", PARKERS, lambda: handing_over.park_ready(job, "A-03")),
            ("announce", {Role.advisor}, lambda: handing_over.announce(job, now)),
            ("hand_over", {Role.advisor}, lambda: handing_over.hand_over(job, now)),
            ("settle", {Role.cashier}, lambda: handing_over.settle(job, now)),
            ("deliver", {Role.guard}, lambda: handing_over.deliver(job, now)),
        ]
        return [(name, None, None) for name, roles, attempt in ends if person.roles & roles and _accepts(attempt)]


def _signing(
    job: Job, kind: CheckKind, person: Person, passed: bool, items: tuple[str, ...], now: datetime
) -> Callable[[], object]:
    return lambda: checking.sign_check(job, kind, person, passed, items, "", now)


def _driven(job: Job) -> Job:
    checking.require_test_drive(job, 10, 12)
    return job


def _accepts(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except Refused:
        return False
    return True


def _taking(step: Step) -> str:
    return "take" if step.step in {"clock_on", "resume"} else step.step


def _kind(step: str) -> CheckKind:
    return next(kind for kind, name in STEP_OF_CHECK.items() if name == step)


TestWorkshop = Workshop.TestCase
TestWorkshop.settings = settings(
    max_examples=80,
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
