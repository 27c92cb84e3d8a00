"""A board behind a proxy that speaks TLS: our own pages' sockets get in, by the name that the visitor used."""

import pytest
import requests

from tests.conftest import StartServer


@pytest.mark.parametrize(("proxies", "status"), [("1", 200), ("0", 400)])
def test_a_trusted_proxy_says_where_the_visitor_went(start_server: StartServer, proxies: str, status: int) -> None:
    server = start_server(demo=False, settings={"BOARD_TRUSTED_PROXIES": proxies, "BOARD_PUBLIC_URL": ""})
    headers = {
        "Origin": "https://board.example.com",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "board.example.com",
        "X-Forwarded-For": "192.0.2.7",
    }
    answer = requests.get(f"{server.base_url}/socket.io/?EIO=4&transport=polling", headers=headers, timeout=20)
    assert answer.status_code == status
