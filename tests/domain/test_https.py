"""HTTPS on the workshop's own network: what goes over plain HTTP, whom a certificate covers, when things are due."""

from datetime import UTC, datetime, timedelta

import pytest

from board.domain.https import Plainly, covers, is_private, may_vouch_for, over_plain_http, renewal_due, strict_seconds

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize("path", ["/trust", "/trust/ca.crt", "/healthz", "/readyz", "/static/css/base.css"])
@pytest.mark.parametrize("walls", [True, False])
def test_the_way_to_trust_and_health_are_answered(path: str, walls: bool) -> None:
    assert over_plain_http("GET", path, walls) is Plainly.answer


@pytest.mark.parametrize("path", ["/", "/desk", "/tablet", "/c/ABC", "/trustful", "/api/v1/me", "/workshops", "/d"])
@pytest.mark.parametrize("walls", [True, False])
def test_everything_else_is_led_to_https(path: str, walls: bool) -> None:
    if path == "/d":
        assert over_plain_http("GET", path, False) is Plainly.redirect
    else:
        assert over_plain_http("GET", path, walls) is Plainly.redirect


@pytest.mark.parametrize("path", ["/workshop", "/lounge", "/d/token", "/i18n/en.js"])
def test_walls_are_answered_where_the_workshop_says_so(path: str) -> None:
    assert over_plain_http("GET", path, True) is Plainly.answer
    assert over_plain_http("GET", path, False) is Plainly.redirect


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_wall_s_socket_is_answered_and_no_other(method: str) -> None:
    assert over_plain_http(method, "/socket.io/", True) is Plainly.answer
    assert over_plain_http(method, "/socket.io/", False) is Plainly.refuse


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_what_is_sent_is_refused_not_led_on(method: str) -> None:
    assert over_plain_http(method, "/sign-in", True) is Plainly.refuse


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("192.168.1.5", True),
        ("172.31.0.1", True),
        ("172.32.0.1", False),
        ("8.8.8.8", False),
        ("fd00::1", True),
        ("2001:db8::1", False),
        ("::1", True),
        ("board.lan", False),
    ],
)
def test_private_addresses(address: str, private: bool) -> None:
    assert is_private(address) is private
    if address != "board.lan":
        assert may_vouch_for(address, ["board-pc"]) is private


@pytest.mark.parametrize(
    ("host", "may"),
    [
        ("board-pc", True),
        ("tv.board-pc", True),
        ("other-pc", False),
        ("board.local", True),
        ("local", True),
        ("notlocal", False),
        ("board.example.com", False),
    ],
)
def test_an_authority_vouches_for_what_it_promised(host: str, may: bool) -> None:
    assert may_vouch_for(host, ["board-pc"]) is may


@pytest.mark.parametrize(
    ("host", "covered"),
    [
        ("board.example.com", True),
        ("BOARD.example.com.", True),
        ("a.wild.example.com", True),
        ("a.b.wild.example.com", False),
        ("wild.example.com", False),
        ("192.168.1.5", True),
        ("192.168.1.6", False),
        ("0:0:0:0:0:0:0:1", True),
    ],
)
def test_a_certificate_covers_its_names(host: str, covered: bool) -> None:
    assert covers(["board.example.com", "*.wild.example.com", "192.168.1.5", "::1"], host) is covered


def test_a_certificate_is_renewed_a_month_before_its_end() -> None:
    ends = NOW + timedelta(days=30)
    assert not renewal_due(ends, NOW - timedelta(seconds=1))
    assert renewal_due(ends, NOW)


@pytest.mark.parametrize(
    ("worked", "seconds"),
    [(timedelta(0), 3600), (timedelta(days=2), 2 * 86400), (timedelta(days=900), 365 * 86400)],
)
def test_browsers_insist_for_as_long_as_it_has_worked(worked: timedelta, seconds: int) -> None:
    assert strict_seconds(NOW - worked, NOW) == seconds
