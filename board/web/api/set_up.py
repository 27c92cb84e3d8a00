"""Setting the workshop up: what the floor and the desks read of it, and everything the administrator changes."""

import hashlib
import hmac
from typing import Any

from flask import Response, jsonify, make_response, request
from pydantic import ValidationError

from board.commands import setting_up
from board.commands.change import Command
from board.commands.setting_up.catalogue import standard_jobs
from board.domain.catalogue_sheet import LARGEST_SHEET, read_sheet
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.domain.staff import require_password, require_pin
from board.domain.standard_jobs import Mistake, Plan, plan_import
from board.domain.words import WORDS
from board.screens import paired, set_up
from board.signing_in import hash_secret, with_pairing_code
from board.store import models
from board.web.api import set_up_bodies as bodies
from board.web.api import wire
from board.web.api.endpoints import InvalidBody, answered, carry_out, done, endpoint, look, plain
from board.web.errors import refusal
from board.web.i18n import sentence, word
from board.web.paper.qr import qr_svg
from board.web.parts import asker, now, parts, public_url
from board.web.vocabulary import vocabulary


@endpoint("GET", "/catalogue", Action.read_catalogue, answer=wire.AnyAnswer)
def read_catalogue() -> dict[str, Any]:
    """The standard jobs that can be ordered, in both languages, and the service types as the site offers them."""
    with parts().store.reading() as session:
        view = look(session)
        return {"jobs": set_up.catalogue(view), "service_types": set_up.service_types(view)}


@endpoint("GET", "/checklists", Action.read_checklists, answer=wire.AnyAnswer)
def read_checklists() -> dict[str, Any]:
    """What is ticked at the checks and at the handover, for every service type or one."""
    with parts().store.reading() as session:
        return {"checklists": set_up.checklists(look(session))}


@endpoint("GET", "/set-up", Action.read_set_up, answer=wire.AnyAnswer)
def read_set_up() -> dict[str, Any]:
    """Everything that the administrator can change, but for the catalogue."""
    with parts().store.reading() as session:
        return set_up.picture(look(session))


@endpoint("GET", "/set-up/catalogue", Action.read_set_up, answer=wire.AnyAnswer)
def read_whole_catalogue() -> dict[str, Any]:
    """Every line of the catalogue, also those that are not offered any more."""
    with parts().store.reading() as session:
        return {"jobs": set_up.whole_catalogue(look(session))}


def _serve(path: str, command: Command, body: type[wire.CommandBody]) -> None:
    """Serve a command at a path; the values of the path are details of it."""

    def run(sent: Any, **path_values: int) -> Response:
        return carry_out(command, sent, **path_values)

    run.__name__ = command.verb
    run.__doc__ = command.run.__doc__
    endpoint("POST", path, command.action, body, wire.CommandAnswer)(run)


for _path, _command, _body in (
    ("/set-up/people/<int:person>/change", setting_up.change_person, bodies.ChangedPerson),
    ("/set-up/people/<int:person>/certificates", setting_up.set_certificates, bodies.Certificates),
    ("/set-up/people/<int:person>/renew-badge", setting_up.renew_badge, wire.CommandBody),
    ("/set-up/people/<int:person>/end-sign-ins", setting_up.end_persons_sign_ins, wire.CommandBody),
    ("/set-up/people/<int:person>/reset-second-factor", setting_up.reset_second_factor, wire.CommandBody),
    ("/set-up/people/<int:person>/deactivate", setting_up.deactivate_person, wire.CommandBody),
    ("/set-up/people/<int:person>/reactivate", setting_up.reactivate_person, wire.CommandBody),
    ("/set-up/teams", setting_up.add_team, bodies.Named),
    ("/set-up/teams/<int:team>/rename", setting_up.rename_team, bodies.Named),
    ("/set-up/teams/<int:team>/remove", setting_up.remove_team, wire.CommandBody),
    ("/set-up/bays", setting_up.add_bay, bodies.BayFields),
    ("/set-up/bays/<int:bay>/change", setting_up.change_bay, bodies.ChangedBay),
    ("/set-up/bays/<int:bay>/remove", setting_up.remove_bay, wire.CommandBody),
    ("/bays/<int:bay>/return", setting_up.return_bay, wire.CommandBody),
    ("/set-up/shifts", setting_up.add_shift, bodies.ShiftFields),
    ("/set-up/shifts/<int:shift>/change", setting_up.change_shift, bodies.ChangedShift),
    ("/set-up/shifts/<int:shift>/remove", setting_up.remove_shift, wire.CommandBody),
    ("/set-up/opening", setting_up.set_opening, bodies.Opening),
    ("/set-up/special-days", setting_up.add_special_day, bodies.NewSpecialDay),
    ("/set-up/special-days/<int:special_day>/remove", setting_up.remove_special_day, wire.CommandBody),
    ("/set-up/second-factor", setting_up.require_second_factor, bodies.SecondFactorRule),
    ("/set-up/workshop", setting_up.change_workshop, bodies.WorkshopFields),
    ("/set-up/service-types", setting_up.change_service_type, bodies.ChangedServiceType),
    ("/set-up/time-standards", setting_up.set_time_standards, bodies.TimeStandards),
    ("/set-up/pause-reasons", setting_up.add_pause_reason, bodies.NewReason),
    ("/set-up/pause-reasons/change", setting_up.change_pause_reason, bodies.ChangedReason),
    ("/set-up/checklists", setting_up.set_checklist, bodies.ChangedChecklist),
    ("/set-up/catalogue", setting_up.add_standard_job, bodies.StandardJobFields),
    ("/set-up/catalogue/change", setting_up.change_standard_job, bodies.ChangedStandardJob),
    ("/set-up/screens/<int:device>/change", setting_up.change_screen, bodies.ChangedScreen),
    ("/set-up/screens/<int:device>/reload", setting_up.reload_screen, wire.CommandBody),
    ("/set-up/screens/<int:device>/identify", setting_up.identify_screen, wire.CommandBody),
    ("/set-up/screens/<int:device>/revoke", setting_up.revoke_device, wire.CommandBody),
):
    _serve(_path, _command, _body)


