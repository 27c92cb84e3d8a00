"""The `board` command. It calls commands and prints; a server's parts are imported only by `board run`, after the
standard library was made green."""

import os
import secrets
import signal
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from board import runtime
from board.cli_backups import backup, restore, retention
from board.terminal import fail, settings

if TYPE_CHECKING:
    from board.config import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="transparent-workshop-board")
def main() -> None:
    """Transparent Workshop Board: a workshop that everybody can see."""
    os.umask(0o077)  # the database, pictures and certificates are for the board's own user


@main.command()
def run() -> None:
    """Serve the board (after `board migrate`)."""
    runtime.patch()
    chosen = settings()
    from board.logs import set_up_logs  # noqa: PLC0415
    from board.serving import ServingRefused, serve  # noqa: PLC0415

    set_up_logs()
    try:
        serve(chosen)
    except ServingRefused as refused:
        fail(str(refused))


main.add_command(backup)
main.add_command(restore)
main.add_command(retention)


@main.command()
def migrate() -> None:
    """Bring the database to this version's shape."""
    with_store(lambda _store: click.echo("The database is up to date."), migrate_first=True)


@main.command()
@click.option("--name", prompt="Name of the workshop", help="As it stands on the screens.")
@click.option("--language", type=click.Choice(["zh_CN", "en"]), default="zh_CN", show_default=True)
@click.option("--timezone", default="Asia/Shanghai", show_default=True)
@click.option("--admin-name", prompt="Name of the first administrator")
@click.option("--admin-login", prompt="Login of the first administrator")
@click.password_option("--admin-password", help="At least 10 characters.")
@click.option(
    "--second-factor/--no-second-factor",
    default=True,
    show_default=True,
    help="Administrators need one, from their second sign-in on.",
)
def init(
    name: str,
    language: str,
    timezone: str,
    admin_name: str,
    admin_login: str,
    admin_password: str,
    second_factor: bool,
) -> None:
    """Make an empty workshop with its first administrator."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415

    from board.commands.setting_up import (  # noqa: PLC0415
        add_person,
        found_site,
        require_second_factor,
        set_checklist,
    )
    from board.domain.checklists import defaults_in  # noqa: PLC0415
    from board.domain.people import Role  # noqa: PLC0415
    from board.domain.staff import require_password  # noqa: PLC0415
    from board.signing_in import hash_secret  # noqa: PLC0415

    require(require_password, admin_password, admin_name, admin_login)
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError):
        fail(f"There is no time zone {timezone}. Use a name like Asia/Shanghai or Europe/Berlin.")

    def make(store: Any) -> None:
        if store.installation() is not None:
            fail("There is a workshop in this database already.")
        site = found_site(store, name, language, timezone, datetime.now(UTC))
        operate(
            store,
            add_person,
            site,
            name=admin_name,
            roles=[Role.admin],
            login=admin_login.strip().casefold(),
            password_hash=hash_secret(admin_password),
        )
        operate(store, require_second_factor, site, of_admins=second_factor)
        for occasion, items in defaults_in(language).items():
            operate(store, set_checklist, site, occasion=occasion, items=list(items))
        click.echo(f'The workshop "{name}" is ready. Start it with `board run` and sign in as {admin_login}.')
        if second_factor:
            click.echo("From the second time on administrators sign in with a code from their phone as well.")

    with_store(make, migrate_first=True)


@main.group()
def device() -> None:
    """Screens and tablets of the workshop."""


@device.command("add")
@click.argument("name")
@click.option("--view", type=click.Choice(["workshop", "lounge", "tablet"]), required=True)
@click.option("--language", type=click.Choice(["zh_CN", "en"]), default=None, help="Default: the workshop's.")
def add_device(name: str, view: str, language: str | None) -> None:
    """Pair a screen: prints the address to open on it, once."""
    from board.commands.setting_up import digest, pair_device  # noqa: PLC0415
    from board.https.addresses import reached_at  # noqa: PLC0415

    chosen = settings()
    token = secrets.token_urlsafe(24)

    def pair(store: Any) -> None:
        site = only_site(store)
        operate(store, pair_device, site, name=name, view=view, language=language, token_digest=digest(token))
        click.echo(f'Open this address on "{name}" (it is shown only now):\n{reached_at(chosen)}/d/{token}')

    with_store(pair)


@device.command("list")
def list_devices() -> None:
    """The paired screens."""
    from sqlalchemy import select  # noqa: PLC0415

    from board.store import models  # noqa: PLC0415

    def show(store: Any) -> None:
        with store.reading() as session:
            for row in session.scalars(select(models.Device).order_by(models.Device.id)):
                state = "revoked" if row.revoked_at else "paired"
                click.echo(f"{row.id}\t{row.view}\t{state}\t{row.name}")

    with_store(show)


@device.command("revoke")
@click.argument("device_id", type=int)
def revoke_device(device_id: int) -> None:
    """Take a screen's access away; it goes dark within seconds."""
    from board.commands.setting_up import revoke_device as revoke  # noqa: PLC0415

    def take_away(store: Any) -> None:
        operate(store, revoke, only_site(store), device=device_id)
        click.echo("Its access has been taken away.")

    with_store(take_away)


