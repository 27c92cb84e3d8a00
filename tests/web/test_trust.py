"""The trust page and its files: for everybody, before there is any trust; and what the set-up tells of HTTPS."""

import plistlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from board.https.authority import fingerprint
from board.https.folder import TlsFolder
from board.https.switching import use_own
from tests.access.door import Caller, Door, open_door
from tests.commands.workshop import PASSWORD, Workshop
from tests.web.test_plainly import PLAIN, SAFE, over

FILES = ["/trust/ca.pem", "/trust/ca.crt", "/trust/ca.mobileconfig"]


@pytest.fixture
def trusted(sqlite_workshop: Workshop, tmp_path: Path) -> Door:
    """A board with certificates of its own."""
    door = open_door(sqlite_workshop, tmp_path, https="own")
    use_own(door.app.extensions["board"].settings, [], None, False, datetime.now(UTC))
    return door


def authority(tmp_path: Path) -> x509.Certificate:
    found = TlsFolder(tmp_path).authority_certificate()
    assert found is not None
    return found


@pytest.mark.parametrize("root", [PLAIN, SAFE])
def test_the_page_shows_the_fingerprint_to_compare_in_both_languages(trusted: Door, tmp_path: Path, root: str) -> None:
    caller = over(trusted.nobody(), root)
    english = caller.get("/trust?language=en").text
    assert fingerprint(authority(tmp_path)) in english.replace("<wbr>", "")
    assert "If a single character differs" in english
    chinese = caller.get("/trust", **{"Accept-Language": "zh-CN"}).text
    assert fingerprint(authority(tmp_path)) in chinese.replace("<wbr>", "")
    assert "If a single character differs" not in chinese
    assert "<script" not in english + chinese
    assert f'href="{SAFE}/"' in english
    for file in FILES:
        assert f'href="{file}"' in english


def test_the_certificate_comes_in_three_forms_with_their_media_types(trusted: Door, tmp_path: Path) -> None:
    caller = over(trusted.nobody(), PLAIN)
    pem, der, profile = (caller.get(file) for file in FILES)
    assert x509.load_pem_x509_certificate(pem.data) == authority(tmp_path)
    assert x509.load_der_x509_certificate(der.data) == authority(tmp_path)
    kinds = [answer.headers["Content-Type"] for answer in (pem, der, profile)]
    assert kinds == ["application/x-pem-file", "application/x-x509-ca-cert", "application/x-apple-aspen-config"]
    told = plistlib.loads(profile.data)
    [root] = told["PayloadContent"]
    assert (told["PayloadType"], root["PayloadType"]) == ("Configuration", "com.apple.security.root")
    assert x509.load_der_x509_certificate(root["PayloadContent"]) == authority(tmp_path)
    assert told["PayloadUUID"] != root["PayloadUUID"]
    assert caller.get("/trust/ca.mobileconfig").data == profile.data


def test_no_key_is_ever_told(trusted: Door) -> None:
    caller = over(trusted.nobody(), PLAIN)
    for path in [*FILES, "/trust", "/trust/authority.key", "/trust/../tls/authority.key"]:
        assert b"PRIVATE KEY" not in caller.get(path).data


def test_without_an_authority_there_is_nothing_to_take(door: Door) -> None:
    page = door.nobody().get("/trust?language=en")
    assert page.status_code == 200
    assert "board https" in page.text
    for file in FILES:
        assert door.nobody().get(file).status_code == 404


def test_with_a_given_certificate_there_is_nothing_to_install(sqlite_workshop: Workshop, tmp_path: Path) -> None:
    given = open_door(sqlite_workshop, tmp_path, https="given")
    page = over(given.nobody(), PLAIN).get("/trust?language=en")
    assert "nothing to install" in page.text
    assert f'href="{SAFE}/"' in page.text


def person(door: Door, login: str) -> Caller:
    caller = over(door.nobody(), SAFE)
    assert caller.post("/api/v1/sign-in", {"login": login, "password": PASSWORD}).status_code == 200
    return caller


def test_the_administrator_sees_the_state_and_a_code_that_leads_to_the_page(trusted: Door, tmp_path: Path) -> None:
    told = person(trusted, "admin").get("/api/v1/set-up/https").get_json()
    assert (told["mode"], told["proxy"], told["plain_screens"]) == ("own", False, False)
    assert told["fingerprint"] == fingerprint(authority(tmp_path))
    assert told["page"] == f"{PLAIN}/trust"
    assert told["qr"].startswith("<svg")
    assert "localhost" in told["names"]
    assert told["ends_at"] < told["authority_ends_at"]
    assert person(trusted, "foreman").get("/api/v1/set-up/https").get_json()["code"] == "not_allowed"


def test_without_https_the_set_up_says_so(door: Door) -> None:
    told = door.person("admin").get("/api/v1/set-up/https").get_json()
    assert (told["mode"], told["names"], told["qr"], told["page"]) == ("off", [], None, None)