@endpoint("POST", "/bays/<int:bay>/take-out", setting_up.take_bay_out.action, bodies.TakeOut, wire.CommandAnswer)
def take_bay_out(sent: bodies.TakeOut, bay: int) -> Response:
    """Take a bay out of service, with a reason and an expected end."""
    details = {"bay": bay, "reason": sent.reason, "until": sent.until_at}
    return _told(setting_up.take_bay_out, sent.id, details)


@endpoint("POST", "/set-up/people", setting_up.add_person.action, bodies.NewPerson, wire.CommandAnswer)
def add_person(sent: bodies.NewPerson) -> Response:
    """Somebody new, with a badge; a password for desks, a PIN for tablets.

    The password lets in once, to choose another.

    Refused: `password_short`, `password_weak`, `pin_shape`, `pin_weak`."""
    details = plain(sent)
    password, pin = details.pop("password"), details.pop("pin")
    about = (sent.name, sent.login, sent.phone)
    hashes = {
        "password_hash": _password_hash(sent.id, password, about),
        "pin_hash": _pin_hash(sent.id, pin, sent.phone),
    }
    return _told(setting_up.add_person, sent.id, details | hashes | {"one_time": True})


@endpoint(
    "POST",
    "/set-up/people/<int:person>/password",
    setting_up.set_password.action,
    bodies.NewPassword,
    wire.CommandAnswer,
)
def set_password(sent: bodies.NewPassword, person: int) -> Response:
    """A new password, or none. Somebody else's lets in once, to choose another.

    Refused: `password_short`, `password_weak`."""
    known = _known(person)
    about = (known.name, known.login, known.phone) if known else ()
    details = {"person": person, "password_hash": _password_hash(sent.id, sent.password, about), "one_time": True}
    return _told(setting_up.set_password, sent.id, details)


@endpoint("POST", "/set-up/people/<int:person>/pin", setting_up.set_pin.action, bodies.NewPin, wire.CommandAnswer)
def set_pin(sent: bodies.NewPin, person: int) -> Response:
    """A new PIN, or none. Refused: `pin_shape`, `pin_weak`."""
    known = _known(person)
    pin_hash = _pin_hash(sent.id, sent.pin, known.phone if known else None)
    return _told(setting_up.set_pin, sent.id, {"person": person, "pin_hash": pin_hash})


@endpoint("GET", "/set-up/screens", Action.read_set_up, answer=wire.AnyAnswer)
def read_screens() -> dict[str, Any]:
    """The paired walls and tablets, and how each is: fine, stale, dark or asleep."""
    with parts().store.reading() as session:
        return {"screens": paired.listed(look(session))}


@endpoint("POST", "/set-up/screens/pair", setting_up.pair_screen.action, bodies.PairedScreen, wire.CommandAnswer)
def pair_screen(sent: bodies.PairedScreen) -> Response:
    """Pair the screen that shows this code; it starts by itself.

    Refused: `pairing_shape`, `pairing_unknown`, `pairing_used`, `pairing_expired`, `too_many_attempts`."""
    return with_pairing_code(
        parts().store, asker().person, now(), lambda: _told(setting_up.pair_screen, sent.id, plain(sent))
    )


