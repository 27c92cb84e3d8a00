"""The API as its own document describes it: whatever fits the document, or nearly, is answered and never fails."""

from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from board.commands import setting_up
from board.domain.people import PEOPLE_ROLES
from board.domain.stages import Stage
from tests.access.door import Caller, Door
from tests.commands.workshop import PASSWORD_HASH, PIN_HASH


@pytest.fixture
def caller(any_door: Door) -> Caller:
    """Somebody who may do everything, in a workshop with cars at several stages."""
    workshop = any_door.workshop
    everything: dict[str, Any] = {"roles": sorted(PEOPLE_ROLES), "password_hash": PASSWORD_HASH, "pin_hash": PIN_HASH}
    workshop.people["all"] = workshop.do(setting_up.add_person, None, name="全", login="all", **everything).result[
        "person"
    ]
    for stage, bay in ((Stage.final_check, "2"), (Stage.ready, "3"), (Stage.in_work, "1")):
        workshop.car_at(stage, bay=bay)
    return any_door.person("all", view="foreman")


def test_the_document_lists_every_endpoint(door: Door) -> None:
    document = _document(door)
    served = {
        rule.rule.replace("<int:", "{").replace("<", "{").replace(">", "}")
        for rule in door.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.openapi"
    }
    assert set(document["paths"]) == served


def test_nothing_that_is_sent_makes_the_server_fail(any_door: Door, caller: Caller) -> None:
    schema = schemathesis.openapi.from_dict(_document(any_door))
    examples = 4 if any_door.workshop.store.is_sqlite else 2
    for result in schema.get_all_operations():
        operation: Any = result.ok()  # type: ignore[union-attr]
        if operation.path.endswith("sign-out"):
            continue  # it would end the caller's own sign-in; tests/access has it

        @hypothesis.given(case=operation.as_strategy())
        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        def send(case: Any) -> None:
            answer = _sent(caller, case)
            assert answer.status_code < 500, (case.method, case.formatted_path, case.body, answer.text)
            assert answer.is_json
            assert answer.status_code < 400 or {"code", "sentence", "details", "present"} <= set(answer.get_json())

        send()


def _sent(caller: Caller, case: Any) -> Any:
    """Most numbers name something that is there: behind a 404 there is little to fail."""
    for name, value in case.path_parameters.items():
        if name == "command":
            continue  # an id that the client makes
        case.path_parameters[name] = "foreman" if name == "view" else value if value % 5 == 0 else value % 4 + 1
    if case.method.upper() == "GET":
        return caller.get(case.formatted_path)
    if case.method.upper() == "PUT":
        return caller.put(case.formatted_path, b"no picture")
    return caller.post(case.formatted_path, case.body if isinstance(case.body, dict | list) else None)


def _document(door: Door) -> dict[str, Any]:
    found: dict[str, Any] = door.nobody(address="127.0.0.1").get("/api/v1/openapi.json").get_json()
    return found
