"""What xrandr says, and what it is told."""

import pytest

from kiosk.display import Output, Size, arrangement, read_outputs
from kiosk.xserver import authority, command

LIT = """Screen 0: minimum 320 x 200, current 1920 x 1080, maximum 16384 x 16384
HDMI-1 connected primary 1920x1080+0+0 (normal left inverted right x axis y axis) 510mm x 290mm
   1920x1080     60.00*+
HDMI-2 disconnected (normal left inverted right x axis y axis)
"""
TURNED = LIT.replace("1920x1080+0+0 (", "1080x1920+0+0 right (")
DARK = LIT.replace(" primary 1920x1080+0+0", "")
TWO = LIT.replace("HDMI-2 disconnected (", "HDMI-2 connected (")
MOVED = LIT.replace("connected primary 1920x1080+0+0", "disconnected 1920x1080+0+0").replace(
    "HDMI-2 disconnected", "HDMI-2 connected"
)


def test_reading() -> None:
    size, outputs = read_outputs(LIT)
    assert size == Size(1920, 1080)
    assert outputs == [Output("HDMI-1", True, True, "normal"), Output("HDMI-2", False, False, "normal")]
    assert read_outputs(TURNED)[1][0].turned == "right"
    assert read_outputs("Can't open display") == (None, [])


@pytest.mark.parametrize(
    ("told", "rotate", "words"),
    [
        (LIT, 0, ""),
        (TURNED, 90, ""),
        ("", 90, ""),
        (LIT, 90, "--output HDMI-1 --auto --rotate right --pos 0x0"),
        (DARK, 0, "--output HDMI-1 --auto --rotate normal --pos 0x0"),
        (LIT, 270, "--output HDMI-1 --auto --rotate left --pos 0x0"),
        (
            TWO,
            180,
            "--output HDMI-1 --auto --rotate inverted --pos 0x0"
            " --output HDMI-2 --auto --rotate inverted --same-as HDMI-1",
        ),
        (MOVED, 0, "--output HDMI-2 --auto --rotate normal --pos 0x0 --output HDMI-1 --off"),
    ],
)
def test_every_connected_screen_is_lit_the_right_way_up(told: str, rotate: int, words: str) -> None:
    assert arrangement(read_outputs(told)[1], rotate) == words.split()


def test_the_x_server_never_blanks_and_hears_nobody() -> None:
    words = " ".join(command(":0"))
    for part in ("-nocursor", "-s 0", "-dpms", "-nolisten tcp", "-auth /run/board-kiosk-display/Xauthority"):
        assert part in words


def test_the_cookie_is_one_that_x_reads() -> None:
    assert authority(b"0123456789abcdef") == b"\xff\xff\0\0\0\0\0\x12MIT-MAGIC-COOKIE-1\0\x100123456789abcdef"
