"""What a site has set up: the catalogue, the checklists, and everything that its administrator can change."""

from typing import Any, Final, TypedDict

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from board.domain.job import PAUSE_OWNERS
from board.domain.service_types import offers
from board.domain.staff import last_day_of
from board.domain.stages import LIVE, TIME_STANDARDS
from board.screens import paired
from board.screens.look import Look, ms
from board.store import models
from board.store.versions import version

_WORKSHOP: Final = ("name", "language", "timezone", "brand", "currency", "jobs_at_once", "personal_days")
_OPENING: Final = ("shift_start", "shift_end", "open_days")


class StandardJobLine(TypedDict):
    code: str
    text: dict[str, str]
    service_type: str | None
    standard_minutes: int
    skill: str | None
    high_voltage: bool
    safety: bool
    price_cents: int | None
    checklist: list[str]
    parts: list[Any]


class ChecklistLine(TypedDict):
    occasion: str
    service_type: str
    items: list[str]


def catalogue(look: Look) -> list[StandardJobLine]:
    """The standard jobs that can be ordered, by their codes."""
    query = select(models.StandardJob).where(models.StandardJob.site_id == look.site.id, models.StandardJob.active)
    return [standard_job(row) for row in look.session.scalars(query.order_by(models.StandardJob.code))]


def standard_job(row: models.StandardJob) -> StandardJobLine:
    """A line of the catalogue; a text that is missing in one language is said in the other."""
    return StandardJobLine(
        code=row.code,
        text={"zh_CN": row.text_zh or row.text_en, "en": row.text_en or row.text_zh},
        service_type=row.service_type.value if row.service_type else None,
        standard_minutes=row.standard_minutes,
        skill=row.skill,
        high_voltage=row.high_voltage,
        safety=row.safety,
        price_cents=row.price_cents,
        checklist=list(row.checklist),
        parts=list(row.parts),
    )


def checklists(look: Look) -> list[ChecklistLine]:
    """What is ticked on each occasion, for every service type (`""`) or one."""
    query = select(models.Checklist).where(models.Checklist.site_id == look.site.id)
    ordered = query.order_by(models.Checklist.occasion, models.Checklist.service_type)
    return [
        ChecklistLine(occasion=row.occasion, service_type=row.service_type, items=list(row.items))
        for row in look.session.scalars(ordered)
    ]


def service_types(look: Look) -> dict[str, dict[str, bool]]:
    """Which service types can be chosen, and whether a new job of each begins with a wash."""
    decided = offers(look.site.service_types)
    return {each.value: {"active": offer.active, "wash": offer.wash} for each, offer in decided.items()}


def picture(look: Look) -> dict[str, Any]:
    """Everything that the administrator can change, but for the catalogue; `seen` is the version of each thing."""
    site = look.site
    return {
        "workshop": {name: getattr(site, name) for name in _WORKSHOP} | {"seen": version(site, only=_WORKSHOP)},
        "second_factor_for_admins": site.second_factor_for_admins,
        "opening": {
            "start": site.shift_start,
            "end": site.shift_end,
            "open_days": list(site.open_days),
            "seen": version(site, only=_OPENING),
        },
        "people": _people(look),
        "teams": [{"id": row.id, "name": row.name} for row in _rows(look, models.Team)],
        "bays": _bays(look),
        "shifts": [
            {
                "id": row.id,
                "name": row.name,
                "start": row.start,
                "end": row.end,
                "days": list(row.days),
                "seen": version(row),
            }
            for row in _rows(look, models.Shift)
        ],
        "special_days": [
            {"id": row.id, "day": row.day.isoformat(), "name": row.name, "open": row.open}
            for row in sorted(_rows(look, models.SpecialDay), key=lambda each: each.day)
        ],
        "service_types": service_types(look),
        "time_standards": {
            "usual": {stage.value: minutes for stage, minutes in TIME_STANDARDS.items()},
            "own": dict(site.time_standards),
            "seen": version(site, only=("time_standards",)),
        },
        "checklists": [
            {
                "occasion": row.occasion,
                "service_type": row.service_type,
                "items": list(row.items),
                "seen": version(row),
            }
            for row in _rows(look, models.Checklist)
        ],
        "no_checklist": version(),
        "pause_reasons": {
            "usual": [{"code": reason.value, "owner": owner.value} for reason, owner in PAUSE_OWNERS.items()],
            "own": list(site.pause_reasons),
            "seen": version(site, only=("pause_reasons",)),
        },
        "screens": paired.listed(look),
        "standard_jobs": look.session.scalar(
            select(func.count())
            .select_from(models.StandardJob)
            .where(models.StandardJob.site_id == site.id, models.StandardJob.active)
        ),
    }