@endpoint("POST", "/set-up/screens", setting_up.pair_device.action, bodies.NewScreen, wire.CommandAnswer)
def add_screen(sent: bodies.NewScreen) -> Response:
    """Pair a screen: gives the address to open on it, and the same as a QR code; neither is kept here."""
    token = _own_bytes(f"screen:{sent.id}").hex()
    details = plain(sent) | {"token_digest": setting_up.digest(token)}
    answer = answered(done(setting_up.pair_device, sent.id, details))
    link = f"{public_url()}/d/{token}"
    return make_response(jsonify({**answer, "link": link, "qr": qr_svg(link)}), 200)


@endpoint("PUT", "/set-up/catalogue/preview/<command>", Action.read_set_up, answer=wire.AnyAnswer)
def preview_catalogue(command: str) -> dict[str, Any]:  # noqa: ARG001 - files are sent under an id; nothing is kept
    """What taking over a table (the body: CSV) would do: which standard jobs are added and changed, how many stay as
    they are, and every mistake with its line and column. Nothing is changed.

    Refused: `sheet_too_large`, `sheet_unreadable`, `sheet_empty`."""
    rows, mistakes = read_sheet(_sheet(), vocabulary())
    with parts().store.reading() as session:
        plan = plan_import(standard_jobs(session, look(session).site.id), rows)
    return _plan_told(plan, mistakes)


@endpoint("PUT", "/set-up/catalogue/import/<command>", setting_up.import_catalogue.action, answer=wire.CommandAnswer)
def import_catalogue(command: str) -> Response:
    """Take over a table (the body: CSV), all of it or nothing. The command's id stands in the address.

    Refused: as the preview, `sheet_mistakes` (with `mistakes`, as the preview has them)."""
    try:
        sent = wire.CommandBody(id=command)
    except ValidationError as error:
        raise InvalidBody(error) from None
    rows, mistakes = read_sheet(_sheet(), vocabulary())
    if mistakes:
        return refusal("sheet_mistakes", {"count": len(mistakes)}, mistakes=[_mistake_told(each) for each in mistakes])
    return _told(setting_up.import_catalogue, sent.id, {"rows": rows})


def _told(command: Command, command_id: str, details: dict[str, Any]) -> Response:
    return make_response(jsonify(answered(done(command, command_id, details))), 200)


def _known(person: int) -> models.Person | None:
    """Somebody of the asker's site; the command refuses the others."""
    with parts().store.reading() as session:
        row = session.get(models.Person, person)
        return row if row is not None and row.site_id == asker().site else None


def _password_hash(command_id: str, password: str | None, about: tuple[str | None, ...]) -> str | None:
    if password is None:
        return None
    require_password(password, *about)
    return hash_secret(password, _own_bytes(f"password:{command_id}"))


def _pin_hash(command_id: str, pin: str | None, phone: str | None) -> str | None:
    if pin is None:
        return None
    require_pin(pin, phone)
    return hash_secret(pin, _own_bytes(f"pin:{command_id}"))


def _own_bytes(what: str) -> bytes:
    """24 bytes that only this server can make, and makes again when the same command is repeated: what is sent twice
    must come out the same, though it was thrown away in between."""
    key = parts().settings.secret_key.encode()
    return hmac.new(key, f"{asker().actor.site}:{asker().person}:{what}".encode(), hashlib.sha256).digest()[:24]


def _sheet() -> bytes:
    if (request.content_length or 0) > LARGEST_SHEET:
        raise Refused("too_large")
    return request.get_data(cache=False)


def _plan_told(plan: Plan, mistakes: list[Mistake]) -> dict[str, Any]:
    found = sorted([*mistakes, *plan.mistakes], key=lambda each: each.line)
    return {
        "added": [_line(each) for each in plan.added],
        "changed": [_line(each) for each in plan.changed],
        "unchanged": len(plan.unchanged),
        "mistakes": [_mistake_told(each) for each in found],
    }


def _line(job: Any) -> dict[str, Any]:
    return {"code": job.code, "text": {"zh_CN": job.text_zh or job.text_en, "en": job.text_en or job.text_zh}}


def _mistake_told(mistake: Mistake) -> dict[str, Any]:
    known = mistake.column in WORDS["catalogue_column"]
    column = word("catalogue_column", mistake.column) if known else mistake.column
    return {"line": mistake.line, "column": column, "sentence": sentence(mistake.code, mistake.details)}
