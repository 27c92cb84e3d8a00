"""A board that speaks HTTPS itself, in both modes: who trusts its authority works with it, nobody else does, and plain
HTTP leads the way."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from board.config import Settings
from board.https.switching import use_own
from tests.browser.shop_floor import ShopFloor
from tests.contract.live import ADVISOR, FOREMAN, Live, Visitor
from tests.contract.screen import Screen
from tests.contract.test_python_client import Client
from tests.infra.certificates import Giver, shown_by
from tests.infra.programs import free_port
from tests.infra.server import ServerProcess
from tests.infra.waiting import wait_for


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def opened(
    request: pytest.FixtureRequest, contract_floor: ShopFloor, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    """The workshop with HTTPS, its walls allowed over plain HTTP too; this process trusts its authority."""
    floor = contract_floor.copy_to(tmp_path_factory.mktemp(f"https-{request.param}") / "workshop")
    folder = floor.installation.folder
    use_own(Settings(data_dir=folder), [], True, False, datetime.now(UTC))
    server = ServerProcess(floor.installation, async_mode=request.param, https=True)
    server.environment["BOARD_PLAIN_PORT"] = str(free_port())
    with pytest.MonkeyPatch.context() as patched:
        for variable in ("REQUESTS_CA_BUNDLE", "WEBSOCKET_CLIENT_CA_BUNDLE"):
            patched.setenv(variable, str(folder / "tls" / "authority.pem"))
        try:
            server.start()
            yield Live(floor, server)
        finally:
            server.stop()


@pytest.fixture
def safe(opened: Live) -> Iterator[Live]:
    """The same for one test; no error may be in its log."""
    before = len(opened.server.log)
    yield opened
    opened.leave()
    assert "Traceback" not in opened.server.log[before:], opened.server.log[before:]


def authority(live: Live) -> Path:
    return live.floor.installation.folder / "tls" / "authority.pem"


def test_people_work_and_screens_follow_over_tls(safe: Live) -> None:
    foreman, desk = safe.screen(FOREMAN, "foreman"), safe.screen(ADVISOR, "desk")
    car = safe.car_in_bay()
    for screen, who, view in ((foreman, FOREMAN, "foreman"), (desk, ADVISOR, "desk")):
        told = safe.person(who).state_hash(view)
        screen.reach(told["revision"])
        assert f"job:{car.job}" in screen.cards
        assert screen.state_hash() == told["hash"]


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_the_library_s_own_client_is_told_over_tls(safe: Live, transport: str) -> None:
    client = Client(safe, transport, safe.person(FOREMAN))
    assert client.ask("watch", {"view": "foreman", "scope": {}})["ok"]
    car = safe.car()
    while f"job:{car.job}" not in client.hears("change")["set"]:
        pass
    client.io.disconnect()


def test_who_does_not_trust_it_is_not_told_anything(safe: Live, tmp_path: Path) -> None:
    for stranger in (None, Giver(tmp_path).file):
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(safe.base_url, timeout=20, verify=str(stranger or "/etc/ssl/certs/ca-certificates.crt"))
    with pytest.raises(ssl.SSLError, match="Hostname mismatch"):
        shown_by(safe.server.port, authority(safe), "bank.local")


@pytest.mark.parametrize("second_port", [False, True])
def test_plain_http_leads_to_trust_and_to_https(safe: Live, second_port: bool) -> None:
    port = int(safe.server.environment["BOARD_PLAIN_PORT"]) if second_port else safe.server.port
    plain = f"http://127.0.0.1:{port}"
    assert requests.get(f"{plain}/healthz", timeout=20).json()["status"] == "ok"
    assert requests.get(f"{plain}/trust/ca.pem", timeout=20).content == authority(safe).read_bytes()
    assert requests.get(f"{plain}/desk?a=1", timeout=20, allow_redirects=False).headers["Location"] == (
        f"{safe.base_url}/desk?a=1"
    )
    refused = requests.post(f"{plain}/api/v1/sign-in", json={}, timeout=20)
    assert (refused.status_code, refused.json()["code"]) == (403, "https_only")
    assert requests.get(f"{plain}/", timeout=20).url == f"{safe.base_url}/"


def test_a_wall_goes_on_over_plain_http_and_a_tablet_does_not(safe: Live) -> None:
    wall = Visitor(safe.server.plain_url)
    page = wall.http.get(f"{safe.server.plain_url}/d/{safe.floor.devices['workshop']}", timeout=20)
    assert (page.status_code, page.url) == (200, f"{safe.server.plain_url}/workshop")
    screen = Screen(safe.server.plain_url, cookies=wall.cookies)
    assert screen.watch("workshop")["ok"]
    screen.close()
    tablet = Screen(safe.server.plain_url, auth={"token": safe.floor.devices["tablet"]})
    assert tablet.watch("tablet")["code"] == "sign_in_first"
    tablet.close()
    desk = Screen(safe.server.plain_url, cookies=safe.person(ADVISOR).cookies)
    assert desk.watch("desk")["code"] == "sign_in_first"
    desk.close()


def test_who_connects_and_says_nothing_or_half_a_word_keeps_nobody_waiting(safe: Live) -> None:
    with ExitStack() as stack:
        for number in range(200):
            silent = stack.enter_context(socket.create_connection(("127.0.0.1", safe.server.port), timeout=20))
            if number % 2:
                silent.sendall(b"\x16\x03\x01")
        assert safe.person(FOREMAN).get("/me").ok
        assert safe.screen(FOREMAN, "foreman").cards


def test_what_is_neither_tls_nor_http_is_sent_away(safe: Live) -> None:
    for nonsense in (b"\x16\x03\x01\x00\x05hello and more", b"SSH-2.0-who\r\n\r\n", b"\x00" * 400):
        stranger = socket.create_connection(("127.0.0.1", safe.server.port), timeout=20)
        with suppress(OSError), stranger:  # it may be sent away before it has finished
            stranger.sendall(nonsense)
            stranger.shutdown(socket.SHUT_WR)
            while stranger.recv(1000):
                pass
    assert safe.person(FOREMAN).get("/me").ok


def test_a_renewed_certificate_needs_no_restart(contract_floor: ShopFloor, tmp_path: Path) -> None:
    floor = contract_floor.copy_to(tmp_path / "workshop")
    giver = Giver(tmp_path)
    certificate, key = giver.give("127.0.0.1")
    server = ServerProcess(floor.installation, https=True)
    server.environment |= {"BOARD_TLS_CERTIFICATE": str(certificate), "BOARD_TLS_KEY": str(key)}
    try:
        server.start()
        first = shown_by(server.port, giver.file)
        giver.give("127.0.0.1")
        wait_for(lambda: shown_by(server.port, giver.file) != first, timeout=60, what="the renewed certificate")
    finally:
        server.stop()


def test_a_certificate_with_another_key_is_not_served_and_told_in_words(
    contract_floor: ShopFloor, tmp_path: Path
) -> None:
    floor = contract_floor.copy_to(tmp_path / "workshop")
    giver = Giver(tmp_path)
    certificate, _ = giver.give("127.0.0.1")
    _, wrong = giver.give("127.0.0.1", file="other")
    said = floor.installation.board("https", "--certificate", str(certificate), "--key", str(wrong), expect=1)
    assert "does not belong to the certificate" in said
    assert "HTTPS is on from the next start" in floor.installation.board("https")
    (floor.installation.folder / "tls" / "authority.key").write_text("spoilt")
    said = floor.installation.board("run", expect=1)
    assert "HTTPS cannot be served" in said
    assert "Traceback" not in said
