"""The customer's link: issued with the card, renewed when it was lost, and read by whoever prints or sends it.

Its text is in no answer that is kept: a repeated command is told what is in force now.
"""

from typing import Any

from flask import Response, jsonify, make_response

from board.commands import add_ons, receiving
from board.commands.change import Command
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.screens.links import customer_link
from board.screens.look import ms
from board.store import models
from board.web.api import wire
from board.web.api.endpoints import answered, done, endpoint
from board.web.parts import asker, now, parts, public_url


def _serve(path: str, command: Command) -> None:
    def run(sent: wire.CommandBody, job: int) -> Response:
        answer = answered(done(command, sent.id, {"job": job}))
        with parts().store.reading() as session:
            link = customer_link(session, parts().store.key, job, now())
        told = {**answer["result"], "customer_copy": link.text if link else None}
        return make_response(jsonify({**answer, "result": told}), 200)

    run.__name__ = command.verb
    run.__doc__ = command.run.__doc__
    endpoint("POST", f"/jobs/<int:job>/{path}", command.action, wire.CommandBody, wire.CommandAnswer)(run)


_serve("print-card", receiving.print_card)
_serve("renew-customer-link", add_ons.renew_customer_link)


@endpoint("GET", "/jobs/<int:job>/customer-link", Action.print_card, answer=wire.AnyAnswer)
def read_customer_link(job: int) -> dict[str, Any]:
    """The address of the customer's page of this job; null while there is none. Whoever has it can decide as the
    customer, so it is told only to who prints it."""
    with parts().store.reading() as session:
        row = session.get(models.Job, job)
        if row is None or row.site_id != asker().actor.site:
            raise Refused("not_found")
        link = customer_link(session, parts().store.key, job, now())
    if link is None:
        return {"link": None}
    return {"link": {"address": f"{public_url()}/c/{link.text}", "expires_at": ms(link.expires_at)}}
