"""The pages: shells that carry who, where and which view; what they show comes over the feed."""

import json
import re
from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from board import access
from board.access import Asker, Credentials
from board.commands.setting_up.catalogue import standard_jobs
from board.domain.catalogue_sheet import write_sheet
from board.domain.permissions import Action
from board.domain.refusals import Refused
from board.screens import paired
from board.screens.views import VIEWS
from board.signing_in import give_second_step, sign_in_with_password
from board.signing_in import sign_out as end
from board.store import models
from board.web.api.people import person_told, set_cookie
from board.web.errors import next_step, status_of
from board.web.i18n import LANGUAGES, catalogue, choose_locale, sentence, word
from board.web.paper.order import DRAWING, OUTLINES
from board.web.parts import asker, now, parts
from board.web.routing import action, visit
from board.web.screens import screens_told
from board.web.vocabulary import vocabulary

pages = Blueprint("pages", __name__)
_CATALOGUE_SECONDS: Final = 365 * 24 * 3600
NO_SITE: Final = {"name": "", "timezone": "UTC", "brand": "#0b6e69", "currency": "CNY"}
_OWN_PATH: Final = re.compile(r"/(?!/)[^\\\s\x00-\x1f\x7f]*")
"""Browsers read a backslash as a slash and leave tabs and line breaks out: both would lead to another host."""


@pages.get("/")
@action(Action.open_home)
def home() -> str | Redirect:
    """Leads each role to its screens; a paired screen goes straight to its view."""
    who = asker()
    if who.needs is not None:
        return redirect(next_step(who.needs))
    if who.person is None and who.view is not None and not parts().demo:
        return redirect(f"/{who.view}")
    return render_template("home/home.html", boot=boot("home", doors=_doors()), word=word)


@pages.get("/sign-in")
@action(Action.sign_in)
def sign_in() -> str:
    """The desk's door."""
    return render_template(
        "home/sign_in.html", boot=boot("signin"), next=own_path(request.args.get("next")), error=None
    )


@pages.post("/sign-in")
@action(Action.sign_in, csrf=False)
def sign_in_plainly() -> Response:
    """The same without JavaScript."""
    login, password = request.form.get("login", "")[:64], request.form.get("password", "")[:200]
    following = own_path(request.form.get("next"))
    try:
        token = sign_in_with_password(parts().store, login, password, visit(access.DESK_COOKIE), now())
    except Refused as refused:
        error = sentence(refused.code, refused.details)
        page = render_template("home/sign_in.html", boot=boot("signin"), next=following, error=error)
        return make_response(page, status_of(refused.code))
    return going_on(token, following)


@pages.get("/sign-in/code")
@action(Action.give_second_step)
def second_step() -> str:
    """The second step of signing in, for who has a second factor."""
    return render_template("home/code.html", boot=boot("signin"), next=own_path(request.args.get("next")), error=None)


@pages.post("/sign-in/code")
@action(Action.give_second_step)
def give_code_plainly() -> Response:
    """The same without JavaScript."""
    code, following = request.form.get("code", "")[:40], own_path(request.form.get("next"))
    try:
        token = give_second_step(parts().store, asker().person or 0, code, visit(access.DESK_COOKIE), now())
    except Refused as refused:
        error = sentence(refused.code, refused.details)
        page = render_template("home/code.html", boot=boot("signin"), next=following, error=error)
        return make_response(page, status_of(refused.code))
    return going_on(token, following)


def going_on(token: str, following: str) -> Response:
    """Where a sign-in leads that has just begun: to the step that is still missing, or on."""
    needs = access.identify(parts().store, Credentials(session=token), now()).needs
    response = make_response(redirect(f"{next_step(needs)}?next={following}" if needs else following))
    set_cookie(response, access.DESK_COOKIE, token)
    return response


@pages.post("/sign-out")
@action(Action.sign_out)
def sign_out() -> Response:
    """End the sign-in and go home."""
    end(parts().store, asker().session, now())
    response = make_response(redirect("/"))
    response.delete_cookie(access.DESK_COOKIE)
    return response


@pages.post("/language")
@action(Action.choose_language, csrf=False)
def choose_language() -> Response:
    """Remember a language for the person, the screen, or this browser. Refused: `not_found`."""
    language = request.form.get("language", "")
    if language not in LANGUAGES:
        raise Refused("not_found")
    access.choose_language(parts().store, asker(), language)
    response = make_response(redirect(own_path(request.form.get("next"))))
    set_cookie(response, "board_language", language)
    return response


@pages.get("/workshop")
@action(Action.watch_workshop)
def workshop() -> str:
    """The workshop's wall."""
    return _screen("workshop", "wall/workshop.html")


@pages.get("/lounge")
@action(Action.watch_lounge)
def lounge() -> str:
    """The lounge's wall."""
    return _screen("lounge", "wall/lounge.html")


@pages.get("/foreman")
@action(Action.watch_foreman)
def foreman() -> str:
    """The foreman's console."""
    return _screen("foreman", "foreman/foreman.html")


@pages.get("/desk")
@action(Action.watch_desk)
def desk() -> str:
    """The advisor's, cashier's and guard's desk."""
    return _screen("desk", "desk/desk.html")