@device.command("move")
@click.argument("device_id", type=int)
@click.argument("site")
def move_device(device_id: int, site: str) -> None:
    """Give a screen to another workshop of this installation, by its name or number."""
    from board.commands.change import sites  # noqa: PLC0415
    from board.commands.setting_up import move_screen  # noqa: PLC0415
    from board.store import models  # noqa: PLC0415

    def move(store: Any) -> None:
        with store.reading() as session:
            row = session.get(models.Device, device_id)
            there = [each.id for each in sites(session) if site in {each.name, str(each.id)}]
            here = row.site_id if row is not None else only_site(store)
        if len(there) != 1:
            fail(f"There is no workshop {site}, or several are called so: give its number.")
        operate(store, move_screen, here, device=device_id, to=there[0])
        click.echo("It shows the other workshop within seconds.")

    with_store(move)


@main.group()
def demo() -> None:
    """A workshop to try the board with."""


@demo.command("seed")
@click.option("--if-empty", is_flag=True, help="Leave a workshop that is already there alone, without complaint.")
@click.option("--language", type=click.Choice(["zh_CN", "en"]), default="zh_CN", show_default=True)
def seed_demo(if_empty: bool, language: str) -> None:
    """Set the demo workshop up in an empty database, and say how to get in."""
    from board.demo.seed import set_up_demo  # noqa: PLC0415
    from board.domain.refusals import SENTENCES, Refused  # noqa: PLC0415
    from board.https.addresses import reached_at  # noqa: PLC0415

    chosen = settings()

    def set_up(store: Any) -> None:
        try:
            doors = set_up_demo(store, chosen.data_dir, language, datetime.now(UTC))
        except Refused as refused:
            if if_empty:
                return
            fail(SENTENCES[refused.code])
        if doors is None:
            fail(
                "There is a demo workshop in this database, but no demo_doors.json in the data folder to say how to "
                "get in. Set BOARD_DATA_DIR to its folder, or start again with an empty database."
            )
        click.echo(doors.told(reached_at(chosen)))

    with_store(set_up)


@main.group()
def bay() -> None:
    """The workshop's bays."""


@bay.command("add")
@click.argument("number")
@click.option("--kind", required=True, help="express, general, lift, diagnosis, alignment, ev, body, paint, qc, wash…")
@click.option("--capacity", default=1, show_default=True, type=click.IntRange(1, 50), help="Cars it holds at a time.")
def add_bay(number: str, kind: str, capacity: int) -> None:
    """Add a bay, after those already there."""
    from board.commands.setting_up import add_bay as add  # noqa: PLC0415
    from board.domain.bays import BayKind  # noqa: PLC0415

    if kind not in set(BayKind):
        fail(f"There is no kind {kind}. The kinds are: {', '.join(BayKind)}.")
    with_store(
        lambda store: operate(store, add, only_site(store), number=number, kind=BayKind(kind), capacity=capacity)
    )
    click.echo(f"Bay {number} is there.")


@main.group()
def person() -> None:
    """The people who work here."""


@person.command("add")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, help="One or several of the trade's roles.")
@click.option("--login", default=None, help="For desks; asks for the password.")
@click.option("--pin/--no-pin", default=False, help="For tablets; asks for the PIN.")
@click.option("--skill", "skills", multiple=True)
def add_person(name: str, roles: tuple[str, ...], login: str | None, pin: bool, skills: tuple[str, ...]) -> None:
    """Add somebody, with a badge (print it at /people/badges)."""
    from board.commands.setting_up import add_person as add  # noqa: PLC0415
    from board.domain.people import PEOPLE_ROLES, Role, Skill  # noqa: PLC0415
    from board.domain.staff import require_password, require_pin  # noqa: PLC0415
    from board.signing_in import hash_secret  # noqa: PLC0415

    unknown = [each for each in roles if each not in PEOPLE_ROLES] + [each for each in skills if each not in set(Skill)]
    if unknown:
        fail(f"Not known: {', '.join(unknown)}. Roles: {', '.join(sorted(PEOPLE_ROLES))}. Skills: {', '.join(Skill)}.")
    details: dict[str, Any] = {"name": name, "roles": [Role(each) for each in roles]}
    details["skills"] = [Skill(each) for each in skills]
    if login:
        password = click.prompt("Password (at least 10 characters)", hide_input=True, confirmation_prompt=True)
        require(require_password, password, name, login)
        details |= {"login": login.strip().casefold(), "password_hash": hash_secret(password), "one_time": True}
    if pin:
        chosen = click.prompt("PIN (4 to 8 digits)", hide_input=True, confirmation_prompt=True)
        require(require_pin, chosen)
        details["pin_hash"] = hash_secret(chosen)
    with_store(lambda store: operate(store, add, only_site(store), **details))
    click.echo(f"{name} is there.")


