"""The screens that a person may open: one list for the start page and for the menu in every desk's header."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext

from board.domain.permissions import Action
from board.domain.refusals import N_


@dataclass(frozen=True)
class Screen:
    """A way in: who sees it, where it leads, and how it is told."""

    action: Action
    href: str
    icon: str
    name: str
    text: str
    in_menu: bool = True


SCREENS: Final = (
    Screen(
        Action.watch_foreman,
        "/foreman",
        "wrench",
        N_("Workshop plan"),
        N_("The queue, the bays and the people: give out the work and move cars by hand."),
    ),
    Screen(
        Action.watch_desk,
        "/desk",
        "car",
        N_("Desk"),
        N_("Your cars and the next step of each: tell, hand over, settle, let out."),
    ),
    Screen(
        Action.watch_appointments,
        "/appointments",
        "calendar",
        N_("Appointments"),
        N_("Who comes when: book, confirm, move, and see how many hours are sold."),
    ),
    Screen(
        Action.watch_follow_up,
        "/follow-up",
        "phone",
        N_("Follow-up"),
        N_("Whom to call after delivery, and the complaints with their owners."),
    ),
    Screen(
        Action.watch_parts,
        "/parts",
        "settings",
        N_("Parts"),
        N_("What to look up, what is on its way, what to issue, and found work to price."),
    ),
    Screen(
        Action.watch_gate,
        "/gate",
        "square-parking",
        N_("Gate"),
        N_("Who is expected, who has come, and the way out: arrivals and exit passes."),
    ),
    Screen(Action.take_in, "/desk#new", "plus", N_("New job"), N_("Take in a car and print its card."), in_menu=False),
    Screen(
        Action.watch_tablet,
        "/tablet",
        "scan-line",
        N_("Workshop tablet"),
        N_("Scan a job card and take the next step."),
    ),
    Screen(
        Action.watch_workshop,
        "/workshop",
        "monitor",
        N_("Workshop board"),
        N_("The wall in the workshop: every bay and every queue."),
    ),
    Screen(
        Action.watch_lounge,
        "/lounge",
        "users",
        N_("Lounge display"),
        N_("What waiting customers see of their cars."),
    ),
    Screen(
        Action.read_set_up,
        "/set-up",
        "settings",
        N_("Set-up"),
        N_("People, bays, hours, standards, the catalogue and the screens of this workshop."),
    ),
    Screen(
        Action.read_audit,
        "/audit",
        "list-checks",
        N_("Audit"),
        N_("Promises, corrections, cancellations and settings: what was changed, by whom, and why."),
    ),
    Screen(
        Action.print_badges,
        "/people/badges",
        "badge-check",
        N_("Badges"),
        N_("Print the people's badges, eight to a page."),
    ),
    Screen(
        Action.open_account,
        "/account",
        "user",
        N_("Your account"),
        N_("Your password, your second factor, and where you are signed in."),
    ),
)


def screens_told(actions: Iterable[str]) -> list[dict[str, Any]]:
    """The screens that somebody with these actions may open, in the reader's language."""
    allowed = set(actions)
    return [
        {
            "href": screen.href,
            "icon": screen.icon,
            "name": gettext(screen.name),
            "text": gettext(screen.text),
            "in_menu": screen.in_menu,
        }
        for screen in SCREENS
        if screen.action.value in allowed
    ]