def whole_catalogue(look: Look) -> list[dict[str, Any]]:
    """Every line of the catalogue as it is kept, also those that are not offered any more."""
    query = select(models.StandardJob).where(models.StandardJob.site_id == look.site.id)
    return [
        {
            **standard_job(row),
            "text_zh": row.text_zh,
            "text_en": row.text_en,
            "active": row.active,
            "seen": version(row),
        }
        for row in look.session.scalars(query.order_by(models.StandardJob.code))
    ]


def _people(look: Look) -> list[dict[str, Any]]:
    query = (
        select(models.Person)
        .where(models.Person.site_id == look.site.id)
        .options(selectinload(models.Person.certificates), selectinload(models.Person.on))
        .order_by(models.Person.id)
    )
    factors = set(look.session.scalars(select(models.SecondFactor.person_id)))
    return [
        {
            "id": row.id,
            "name": row.name,
            "roles": list(row.roles),
            "login": row.login,
            "phone": row.phone,
            "language": row.language,
            "team": row.team_id,
            "shift": row.shift_id,
            "skills": list(row.skills),
            "active": row.active,
            "has_password": row.password_hash is not None,
            "has_pin": row.pin_hash is not None,
            "has_second_factor": row.id in factors,
            "password_is_one_time": row.password_is_one_time,
            "on": len(row.on),
            "cars": len(look.assigned_to(row.id)),
            "certificates": [
                {
                    "kind": each.kind.value,
                    "last_day": last_day_of(each.expires_at, look.site.timezone).isoformat(),
                    "expires_at": ms(each.expires_at),
                }
                for each in row.certificates
            ],
            "certificates_seen": version(*sorted(row.certificates, key=lambda each: each.id)),
            "seen": version(row),
        }
        for row in look.session.scalars(query)
    ]


def _bays(look: Look) -> list[dict[str, Any]]:
    live = (models.Job.site_id == look.site.id, models.Job.stage.in_(LIVE))
    standing = select(models.Job.bay_id, func.count()).where(*live).group_by(models.Job.bay_id)
    parked = select(models.Job.stall, func.count()).where(*live).group_by(models.Job.stall)
    in_bay = {bay: cars for bay, cars in look.session.execute(standing)}  # noqa: C416 - dict() knows no rows
    in_stall = {stall: cars for stall, cars in look.session.execute(parked)}  # noqa: C416
    return [
        {
            "id": row.id,
            "number": row.number,
            "kind": row.kind.value,
            "capacity": row.capacity,
            "place": place,
            "cars": in_bay.get(row.id, 0) + (in_stall.get(row.number, 0) if row.kind == "ready_stall" else 0),
            "out_of_service": {"reason": row.out_of_service, "until_at": ms(row.out_of_service_until)}
            if row.out_of_service is not None
            else None,
            "seen": version(row),
        }
        for place, row in enumerate(look.bays().values(), start=1)
    ]


def _rows(look: Look, table: Any) -> list[Any]:
    """A site's rows of a table, as they were added."""
    return list(look.session.scalars(select(table).where(table.site_id == look.site.id).order_by(table.id)))
