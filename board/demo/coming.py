"""The played day before the work begins: people book, are called, come through the gate, and are received."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final
from urllib.parse import quote

from board.demo.catalogue import ORDERS, SETTINGS, WORK, Order
from board.demo.hands import Hands, milliseconds
from board.demo.look import Car, Card, Look
from board.demo.pace import Pace
from board.demo.pictures import photo, signature
from board.demo.plan import NOT_BOOKED, SCRATCH, car_details, order_details
from board.demo.standard_jobs import SAFETY, checklist_of, code_of, parts_of, price_cents
from board.domain.appointments import EXPECTED
from board.domain.plates import normalise_plate
from board.domain.reception import WalkPosition

FULL_HOUSE: Final = 38
LONGEST_QUEUE: Final = 7
"""Nobody else comes while so many cars are in the shop, or wait to be received and for the foreman."""
_LONGEST_QUEUE_OF_A_KIND: Final = 2
_ADVISORS: Final = ("advisor1", "advisor2", "advisor3")
_HOUR: Final = 3_600_000


class Coming:
    """Customers, each of whom knows their own car and what is wrong with it; the guard; and the advisors."""

    def __init__(self, hands: Hands, pace: Pace) -> None:
        self._hands = hands
        self._pace = pace
        self._chance = pace.chance
        self._language = hands.language
        self._cars = car_details(pace.chance, SETTINGS[hands.language])
        self._own: dict[str, tuple[dict[str, Any], Order]] = {}

    def due(self, look: Look) -> Iterator[Callable[[], None]]:
        """What its people do now."""
        queue = [card for card in look.jobs.values() if card["stage"] in {"arrived", "reception", "waiting_dispatch"}]
        room = len(look.jobs) < FULL_HOUSE and len(queue) < LONGEST_QUEUE
        if room and self._pace.every("arrival", 3, 9):
            yield partial(self._come, look, Counter(card["service_type"] for card in queue))
        if self._pace.every("booking", 12, 30):
            yield self._book
        for key, card in look.seen("appointment"):
            yield from self._appointment_due(key, card)

    # booking

    def _book(self) -> None:
        """Somebody calls and wants to come: later today, or on one of the next days."""
        login = self._chance.choice([*_ADVISORS, "followup"])
        at = datetime.now(UTC) + timedelta(minutes=self._chance.choice([90, 180, 1440, 2880]))
        desk = self._hands.desks[login]
        day = desk.get(f"/appointments/capacity?day={self._hands.day(at)}")
        if not day["open"]:
            return
        begin = max(day["opens_at"], milliseconds(datetime.now(UTC)) + _HOUR)
        if begin >= day["closes_at"]:
            return
        quarters = max(1, (day["closes_at"] - begin) * 4 // _HOUR)
        at_ms = -(-begin // (_HOUR // 4)) * (_HOUR // 4) + self._chance.randrange(quarters) * (_HOUR // 4)
        order = self._drawn(lambda order: order.service_type not in NOT_BOOKED)
        car = next(self._cars[order.electric])
        self._own[car["plate"]] = car, order
        told = order_details(order, self._language)
        desk.do(
            "/appointments",
            **{name: car[name] for name in ("plate", "model", "energy", "customer")},
            service_type=told["service_type"],
            concern=told["concern"],
            lines=told["operations"],
            at=min(at_ms, day["closes_at"] - _HOUR // 4),
            advisor=self._hands.by_login[self._chance.choice(_ADVISORS)].id,
            waits=self._chance.random() < 0.4,
        )
        self._hands.happened("book", desk.person, car, time=self._hands.day_and_clock(at_ms))

    def _appointment_due(self, key: int, card: Card) -> Iterator[Callable[[], None]]:
        """Tomorrow's customers are called, today's half an hour before; who does not come is given up."""
        if card["state"] not in EXPECTED:
            return
        ahead = card["at"] - milliseconds(datetime.now(UTC))
        if ahead < -_HOUR // 4 and self._pace.is_time((key, "no show"), 15, 40):
            yield partial(self._with_appointment, "no_show", key, card)
        elif 0 < ahead < _HOUR // 2 and card["half_hour_at"] is None and self._pace.is_time((key, "soon"), 1, 6):
            yield partial(self._with_appointment, "confirm", key, card, when="half_hour")
        elif (
            _HOUR * 12 < ahead < _HOUR * 36
            and card["day_before_at"] is None
            and self._pace.is_time((key, "tomorrow", card["tries"]), 5, 180)
        ):
            reached = self._chance.random() < 0.8
            yield partial(self._with_appointment, "confirm", key, card, when="day_before", reached=reached)

    def _with_appointment(self, verb: str, key: int, card: Card, **details: Any) -> None:
        desk = self._hands.desks[self._hands.advisor_of(card)]
        desk.do(f"/appointments/{key}/{verb.replace('_', '-')}", **details)
        told = "not_answered" if details.get("reached") is False else verb
        self._hands.happened(told, desk.person, card, time=self._hands.day_and_clock(card["at"]))

    # the gate

    def _come(self, look: Look, waiting: Counter[str]) -> None:
        """Somebody comes who is expected, or with work that not too many are waiting with: the two bays for paint fill
        up for hours."""
        now = milliseconds(datetime.now(UTC))
        expected = [
            card
            for _, card in look.seen("appointment")
            if card["state"] in EXPECTED and -_HOUR < card["at"] - now < 4 * _HOUR
        ]
        if expected and self._chance.random() < 0.5:
            plate = min(expected, key=lambda card: card["at"])["plate"]["text"]
        else:
            order = self._drawn(lambda order: waiting[order.service_type] < _LONGEST_QUEUE_OF_A_KIND)
            car = next(self._cars[order.electric])
            self._own[car["plate"]] = car, order
            plate = car["plate"]
        guard = self._hands.desks["guard"]
        known = guard.get(f"/gate/look?plate={quote(plate)}")
        if known["already_here"]:
            return
        booked = known["appointment"]
        guard.do("/gate/arrivals", plate=plate, appointment=booked["id"] if booked else None)
        self._hands.happened("arrive_booked" if booked else "arrive", guard.person, known)

    # reception

    def greet(self, car: Car) -> None:
        """An advisor goes to meet the customer, and begins the walk round the car."""
        login = self._hands.advisor_of(car.card) if car.card["advisor"] else self._chance.choice(_ADVISORS)
        desk = self._hands.desks[login]
        desk.do(f"/jobs/{car.job}/open-reception")
        if self._chance.random() < 0.5:
            caption = SCRATCH.said_in(self._language)
            taken = desk.send_picture(f"/jobs/{car.job}/photos", photo("scratch"), caption)
            place = self._chance.choice(["left_front", "right_side", "left_rear"])
            x, y = self._chance.randint(250, 750), self._chance.randint(350, 650)
            desk.do(f"/jobs/{car.job}/marks", position=place, kind="scratch", x=x, y=y, note=caption, photo=taken)
        self._hands.happened("open_reception", desk.person, car.card)

    def receive(self, car: Car) -> None:
        """The walk is done, the order written and signed: a card is printed, and the foreman has it."""
        desk = self._hands.desks[self._hands.advisor_of(car.card)]
        own, order = self._known(car.card)
        keys = _works(car.card, self._language) or list(order.work)
        desk.do(
            f"/jobs/{car.job}/walk-round",
            seen=[position.value for position in WalkPosition],
            mileage_km=own["mileage_km"],
            fuel_eighths=own["fuel_eighths"],
            concern=car.card["concern"] or order.concern.said_in(self._language),
            seat_covers=True,
        )
        booked = bool(car.card["operations"])
        wash = car.card["wash_wanted"] and self._chance.random() < 0.85
        minutes = sum(WORK[key].minutes for key in keys)
        promised = desk.get(f"/jobs/{car.job}/promise-proposal?minutes={minutes}&wash={int(wash)}")["promised_at"]
        if self._chance.random() < 0.2:  # a time that the fast day will not keep: else there is nothing to warn of
            promised = milliseconds(datetime.now(UTC) + timedelta(seconds=max(self._pace.seconds(minutes), 120)))
        desk.do(
            f"/jobs/{car.job}/order",
            vehicle={name: own[name] for name in ("plate", "model", "colour", "vin", "energy")},
            customer=own["customer"],
            service_type=car.card["service_type"] if booked else order.service_type,
            operations=[self._line(key) for key in keys],
            parts=[
                {**part, "operation": place} for place, key in enumerate(keys) for part in parts_of(key, self._language)
            ],
            priority="high" if self._chance.random() < 0.08 else "normal",
            promised_at=promised,
            waits=car.card["waits"] if booked else minutes <= 90 and self._chance.random() < 0.6,
            wash_wanted=wash,
            old_parts=self._chance.choice(["discard", "discard", "return"]),
        )
        drawn = desk.send_picture(f"/jobs/{car.job}/signatures", signature())
        seen = desk.get(f"/jobs/{car.job}/order")["digest"]
        desk.do(f"/jobs/{car.job}/sign-order", seen=seen, signature=drawn)
        self._hands.print_card(desk.person.login, car.job)
        time = self._hands.day_and_clock(promised)
        self._hands.happened("sign_order", desk.person, car.card, what=own["model"], time=time)

    def _known(self, card: Card) -> tuple[dict[str, Any], Order]:
        """What the customer tells: of a car that is known, as it is known."""
        plate = normalise_plate(card["plate"]["text"])
        electric = card["energy"] == "ev"
        if plate not in self._own:
            order = self._drawn(lambda order: order.electric == electric)
            self._own[plate] = next(self._cars[electric]), order
        own, order = self._own[plate]
        known = {"plate": plate}
        if card["model"]:
            known |= {"model": card["model"], "energy": card["energy"]}
        if card["customer"]["name"]:
            known["customer"] = card["customer"]
        return own | known, order

    def _line(self, key: str) -> dict[str, Any]:
        work = WORK[key]
        return {
            "code": code_of(key),
            "text": work.text.said_in(self._language),
            "standard_minutes": work.minutes,
            "skill": work.skill,
            "high_voltage": work.high_voltage,
            "safety": key in SAFETY,
            "price_cents": price_cents(key, self._language),
            "checklist": checklist_of(key, self._language),
        }

    def _drawn(self, suits: Callable[[Order], bool]) -> Order:
        orders = [order for order in ORDERS.values() if suits(order)] or list(ORDERS.values())
        return self._chance.choices(orders, [each.often for each in orders])[0]


def _works(card: Card, language: str) -> list[str]:
    """What is booked, as keys of WORK."""
    keys = {work.text.said_in(language): key for key, work in WORK.items()}
    return [keys[each["text"]] for each in card["operations"] if each["text"] in keys]
