"""How an endpoint of the JSON API is made: its action, the model of its body, and its place in the OpenAPI document."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Blueprint, Response, jsonify, make_response, request
from flask_babel import gettext as _
from pydantic import BaseModel, ValidationError
from spectree import Response as Documented
from spectree import SpecTree

from board import access
from board.commands.change import Answer, Command, Show
from board.domain.permissions import Action
from board.domain.refusals import N_, Refused
from board.metrics import COMMANDS
from board.screens.look import Look
from board.store import models
from board.store.transaction import Unavailable
from board.web import routing
from board.web.api.wire import CommandAnswer, CommandBody, InvalidInput, RefusalAnswer
from board.web.errors import refusal
from board.web.parts import asker, now, parts

LARGEST_BODY: Final = 256 * 1024

api = Blueprint("api", __name__, url_prefix="/api/v1")
spec = SpecTree(
    "flask",
    title="Transparent workshop board",
    version="v1",
    path="api/v1/openapi",
    mode="strict",
    annotations=False,
    description="Times are milliseconds since 1970, UTC. Every command carries an `id` made by the client.",
)

_FIELD_SENTENCES: Final = {
    "missing": N_("Please fill this in."),
    "string_too_short": N_("Please fill this in."),
    "string_too_long": N_("This text is too long: at most %(most)s characters."),
    "too_short": N_("Please add at least one."),
    "too_long": N_("There are too many of these: at most %(most)s."),
    "extra_forbidden": N_("This field is not known here."),
    "enum": N_("Please choose one of the given values."),
    "greater_than_equal": N_("This number is too small."),
    "less_than_equal": N_("This number is too large."),
}
_ANY_FIELD: Final = N_("This is not valid.")


_Body = TypeVar("_Body", bound=BaseModel)


def endpoint(
    method: str, path: str, action: Action, body: type[BaseModel] | None = None, answer: Any = None, csrf: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Serve a function at a path. It gets its parsed body first (where it has one), then the path's values, and gives
    what is sent as JSON, or a Response."""

    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        def view(**path_values: Any) -> Any:
            given = (parsed(body),) if body is not None else ()
            result = function(*given, **path_values)
            return result if isinstance(result, Response) else jsonify(result)

        view.__name__ = function.__name__
        view.__doc__ = function.__doc__
        documented = spec.validate(
            json=body,
            resp=Documented(HTTP_200=answer, HTTP_409=RefusalAnswer, HTTP_422=InvalidInput)
            if answer is not None
            else None,
            skip_validation=True,
            tags=[path.split("/")[1]],
        )(view)
        api.add_url_rule(path, function.__name__, routing.action(action, csrf)(documented), methods=[method])
        return function

    return register


def command_endpoint(path: str, command: Command, body: type[CommandBody]) -> None:
    """Serve a command on a job at `/jobs/<job>/<path>`."""

    def run(sent: CommandBody, job: int) -> Response:
        return carry_out(command, sent, job=job)

    run.__name__ = command.verb
    run.__doc__ = command.run.__doc__
    endpoint("POST", f"/jobs/<int:job>/{path}", command.action, body, CommandAnswer)(run)


def parsed(model: type[_Body]) -> _Body:
    """The request's body as the model. Raises InvalidBody, or Refused `too_large`."""
    if (request.content_length or 0) > LARGEST_BODY:
        raise Refused("too_large")
    try:
        return model.model_validate_json(request.get_data(cache=False) or b"{}")
    except ValidationError as error:
        raise InvalidBody(error) from None


def carry_out(command: Command, sent: CommandBody, **more: Any) -> Response:
    """Carry a command out for the asker and answer with what became of it."""
    answer = done(command, sent.id, {**plain(sent), **more})
    return make_response(jsonify(answered(answer)), 200)


def done(command: Command, command_id: str, details: dict[str, Any], show: Show | None = None) -> Answer:
    """Carry a command out for the asker, counted for the operator's monitoring; `show` as in `perform`."""
    try:
        answer = access.carry_out(parts().store, asker(), command, command_id, details, now(), show)
    except Refused:
        COMMANDS.labels(command.verb, "refused").inc()
        raise
    except Unavailable:
        COMMANDS.labels(command.verb, "unavailable").inc()
        raise
    COMMANDS.labels(command.verb, "repeated" if answer.repeated else "done").inc()
    return answer


def answered(answer: Answer) -> dict[str, Any]:
    """What the asker is told of a command."""
    return {
        "revision": answer.revision,
        "repeated": answer.repeated,
        "job": answer.job,
        "result": dict(answer.result),
    }


def plain(sent: CommandBody) -> dict[str, Any]:
    """A body's fields as the details of its command: without the id, times without `_at`."""
    given = sent.model_dump(exclude={"id"})
    if "planned_start_at" in given:
        given["planned_start"] = given.pop("planned_start_at")
    return given


def look(session: Any) -> Look:
    """The asker's site as it is now. Refused: `sign_in_first`."""
    return Look(session, session.get_one(models.Site, asker().actor.site), now())


class InvalidBody(Exception):
    """The body does not fit the model."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__("invalid body")
        self.error = error


@api.errorhandler(InvalidBody)
def invalid(body: InvalidBody) -> Response:
    """The answer to a body that does not fit, with a sentence for each field."""
    fields = []
    for error in body.error.errors(include_url=False, include_input=False):
        told = _FIELD_SENTENCES.get(error["type"], _ANY_FIELD)
        limits = error.get("ctx", {})
        most = limits.get("max_length")
        text = _(told) % {"most": most} if "%(most)s" in told else _(told)
        fields.append({"field": ".".join(str(part) for part in error["loc"]), "sentence": text})
    code = "bad_request" if any(not field["field"] for field in fields) else "invalid_input"
    return refusal(code, {}, fields=fields)