@person.command("reset-second-factor")
@click.argument("login")
def reset_second_factor(login: str) -> None:
    """Take the second factor away from somebody who lost the phone: the password alone lets them in again."""
    from sqlalchemy import select  # noqa: PLC0415

    from board.commands.setting_up import reset_second_factor as reset  # noqa: PLC0415
    from board.store import models  # noqa: PLC0415

    def take_away(store: Any) -> None:
        with store.reading() as session:
            named = select(models.Person).where(models.Person.login == login.strip().casefold(), models.Person.active)
            found = session.scalars(named).all()
        if not found:
            fail(f"Nobody signs in as {login}.")
        for each in found:
            operate(store, reset, each.site_id, person=each.id)
        click.echo(f"{login} signs in with the password alone now.")

    with_store(take_away)


@main.group(invoke_without_command=True)
@click.option("--name", "names", multiple=True, help="One more name by which the board is called.")
@click.option("--address", "addresses", multiple=True, help="One more address; the machine's own are found.")
@click.option("--certificate", type=click.Path(path_type=Path), help="A certificate from elsewhere (PEM).")
@click.option("--key", type=click.Path(path_type=Path), help="Its private key (PEM).")
@click.option("--plain-screens/--no-plain-screens", default=None, help="Walls may go on over plain HTTP.")
@click.option("--new-authority", is_flag=True, help="Make a new authority; every device must trust it anew.")
@click.pass_context
def https(
    context: click.Context,
    names: tuple[str, ...],
    addresses: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    plain_screens: bool | None,
    new_authority: bool,
) -> None:
    """Turn HTTPS on, with certificates of this board's own or with a given one; `board https off` turns it off."""
    if context.invoked_subcommand is not None:
        return
    from board.https.switching import CannotSwitch, use_given, use_own  # noqa: PLC0415

    if (certificate is None) != (key is None):
        fail("A certificate needs its key, and a key its certificate: give --certificate and --key.")
    chosen = settings(kept=False)
    now = datetime.now(UTC)
    try:
        if certificate is not None and key is not None:
            if names or addresses or new_authority:
                fail(
                    "A given certificate has its names already: --name, --address and --new-authority are for our own."
                )
            switched = use_given(chosen, certificate, key, plain_screens, now)
        else:
            switched = use_own(chosen, [*names, *addresses], plain_screens, new_authority, now)
    except CannotSwitch as reason:
        fail(str(reason))
    _tell_switched(chosen, switched)


def _tell_switched(chosen: "Settings", switched: Any) -> None:
    shown = switched.certificate
    click.echo(f"HTTPS is on from the next start of the board. Its certificate is good until {shown.ends:%Y-%m-%d} for")
    click.echo(f"    {', '.join(shown.names)}")
    if shown.fingerprint:
        click.echo("It is renewed by itself. Fingerprint of the authority (SHA-256), to compare on every device:")
        click.echo(f"    {shown.fingerprint}")
    click.echo("What to do next:")
    click.echo("    Start the board again (board run).")
    if shown.fingerprint:
        click.echo(f"    On every device open {switched.page} and do what it says.")
    click.echo(f"    From then on the board is at {switched.board}")
    if chosen.host in {"127.0.0.1", "::1", "localhost"}:
        click.echo(f"    It listens on {chosen.host} only: set BOARD_HOST=0.0.0.0 for the whole network.")
    if chosen.public_url.startswith("http://"):
        click.echo(f"    BOARD_PUBLIC_URL is {chosen.public_url}: set it to https://, or printed codes take a detour.")
    if "https" in chosen.model_fields_set and chosen.https != shown.mode:
        click.echo(f"    BOARD_HTTPS={chosen.https} in the environment wins over this command: take it out.")


@https.command("off")
def https_off() -> None:
    """Speak plain HTTP again, from the next start on. What devices trust stays valid."""
    from board.https.switching import CannotSwitch, turn_off  # noqa: PLC0415

    try:
        turn_off(settings(kept=False))
    except CannotSwitch as reason:
        fail(str(reason))
    click.echo("HTTPS is off from the next start of the board. Its authority stays for when you turn it on again.")


