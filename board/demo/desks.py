"""The played day beside the cars' way: the store, the customers' yes and no, calls for help, follow-up, the foreman's
papers."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from board.demo.catalogue import Text
from board.demo.hands import Hands, milliseconds
from board.demo.look import Card, Look
from board.demo.pace import Pace
from board.demo.pictures import signature

_ANSWERS: Final = {
    "technical_support": "foreman",
    "parts": "parts",
    "foreman": "foreman",
    "safety": "foreman",
}
"""Who goes where somebody calls for help; the advisor who is called is the car's."""
_CALLED_AGAIN_AFTER: Final = timedelta(hours=12)
_SOLVED: Final = Text("已到现场处理", "Went there and solved it")
_COMPLAINT: Final = Text("交车后仍有异响，要求复查", "Still a noise after delivery; wants it checked again")
_MADE_GOOD: Final = Text("已致歉并安排免费复查，客户接受", "Apologised, and checked again for nothing")
_MORE_WORK: Final = Text("增项作业", "Additional work")
_TOLD_OF_IT: Final = Text("电话确认增项时告知客户", "Told the customer on the phone with it")


class Desks:
    """The people who work on lists rather than on cars."""

    def __init__(self, hands: Hands, pace: Pace) -> None:
        self._hands = hands
        self._pace = pace
        self._chance = pace.chance
        self._papers: dict[str, tuple[float, float, Callable[[int, Card], None]]] = {
            "complaint": (40, 90, self._close),
            "repair": (6, 20, self._decide_repair),
            "unconfirmed": (10, 30, self._confirm),
        }

    def due(self, look: Look) -> Iterator[Callable[[], None]]:
        """What its people do now."""
        for key, card in look.seen("parts"):
            yield from self._store(key, card)
        for key, card in look.jobs.items():
            yield from self._undecided(key, card)
        for key, card in look.seen("call"):
            yield from self._call(key, card, look)
        for key, card in look.seen("call_due"):
            yield from self._follow_up(key, card)
        for kind, (least, most, act) in self._papers.items():
            for key, card in look.seen(kind):
                if self._pace.is_time((kind, key), least, most):
                    yield partial(act, key, card)

    # the store

    def _store(self, job: int, card: Card) -> Iterator[Callable[[], None]]:
        for part in card["parts"]:
            least, most = (10, 25) if part["state"] == "ordered" else (2, 6)
            if self._pace.is_time(("part", part["id"], part["state"]), least, most):
                yield partial(self._fetch, job, card, part)
        for found in card["add_ons"]:
            if found["priced_at"] is None and self._pace.is_time(("price", found["operation"]), 3, 8):
                yield partial(self._price, job, card, found)

    def _fetch(self, job: int, card: Card, part: Card) -> None:
        """What is wanted is on the shelf, or has to be ordered; what is there goes to the floor."""
        told: dict[str, Any] = {"part": part["id"]}
        if part["state"] == "ordered":
            told["state"] = "arrived"
        elif part["state"] == "wanted" and self._chance.random() < 0.15:
            expected = datetime.now(UTC) + timedelta(seconds=max(self._pace.seconds(20), 60))
            told |= {"state": "ordered", "expected_at": milliseconds(expected)}
        else:
            told["state"] = "issued"
        self._do("parts", f"part_{told['state']}", f"/jobs/{job}/set-part", card, what=part["name"], **told)

    def _price(self, job: int, card: Card, found: Card) -> None:
        cents = found["price_cents"] or round(found["standard_minutes"] * 6) * 100
        parts = [
            {name: part[name] for name in ("name", "number", "quantity", "price_cents")} for part in found["parts"]
        ]
        told = {"operation": found["operation"], "price_cents": cents, "parts": parts}
        self._do("parts", "price_add_on", f"/jobs/{job}/price-add-on", card, what=found["text"], **told)

    # the customer's word

    def _undecided(self, job: int, card: Card) -> Iterator[Callable[[], None]]:
        for line in card["operations"]:
            if line.get("add_on") == "with_customer" and self._pace.is_time(("ask", line["id"]), 5, 18):
                yield partial(self._decide, job, card, line)

    def _decide(self, job: int, card: Card, line: Card) -> None:
        """The customer decides on their phone, or tells the advisor who calls."""
        approved, name = self._chance.random() < 0.7, card["customer"]["name"]
        login = self._hands.advisor_of(card)
        phone = self._hands.phone(job) if self._chance.random() < 0.5 else None
        if phone is not None:
            phone.decide(line["id"], approved, name, signature())
            told = "approve_by_link" if approved else "decline_by_link"
            self._hands.happened(told, self._hands.by_login[login], card, what=line["text"])
        elif approved:
            later = self._later(card, line["standard_minutes"])
            told_of = {"operation": line["id"], "name": name, "via": "phone", "promise": later}
            self._do(login, "approve_add_on", f"/jobs/{job}/approve-add-on", card, what=line["text"], **told_of)
        else:
            desk = self._hands.desks[login]
            drawn = desk.send_picture(f"/jobs/{job}/signatures", signature()) if line["safety"] else None
            via = "in_person" if drawn else "phone"
            told_of = {"operation": line["id"], "name": name, "via": via, "signature": drawn}
            self._do(login, "decline_add_on", f"/jobs/{job}/decline-add-on", card, what=line["text"], **told_of)

    def _later(self, card: Card, minutes: int) -> dict[str, Any] | None:
        """The new time that the customer is told with it; none where nothing was promised yet."""
        if card["promised_at"] is None:
            return None
        now = milliseconds(datetime.now(UTC))
        reason, told = self._said(_MORE_WORK), self._said(_TOLD_OF_IT)
        return {"promised_at": max(card["promised_at"], now) + minutes * 60_000, "reason": reason, "told": told}

    # calls for help

    def _call(self, key: int, card: Card, look: Look) -> Iterator[Callable[[], None]]:
        login = _ANSWERS.get(card["call_kind"]) or self._hands.advisor_of(look.jobs.get(card["job"] or 0, {}))
        if card["answered_at"] is None:
            if self._pace.is_time(("answer", key), 1, 6):
                yield partial(self._do, login, "answer_andon", f"/calls/{key}/answer", card)
        elif self._pace.is_time(("resolve", key), 4, 12):
            helper = self._hands.by_id.get(card["answered_by"]["id"])
            login = helper.login if helper and helper.login in self._hands.desks else "foreman"
            yield partial(
                self._do, login, "resolve_andon", f"/calls/{key}/resolve", card, resolution=self._said(_SOLVED)
            )

    # after delivery

    def _follow_up(self, job: int, card: Card) -> Iterator[Callable[[], None]]:
        """Yesterday's customers and those of the days before are called, one after the other."""
        long_ago = datetime.now(UTC) - _CALLED_AGAIN_AFTER
        if card["delivered_at"] < milliseconds(long_ago) and self._pace.is_time(
            ("call", job, len(card["tries"])), 10, 120
        ):
            yield partial(self._phone, job, card)

    def _phone(self, job: int, card: Card) -> None:
        drawn = self._chance.random()
        result = "satisfied" if drawn < 0.7 else "not_reached" if drawn < 0.88 else "complaint"
        details: dict[str, Any] = {"result": result}
        if result == "complaint":
            owner = card["advisor"]["id"] if card["advisor"] else self._hands.by_login["advisor1"].id
            due = milliseconds(datetime.now(UTC) + timedelta(days=1))
            details["complaint"] = {"text": self._said(_COMPLAINT), "owner": owner, "due_at": due}
        self._do("followup", f"call_{result}", f"/jobs/{job}/call", card, **details)

    def _close(self, complaint: int, card: Card) -> None:
        path = f"/complaints/{complaint}/close"
        self._do("followup", "close_complaint", path, card, resolution=self._said(_MADE_GOOD))

    # the foreman's papers

    def _decide_repair(self, repair: int, card: Card) -> None:
        self._do(
            "foreman", "decide_repair", f"/repairs/{repair}/decide", card, what=card["person"]["name"], accepted=True
        )

    def _confirm(self, clocking: int, card: Card) -> None:
        path = f"/clockings/{clocking}/confirm"
        self._do("foreman", "confirm_clocking", path, card, what=card["person"]["name"])

    def _do(self, login: str, told: str, path: str, card: Card, what: str = "", **details: Any) -> None:
        desk = self._hands.desks[login]
        desk.do(path, **details)
        self._hands.happened(told, desk.person, card, what=what)

    def _said(self, text: Text) -> str:
        return text.said_in(self._hands.language)
