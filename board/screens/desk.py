"""The desk: the cars as advisors, cashiers and the gate need them, with the customer and the steps that are theirs."""

from typing import Any, Final

from board.domain.permissions import Action, permitted
from board.domain.stages import FROM, Move
from board.screens import calls, cases, tablet, wanting, workshop
from board.screens.foreman import advisor
from board.screens.look import Keys, Look, ms, own_person_among, wanted
from board.store import models

_DESK_MOVES: Final = {
    Action.change_promise: Move.change_promise,
    Action.cancel: Move.cancel,
    Action.issue_exit_pass: Move.deliver,
}
_DESK_ACTS: Final = (Action.print_card, Action.revoke_card, Action.assign_advisor, Action.link_comeback)
"""What may be done with a car at any stage."""


def cards(look: Look, keys: Keys | None, person_id: int) -> dict[str, Any]:
    """The cards among the keys, all of them when None, for one person."""
    person = look.person(person_id)
    found: dict[str, Any] = {}
    if wanted(f"site:{look.site.id}", keys):
        found[f"site:{look.site.id}"] = workshop.site_card(look)
    for each in look.people().values():
        if wanted(f"person:{each.id}", keys):
            found[f"person:{each.id}"] = {"kind": "person", "id": each.id, "name": each.name, "roles": list(each.roles)}
    rows = look.jobs(None if own_person_among(keys, person_id) else keys)
    needed, back = wanting.needs_of(look, rows), wanting.comebacks_of(look, rows)
    for row in rows:
        may = [action.value for action, move in _DESK_MOVES.items() if row.stage in FROM[move]]
        may += [action.value for action in _DESK_ACTS]
        found[f"job:{row.id}"] = {
            **tablet.job_card(look, row, person),
            **_customer(row),
            "advisor": advisor(look, row),
            "needs": needed[row.id],
            "comeback_of": back.get(row.id),
            "may": [action for action in may if permitted(person.roles, Action(action))],
        }
    return found | calls.cards(look, keys) | cases.cards(look, keys, person_id)


def _customer(row: models.Job) -> dict[str, Any]:
    return {
        "customer": {
            "name": row.customer.name,
            "salutation": row.customer.salutation.value,
            "phone": row.customer.phone,
        },
        "wash_wanted": row.wash_wanted,
        "old_parts": row.old_parts.value,
        "first_promised_at": ms(row.first_promised_at),
        "taken_in_at": ms(row.taken_in_at),
        "vin": row.vehicle.vin,
        "mileage_km": row.mileage_km,
    }