@main.command()
def doctor() -> None:
    """Say what is wrong with this installation and what to do."""
    from board.doctor import examine  # noqa: PLC0415

    marks = {"good": "ok     ", "info": "info   ", "warning": "warning", "wrong": "WRONG  "}
    findings = examine(settings())
    for finding in findings:
        click.echo(f"{marks[finding.level]}  {finding.what}")
        if finding.advice:
            click.echo(f"         -> {finding.advice}")
    if any(finding.level == "wrong" for finding in findings):
        raise SystemExit(1)


@demo.command("play")
@click.option("--speed", type=click.FloatRange(1, 600), default=30, show_default=True, help="Minutes in a minute.")
@click.option("--url", default=None, help="Where the board is served. Default: as this installation is set.")
@click.option("--events", type=click.IntRange(1), default=None, help="Stop after so many events; else with Ctrl-C.")
def play_demo(speed: float, url: str | None, events: int | None) -> None:
    """Live through a day in the demo workshop, as its people do: over HTTP, with badges, PINs and passwords."""
    from board.demo.doors import read_doors  # noqa: PLC0415
    from board.demo.play import Day  # noqa: PLC0415
    from board.demo.telling import line  # noqa: PLC0415
    from board.demo.visitors import Gone, No  # noqa: PLC0415
    from board.https.addresses import reached_at  # noqa: PLC0415

    chosen = settings()
    doors = read_doors(chosen.data_dir)
    if doors is None:
        fail("There is no demo workshop in this data folder: set one up with `board demo seed`.")
    where = url or reached_at(chosen)
    if chosen.https == "own":
        os.environ.setdefault("SSL_CERT_FILE", str(chosen.data_dir / "tls" / "authority.pem"))
    if not where.startswith(("http://", "https://")):
        fail("The address must begin with http:// or https://.")
    try:
        day = Day(where, doors, speed, click.echo)

        def end(*_: object) -> NoReturn:
            day.stop()  # an interrupt that comes while something is tidied up is lost; what was said here is not
            raise KeyboardInterrupt

        signal.signal(signal.SIGINT, end)
        try:
            day.play(events)
        except KeyboardInterrupt:
            click.echo()
        click.echo(line(doors.language, "end", what=str(day.events)))
    except Gone:
        fail(line(doors.language, "gone"))
    except No as no:
        fail(no.sentence)


def with_store(work: Any, migrate_first: bool = False) -> None:
    """Open the database, do something with it, close it; what goes wrong becomes a sentence and exit code 1."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

    from board.backups import presence  # noqa: PLC0415
    from board.domain.refusals import SENTENCES, Refused  # noqa: PLC0415
    from board.store.migrating import Shape, migrate, shape  # noqa: PLC0415
    from board.store.transaction import Store, Unavailable  # noqa: PLC0415

    chosen = settings()
    store = Store(chosen.database_url, chosen.secret_key)
    held = ExitStack()
    try:
        held.enter_context(presence.at_work(chosen))
        if shape(store) is Shape.newer:
            fail("The database was written by a newer version of the board. Install that version, or restore a backup.")
        if migrate_first:
            migrate(store)
        work(store)
    except (SQLAlchemyError, Unavailable) as error:
        fail(f"The database cannot be used ({type(error).__name__}). `board doctor` says more.")
    except Refused as refused:
        fail(SENTENCES[refused.code] % refused.details)
    finally:
        store.close()
        held.close()


def only_site(store: Any) -> int:
    """The site that the command line works on: the first. Ends with a sentence when there is none."""
    from board.commands.change import sites  # noqa: PLC0415

    with store.reading() as session:
        found = sites(session)
    if not found:
        fail("There is no workshop yet: make one with `board init`.")
    return int(found[0].id)


def require(rule: Any, *values: str | None) -> None:
    """What was typed keeps a rule, or the end with its sentence."""
    from board.domain.refusals import SENTENCES, Refused  # noqa: PLC0415

    try:
        rule(*values)
    except Refused as refused:
        fail(SENTENCES[refused.code] % refused.details if refused.details else SENTENCES[refused.code])


def operate(store: Any, command: Any, site: int, **details: Any) -> Any:
    """Carry a command out as the operator; gives its result."""
    from board import access  # noqa: PLC0415
    from board.access import Asker  # noqa: PLC0415
    from board.domain.permissions import Principal  # noqa: PLC0415
    from board.domain.refusals import SENTENCES, Refused  # noqa: PLC0415

    operator = Asker(site=site, roles=frozenset({Principal.operator}))
    command_id = f"operator-{secrets.token_hex(12)}"
    try:
        return access.carry_out(store, operator, command, command_id, details, datetime.now(UTC)).result
    except Refused as refused:
        fail(SENTENCES[refused.code] % refused.details if refused.details else SENTENCES[refused.code])


if __name__ == "__main__":
    sys.exit(main())
