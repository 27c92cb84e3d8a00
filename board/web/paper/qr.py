"""QR codes for greasy paper: error correction Q, and the quiet zone that a reader needs is part of the picture."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_Q

QUIET_ZONE = 4
"""Empty modules on each side, as the standard asks."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Dark modules side by side: column and row of the first (quiet zone included), and how many."""

    column: int
    row: int
    length: int


@dataclass(frozen=True, slots=True)
class QrPicture:
    """A QR code as bars on a square of `modules` x `modules`, quiet zone included."""

    modules: int
    bars: tuple[Bar, ...]

    @property
    def printed_share(self) -> float:
        """The part of the square's width that carries the code itself."""
        return (self.modules - 2 * QUIET_ZONE) / self.modules


def qr_picture(text: str) -> QrPicture:
    """The code for a text of at most about 1,600 letters."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    bars = [Bar(start, row, length) for row, cells in enumerate(rows) for start, length in _runs(cells)]
    return QrPicture(len(rows), tuple(bars))


def qr_svg(text: str) -> str:
    """The code as one SVG element without any style, so that every content security policy lets it pass.

    It says nothing to a screen reader: the text it stands beside does.
    """
    picture = qr_picture(text)
    path = "".join(f"M{bar.column} {bar.row}h{bar.length}v1h-{bar.length}z" for bar in picture.bars)
    size = picture.modules
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" '
        f'aria-hidden="true" focusable="false"><path fill="#fff" d="M0 0h{size}v{size}H0z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def _runs(cells: list[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin in a row, and how many stand together."""
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for column, dark in enumerate([*cells, False]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            runs.append((start, column - start))
            start = None
    return runs
