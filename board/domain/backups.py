"""When a backup is due, which ones are kept, and what is to be worried about. Times are UTC, days are the site's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

RETRY: Final = timedelta(hours=1)
"""So long after a backup failed the next one is tried."""
TRIAL_EVERY: Final = timedelta(days=7)
"""So often a backup is put back by way of trial."""
TRIAL_OLD: Final = timedelta(days=14)
YOUNG: Final = timedelta(days=2)
BACKUP_OLD: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Keep:
    """The newest backup of each of the last so many days, weeks and months is kept."""

    daily: int = 14
    weekly: int = 8
    monthly: int = 12


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an installation's backups. `failed` is the code of the last try, when it did not succeed."""

    tried_at: datetime | None = None
    failed: str | None = None
    good_at: datetime | None = None
    trial_at: datetime | None = None
    trial_failed: str | None = None


def outdated(taken: Mapping[str, datetime], now: datetime, timezone: str, keep: Keep) -> set[str]:
    """Which backups (name and time) are not kept any more. The newest one always is, and whatever is younger than two
    days: who makes one at noon, after something went wrong in the morning, does not lose the one of the night."""
    zone = ZoneInfo(timezone)
    days = {name: at.astimezone(zone).date() for name, at in taken.items()}
    today = now.astimezone(zone).date()
    newest_first = sorted(taken, key=lambda name: (taken[name], name), reverse=True)
    kept = set(newest_first[:1]) | {name for name, at in taken.items() if now - at < YOUNG}
    kept |= _newest_of_each(newest_first, {name: (today - day).days for name, day in days.items()}, keep.daily)
    kept |= _newest_of_each(newest_first, {name: _weeks(day, today) for name, day in days.items()}, keep.weekly)
    kept |= _newest_of_each(newest_first, {name: _months(day, today) for name, day in days.items()}, keep.monthly)
    return set(taken) - kept


def _newest_of_each(newest_first: Iterable[str], ages: Mapping[str, int], count: int) -> set[str]:
    """The newest of each age (in days, weeks or months) below `count`; a clock set back makes ages negative."""
    found: dict[int, str] = {}
    for name in newest_first:
        age = max(ages[name], 0)
        if age < count:
            found.setdefault(age, name)
    return set(found.values())


def _weeks(day: date, today: date) -> int:
    return ((today - timedelta(days=today.weekday())) - (day - timedelta(days=day.weekday()))).days // 7


def _months(day: date, today: date) -> int:
    return (today.year - day.year) * 12 + today.month - day.month


def last_due(now: datetime, at: str, timezone: str) -> datetime:
    """The latest moment (UTC), not after `now`, at which a nightly backup was to begin; `at` is `HH:MM` at the site."""
    zone = ZoneInfo(timezone)
    day = now.astimezone(zone).date()
    planned = datetime.combine(day, time.fromisoformat(at), zone)
    if planned > now:
        planned = datetime.combine(day - timedelta(days=1), time.fromisoformat(at), zone)
    return planned.astimezone(now.tzinfo)


def is_due(record: Record, now: datetime, at: str, timezone: str, founded_at: datetime) -> bool:
    """A night has come, or was missed, since the last good backup; after a failure an hour is waited."""
    since = max(record.good_at or founded_at, founded_at)
    if since >= last_due(now, at, timezone):
        return False
    return record.tried_at is None or record.failed is None or not now - RETRY < record.tried_at <= now


def trial_is_due(record: Record, now: datetime) -> bool:
    """It is a week since a backup was put back by way of trial, or that failed, or it was never done."""
    return record.trial_at is None or record.trial_failed is not None or now - record.trial_at >= TRIAL_EVERY


def worries(record: Record, now: datetime, founded_at: datetime, nightly: bool) -> list[str]:
    """What an operator has to see to, as codes: `off`, `failed`, `never`, `old`, `trial_failed`, `untried`."""
    found = [] if nightly else ["off"]
    if record.failed is not None:
        found.append("failed")
    if now - (record.good_at or founded_at) > BACKUP_OLD:
        found.append("old" if record.good_at else "never")
    if record.trial_failed is not None:
        found.append("trial_failed")
    elif record.good_at is not None and now - (record.trial_at or founded_at) > TRIAL_OLD:
        found.append("untried")
    return found