@pages.get("/gate")
@action(Action.watch_gate)
def gate() -> str:
    """The gate: who is expected, who has come, and the way out."""
    return _screen("gate", "gate/gate.html")


@pages.get("/appointments")
@action(Action.watch_appointments)
def appointments() -> str:
    """The appointment board."""
    return _screen("appointments", "appointments/appointments.html")


@pages.get("/follow-up")
@action(Action.watch_follow_up)
def follow_up() -> str:
    """Whom to call after delivery, and the complaints."""
    return _screen("follow_up", "follow_up/follow_up.html")


@pages.get("/set-up")
@action(Action.read_set_up)
def set_up() -> str:
    """Where the administrator changes the workshop."""
    return render_template("set_up/set_up.html", boot=boot("set_up"))


@pages.get("/set-up/catalogue.csv")
@action(Action.read_set_up)
def catalogue_as_table() -> Response:
    """The catalogue as a table for a spreadsheet; the set-up takes it back."""
    with parts().store.reading() as session:
        jobs = standard_jobs(session, asker().actor.site)
    response = make_response(write_sheet(jobs.values(), vocabulary()))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    return response


@pages.get("/parts")
@action(Action.watch_parts)
def parts_page() -> str:
    """The parts people's page."""
    return _screen("parts", "parts/parts.html")


@pages.get("/reception/<int:job>")
@action(Action.read_file)
def reception(job: int) -> str:
    """One car's reception: the walk-round, what its owner says, the order, and the signature."""
    access.audience(asker(), "desk")
    outlines = {position.value: asdict(outline) for position, outline in OUTLINES.items()}
    car = {"drawing": DRAWING, "outlines": outlines}
    return render_template("reception/reception.html", boot=boot("desk", screen="reception", job=job, car=car))


@pages.get("/tablet")
@action(Action.open_home)
def tablet() -> Response:
    """The workshop tablet: it says itself what is missing when it is not paired, or nobody has signed in. Its service
    worker reads the version."""
    response = make_response(render_template("tablet/tablet.html", boot=boot("tablet")))
    response.headers["X-Board-Version"] = parts().version
    return response


@pages.get("/jobs/<int:job>/story")
@action(Action.read_story)
def job_story(job: int) -> str:
    """What happened to one car, also after it left; to be read and printed."""
    return render_template("story/story.html", boot=boot("story", job=job))


@pages.get("/account")
@action(Action.open_account)
def own_account() -> str:
    """One's own account: password, second factor, sign-ins, language; and what is missing of signing in."""
    needs = asker().needs
    told = {"needs": needs.value if needs else None, "next": own_path(request.args.get("next"))}
    return render_template("account/account.html", boot=boot("account", **told))


@pages.get("/audit")
@action(Action.read_audit)
def audit() -> str:
    """Changes against the rule of the day, to be found again."""
    return render_template("story/audit.html", boot=boot("audit"))


@pages.get("/i18n/<language>.js")
@action(Action.load_static)
def load_catalogue(language: str) -> Response:
    """The browser's catalogue; its address bears its digest, so it can be kept."""
    if language not in LANGUAGES:
        raise Refused("not_found")
    response = make_response(catalogue(language)[0])
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = f"public, max-age={_CATALOGUE_SECONDS}, immutable"
    return response


def _screen(view: str, template: str) -> str:
    access.audience(asker(), view)
    return render_template(template, boot=boot(view))


def boot(view: str, **more: Any) -> dict[str, Any]:
    """What every page is told: who, where, in which language, and how to ask."""
    who = asker()
    language = choose_locale()
    person = person_told(who)
    told = {
        "view": view if view in VIEWS else None,
        "screen": view,
        "language": language,
        "site": _site(who.site),
        "csrf": access.csrf_token(who, parts().settings.secret_key) if who.person or who.device else "",
        "person": person,
        "screens": screens_told(person["actions"]) if person else [],
        "device": _device(who) if who.device else None,
        "demo": parts().demo,
        "epoch": parts().epoch,
        "version": parts().version,
        "catalogue": f"/i18n/{language}.js?v={catalogue(language)[1]}",
    }
    return told | more


def _device(who: Asker) -> dict[str, Any]:
    with parts().store.reading() as session:
        told = paired.told(session, who.device or 0, now())
    return {"name": who.device_name, "view": who.view, "told": told}


def _site(site_id: int | None) -> dict[str, Any]:
    with parts().store.reading() as session:
        site = session.get(models.Site, site_id or 1)
        if site is None:
            return NO_SITE
        return {"name": site.name, "timezone": site.timezone, "brand": site.brand, "currency": site.currency}


def _doors() -> list[dict[str, Any]]:
    """The demo workshop's ways in; a real one has none."""
    path = parts().settings.data_dir / "demo_doors.json"
    if not parts().demo or not path.exists():
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text())["doors"]
    return found


def own_path(following: str | None) -> str:
    """Where to go after: a path of ours, never another site."""
    path = following or "/"
    return path if len(path) <= 200 and _OWN_PATH.fullmatch(path) else "/"
