"""What an operator asks: does it live, is it ready, how is it doing; and the API's own documentation."""

from flask import Blueprint, Response, jsonify, make_response, render_template
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from board.domain.permissions import Action
from board.store.migrating import Shape, shape
from board.store.transaction import Unavailable
from board.web.api.endpoints import api, spec
from board.web.pages import boot
from board.web.parts import parts
from board.web.routing import action

operating = Blueprint("operating", __name__)


@operating.get("/healthz")
@action(Action.read_health)
def healthz() -> Response:
    """The process answers."""
    return jsonify({"status": "ok", "version": parts().version})


@operating.get("/readyz")
@action(Action.read_health)
def readyz() -> Response:
    """The database can be read and has the shape that this code knows; else 503 and what is wrong."""
    try:
        found = shape(parts().store)
    except (SQLAlchemyError, Unavailable):
        return make_response(jsonify({"status": "unavailable", "database": "cannot be read"}), 503)
    if found is not Shape.current:
        return make_response(jsonify({"status": "unavailable", "migrations": found.value}), 503)
    return jsonify({"status": "ready", "migrations": found.value})


@operating.get("/metrics")
@action(Action.read_metrics)
def metrics() -> Response:
    """Prometheus' text format."""
    response = make_response(generate_latest())
    response.headers["Content-Type"] = CONTENT_TYPE_LATEST
    return response


@operating.get("/docs/api")
@action(Action.read_api_docs)
def api_docs() -> str:
    """The API's documentation, served from here."""
    return render_template("api_docs.html", boot=boot("api_docs"))


@api.get("/openapi.json")
@action(Action.read_api_docs)
def openapi() -> Response:
    """The API as an OpenAPI document."""
    return jsonify(spec.spec)
