"""A site's own pause reasons: what it keeps of them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from board.domain.people import Role
from board.domain.refusals import Refused

OWNERS: Final = (Role.parts, Role.advisor, Role.foreman, Role.technician)
"""Against whom a pause's clock can run."""
MOST_REASONS: Final = 40
_PREFIX: Final = "own_"

Reason = Mapping[str, Any]


def owners_of(reasons: Sequence[Reason]) -> dict[str, Role]:
    """The reasons that can be given now, with who owns each."""
    return {each["code"]: Role(each["owner"]) for each in reasons if each["active"]}


def text_of(reasons: Sequence[Reason], code: str) -> dict[str, str] | None:
    """What a reason is called in each language, also of a retired one; None for one that is not the site's own."""
    return next(({"zh_CN": each["zh_CN"], "en": each["en"]} for each in reasons if each["code"] == code), None)


def with_reason(reasons: Sequence[Reason], zh: str, en: str, owner: Role) -> list[dict[str, Any]]:
    """The reasons with a new one, under a code that none ever had; a text that is missing in one language is said in
    the other. Refused: `words_needed`, `owner_unknown`, `too_many`.
    """
    if len(reasons) >= MOST_REASONS:
        raise Refused("too_many", most=MOST_REASONS)
    last = max((int(each["code"].removeprefix(_PREFIX)) for each in reasons), default=0)
    return [*map(dict, reasons), _reason(f"{_PREFIX}{last + 1}", zh, en, owner, True)]


def with_changed_reason(
    reasons: Sequence[Reason], code: str, zh: str, en: str, owner: Role, active: bool
) -> list[dict[str, Any]]:
    """The reasons with one said otherwise, retired or taken up again. Refused: `not_found`, `words_needed`, …"""
    if code not in {each["code"] for each in reasons}:
        raise Refused("not_found")
    changed = _reason(code, zh, en, owner, active)
    return [changed if each["code"] == code else dict(each) for each in reasons]


def _reason(code: str, zh: str, en: str, owner: Role, active: bool) -> dict[str, Any]:
    zh, en = zh.strip(), en.strip()
    if not zh and not en:
        raise Refused("words_needed")
    if owner not in OWNERS:
        raise Refused("owner_unknown")
    return {"code": code, "zh_CN": zh or en, "en": en or zh, "owner": owner.value, "active": active}
