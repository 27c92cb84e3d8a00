"""One change: the transaction that a command works in, and the frame that carries every command out."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from board.domain import people
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.store import models
from board.store.journal import RowLog
from board.store.keys import KEY, Key
from board.store.states import person_state
from board.store.transaction import Store

RECEIPTS_KEPT: Final = timedelta(days=30)
"""A repeat of a command is recognised for this long: longer than any tablet stays away."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it: a person, on a device where known; neither for the board's own clock and the command line."""

    site: int
    person: int | None = None
    device: int | None = None


@dataclass
class Change:
    """An open transaction on one site. `at` is when it happened and `now` when the server learned of it (UTC)."""

    session: Session
    site: models.Site
    actor: Actor
    now: datetime
    at: datetime
    touched: set[str] = field(default_factory=set)
    job_id: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    log: RowLog = field(init=False)
    _held: list[object] = field(default_factory=list)
    """Rows that were read: a session forgets what nobody holds, and `show` would read them again."""

    def __post_init__(self) -> None:
        self.log = RowLog(self.session)

    @property
    def key(self) -> Key:
        """The installation's secret key, as it travels with the transaction."""
        found: Key = self.session.info[KEY]
        return found

    def touch(self, kind: str, *ids: int | None) -> None:
        """Say what the screens have to draw anew."""
        self.touched.update(f"{kind}:{each}" for each in ids if each is not None)

    def job(self, job_id: int) -> models.Job:
        """A job of this site. Refused: `not_found`."""
        row = self.session.get(models.Job, job_id)
        if row is None or row.site_id != self.site.id:
            raise Refused("not_found")
        self.job_id = job_id
        self._held.append(row)
        return row

    def bay(self, bay_id: int) -> models.Bay:
        """A bay of this site. Refused: `not_found`."""
        row = self.session.get(models.Bay, bay_id)
        if row is None or row.site_id != self.site.id:
            raise Refused("not_found")
        return row

    def person(self, person_id: int) -> models.Person:
        """An active person of this site. Refused: `not_found`."""
        row = self.session.get(models.Person, person_id)
        if row is None or row.site_id != self.site.id or not row.active:
            raise Refused("not_found")
        self._held.append(row)
        return row

    def asker(self) -> people.Person:
        """The person who does it, as the rules see them. Refused: `sign_in_first`."""
        if self.actor.person is None:
            raise Refused("sign_in_first")
        return person_state(self.session, self.person(self.actor.person))


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command. `repeated`: it had been done before, this is the answer of then."""

    revision: int
    job: int | None
    result: Mapping[str, Any]
    repeated: bool = False
    shown: Any = None
    """What the asker wanted to see of it, see `perform`; None for a repeat."""


@dataclass(frozen=True, slots=True)
class Command:
    """A verb of the trade. `run` takes the open change and the verb's details, gives back what the asker should
    know, and raises Refused."""

    verb: str
    action: Action
    run: Callable[..., Mapping[str, Any]]


COMMANDS: Final[dict[str, Command]] = {}
"""Every command by its verb."""


def command(action: Action) -> Callable[[Callable[..., Mapping[str, Any]]], Command]:
    """Register a function as the command of its name, to be allowed by this action of the permission table."""

    def register(run: Callable[..., Mapping[str, Any]]) -> Command:
        registered = Command(run.__name__, action, run)
        COMMANDS[registered.verb] = registered
        return registered

    return register


Show = Callable[[Session, models.Site], Any]


def perform(
    store: Store,
    command: Command,
    actor: Actor,
    command_id: str,
    details: Mapping[str, Any],
    now: datetime,
    show: Show | None = None,
) -> Answer:
    """Carry a command out in one transaction: rule, new state, journal entry, revision and receipt, or nothing.

    The same id with the same content is answered with the first answer and not done again. Raises Refused (a rule,
    or `command_id_reused`) or Unavailable; in both cases nothing was changed.

    `show` draws the new state for the asker in the same transaction, from the rows that are at hand: reading them once
    more would cost a scan a third of its time.
    """
    content = fingerprint(command.verb, actor, details)
    with store.changing() as session:
        site = store.lock_site(session, actor.site)
        receipt = session.get(models.Receipt, (site.id, command_id))
        if receipt is not None:
            return _repeat(receipt, content)
        change = Change(session, site, actor, now, now)
        result = command.run(change, **details)
        journal(change, command.verb)
        answer = {"revision": site.revision, "job": change.job_id, "result": dict(result)}
        session.add(models.Receipt(site_id=site.id, command_id=command_id, content=content, answer=answer, at=now))
        shown = show(session, site) if show is not None else None
    store.announce(site.id, site.revision)
    return Answer(site.revision, change.job_id, result, shown=shown)


def journal(change: Change, verb: str) -> None:
    """Write what a change did as the site's next revision."""
    change.log.flush()
    change.site.revision += 1
    change.session.add(
        models.JournalEntry(
            site_id=change.site.id,
            revision=change.site.revision,
            verb=verb,
            at=change.at,
            recorded_at=change.now,
            person_id=change.actor.person,
            device_id=change.actor.device,
            job_id=change.job_id,
            details=change.details,
            touched=sorted(change.touched),
            rows=change.log.rows,
        )
    )
    revision = change.site.revision
    change.session.add_all(
        models.Mention(site_id=change.site.id, subject=subject, revision=revision)
        for subject in sorted(change.log.subjects - {f"job:{change.job_id}"})
    )


def _repeat(receipt: models.Receipt, content: str) -> Answer:
    if receipt.content != content:
        raise Refused("command_id_reused")
    return Answer(receipt.answer["revision"], receipt.answer["job"], receipt.answer["result"], repeated=True)


def fingerprint(verb: str, actor: Actor, details: Mapping[str, Any]) -> str:
    """What a receipt knows a command's content by."""
    plain = json.dumps([verb, actor.person, details], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def forget_old_receipts(store: Store, now: datetime) -> None:
    """Delete receipts that no client can ask for any more."""
    with store.changing() as session:
        session.execute(delete(models.Receipt).where(models.Receipt.at < now - RECEIPTS_KEPT))


def sites(session: Session) -> list[models.Site]:
    """All workshops of this installation."""
    return list(session.scalars(select(models.Site).order_by(models.Site.id)))
