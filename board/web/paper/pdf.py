"""Job cards and badges as PDF: vector codes and the board's own font, so that every printer prints the same.

Pure functions of their values; they take some tenths of a second, so callers run them off the hub.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from board.web.paper.faces import (
    BadgeFace,
    CustomerCopyFace,
    Fact,
    JobCardFace,
    Moment,
    Work,
    badge_face,
    customer_copy_face,
    job_card_face,
)
from board.web.paper.qr import qr_picture
from board.web.paper.typesetting import (
    BOLD,
    DOTS,
    REGULAR,
    clipped,
    fitted,
    font_for,
    lines,
    load_fonts,
    set_in,
)
from board.web.paper.values import BadgePaper, JobCardPaper, Language, PaperSize

MARGIN = 8.0
CODE_SIDE = 42.0
"""Millimetres with the quiet zone: the code itself is 31.8 mm wide."""
CARD_ON_A4 = 196.0
CHECK_HEIGHT = 22.0
BADGE_WIDTH, BADGE_HEIGHT = 85.6, 54.0
BADGE_COLUMNS, BADGE_ROWS = 2, 4
BADGES_ON_A_PAGE = BADGE_COLUMNS * BADGE_ROWS

_SOFT = 0.35
_LINE = 0.6


def job_card_pdf(card: JobCardPaper, size: PaperSize, language: Language) -> bytes:
    """The job card and, where it leads somewhere, the customer's copy."""
    load_fonts()
    face, copy = job_card_face(card, language), customer_copy_face(card, language)
    written = BytesIO()
    page = A5 if size is PaperSize.a5 else A4
    canvas = Canvas(written, pagesize=page, pageCompression=1, invariant=1)
    canvas.setTitle(f"{face.title} {face.number}")
    canvas.setAuthor(face.site)
    if size is PaperSize.a5:
        _draw_card(_Area(canvas, 210, 0, 0, 148, 210), face, language)
        canvas.showPage()
        if copy is not None:
            _draw_copy(_Area(canvas, 210, 0, 0, 148, 210), copy, face.work, language)
            canvas.showPage()
    else:
        _draw_card(_Area(canvas, 297, 0, 0, 210, CARD_ON_A4), face, language)
        if copy is not None:
            _Area(canvas, 297, 0, CARD_ON_A4, 210, 1).dashes(0, 0, 210)
            _draw_copy(_Area(canvas, 297, 0, CARD_ON_A4, 210, 297 - CARD_ON_A4), copy, (), language)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def badges_pdf(badges: Sequence[BadgePaper], language: Language) -> bytes:
    """Badges of ID-1 size (85.6 x 54 mm), eight to an A4 page, with marks to cut along. At least one."""
    load_fonts()
    written = BytesIO()
    canvas = Canvas(written, pagesize=A4, pageCompression=1, invariant=1)
    canvas.setTitle(language.gettext("Badges"))
    left = (210 - BADGE_COLUMNS * BADGE_WIDTH) / 2
    top = (297 - BADGE_ROWS * BADGE_HEIGHT) / 2
    for first in range(0, len(badges), BADGES_ON_A_PAGE):
        _draw_cut_marks(_Area(canvas, 297, left, top, BADGE_COLUMNS * BADGE_WIDTH, BADGE_ROWS * BADGE_HEIGHT))
        for place, badge in enumerate(badges[first : first + BADGES_ON_A_PAGE]):
            row, column = divmod(place, BADGE_COLUMNS)
            area = _Area(canvas, 297, left + column * BADGE_WIDTH, top + row * BADGE_HEIGHT, BADGE_WIDTH, BADGE_HEIGHT)
            _draw_badge(area, badge_face(badge, language))
        canvas.showPage()
    canvas.save()
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class _Area:
    """A part of the page. Its own millimetres count from its left and top edge; type sizes are points."""

    canvas: Canvas
    page_height: float
    left: float
    top: float
    width: float
    height: float

    def _x(self, x: float) -> float:
        return (self.left + x) * mm

    def _y(self, y: float) -> float:
        return (self.page_height - self.top - y) * mm

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        room: float,
        *,
        bold: bool = False,
        soft: bool = False,
    ) -> None:
        """One line with its baseline at `y`, cut to `room` millimetres."""
        text, font = set_in(text, BOLD if bold else REGULAR)
        self.canvas.setFont(font, size)
        self.canvas.setFillGray(_SOFT if soft else 0)
        self.canvas.drawString(self._x(x), self._y(y), clipped(text, font, size, room * mm))

    def text_right(self, x: float, y: float, text: str, size: float, room: float, *, bold: bool = False) -> None:
        """One line that ends at `x`."""
        text, font = set_in(text, BOLD if bold else REGULAR)
        self.canvas.setFont(font, size)
        self.canvas.setFillGray(0)
        self.canvas.drawRightString(self._x(x), self._y(y), clipped(text, font, size, room * mm))

    def text_centred(self, x: float, y: float, text: str, size: float, room: float, *, bold: bool = False) -> None:
        """One line with its middle at `x`."""
        text, font = set_in(text, BOLD if bold else REGULAR)
        self.canvas.setFont(font, size)
        self.canvas.setFillGray(0)
        self.canvas.drawCentredString(self._x(x), self._y(y), clipped(text, font, size, room * mm))

    def large(self, x: float, y: float, text: str, size: float, least: float, room: float) -> None:
        """One bold line, made smaller down to `least` points where it's too long."""
        size = fitted(text, font_for(text, BOLD), size, least, room * mm)
        self.text(x, y, text, size, room, bold=True)

    def paragraph(self, x: float, y: float, text: str, size: float, room: float, most: int) -> None:
        """At most `most` lines; the first one's baseline at `y`."""
        for number, line in enumerate(lines(text, font_for(text, REGULAR), size, room * mm, most)):
            self.text(x, y + number * size * 0.46, line, size, room + 1)

    def rule(self, x: float, y: float, length: float, *, strong: bool = False) -> None:
        """A line to the right."""
        self.canvas.setStrokeGray(0 if strong else _LINE)
        self.canvas.setLineWidth(0.8 if strong else 0.4)
        self.canvas.line(self._x(x), self._y(y), self._x(x + length), self._y(y))

    def upright(self, x: float, y: float, length: float) -> None:
        """A thin line downwards."""
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(0.3)
        self.canvas.line(self._x(x), self._y(y), self._x(x), self._y(y + length))

    def dashes(self, x: float, y: float, length: float) -> None:
        """A line to cut along."""
        self.canvas.setDash(3, 3)
        self.rule(x, y, length)
        self.canvas.setDash()

    def box(self, x: float, y: float, width: float, height: float, *, weight: float = 0.8, radius: float = 0) -> None:
        """An outlined box."""
        self.canvas.setStrokeGray(0)
        self.canvas.setLineWidth(weight)
        self.canvas.roundRect(self._x(x), self._y(y + height), width * mm, height * mm, radius * mm, stroke=1, fill=0)

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """A QR code, `side` millimetres wide with its quiet zone."""
        picture = qr_picture(text)
        module = side / picture.modules
        drawn = self.canvas.beginPath()
        for bar in picture.bars:
            drawn.rect(
                self._x(x + bar.column * module),
                self._y(y + (bar.row + 1) * module),
                bar.length * module * mm,
                module * mm,
            )
        self.canvas.setFillGray(0)
        self.canvas.drawPath(drawn, stroke=0, fill=1)


def _draw_card(area: _Area, face: JobCardFace, language: Language) -> None:
    inner = area.width - 2 * MARGIN
    left_room = inner - CODE_SIDE - 3
    _draw_head(area, face.site, face.title)
    _draw_plate(area, MARGIN, 15, left_room, face.plate)
    area.large(MARGIN, 43, face.number, 22, 8, left_room * 0.56)
    area.large(MARGIN + left_room * 0.59, 43, face.service, 13, 7, left_room * 0.41)
    _draw_promise(area, MARGIN, 47, left_room, face.promise, language)
    _draw_code(area, area.width - MARGIN - CODE_SIDE + 3, 13, face.code, face.code_groups)
    _draw_marks(area, MARGIN, 64, inner, face.marks)
    columns = 3 if inner > 170 else 2
    y = _draw_facts(area, 75.5, inner, face.facts, columns)
    y = _draw_concern(area, y + 2.5, inner, face.concern, language)
    _draw_work(area, y + 2.5, inner, face, language)
    _draw_checks(area, area.height - MARGIN - CHECK_HEIGHT, inner, face.checks, language)


def _draw_head(area: _Area, site: str, title: str) -> None:
    inner = area.width - 2 * MARGIN
    area.text(MARGIN, 11, site, 9, inner * 0.68, soft=True)
    area.text_right(area.width - MARGIN, 11, title, 10, inner * 0.3, bold=True)
    area.rule(MARGIN, 13, inner, strong=True)


def _draw_plate(area: _Area, x: float, y: float, room: float, plate: str) -> None:
    size = fitted(plate, font_for(plate, BOLD), 38, 12, (room - 6) * mm)
    area.box(x, y + 1, room, 17, weight=1.6, radius=2.2)
    area.text_centred(x + room / 2, y + 9.5 + size * 0.125, plate, size, room - 4, bold=True)


def _draw_promise(area: _Area, x: float, y: float, room: float, promise: Moment | None, language: Language) -> None:
    area.text(x, y + 3.5, language.gettext("Promised for"), 8, room, soft=True)
    if promise is None:
        area.text(x, y + 12, language.gettext("not promised yet"), 13, room, bold=True)
        return
    area.text(x, y + 13, promise.time, 28, room * 0.5, bold=True)
    area.text(x + 31, y + 13, promise.day, 12, room - 31)


def _draw_code(area: _Area, x: float, y: float, text: str, groups: str) -> None:
    area.code(x, y, CODE_SIDE, text)
    parts = groups.split("-")
    for number, line in enumerate(("-".join(parts[:3]), "-".join(parts[3:]))):
        area.text_centred(x + CODE_SIDE / 2, y + CODE_SIDE + 1.5 + number * 3.8, line, 8.5, CODE_SIDE)


def _draw_marks(area: _Area, x: float, y: float, room: float, marks: Sequence[str]) -> None:
    end = x + room
    for mark in marks:
        font = font_for(mark, BOLD)
        needed = area.canvas.stringWidth(mark, font, 9) / mm + 4
        if x + needed > end:
            return
        area.box(x, y, needed, 6, radius=1.2)
        area.text(x + 2, y + 4.2, mark, 9, needed, bold=True)
        x += needed + 2


def _draw_facts(area: _Area, y: float, room: float, facts: Sequence[Fact], columns: int) -> float:
    """Facts in columns, row after row; gives the lower end back."""
    column_room = (room - (columns - 1) * 5) / columns
    label_room = 19.0
    for place, fact in enumerate(facts):
        row, column = divmod(place, columns)
        x = MARGIN + column * (column_room + 5)
        baseline = y + row * 5.4
        area.text(x, baseline, fact.label, 8, label_room - 1, soft=True)
        area.text(x + label_room, baseline, fact.value, 9.5, column_room - label_room)
    return y + (len(facts) + columns - 1) // columns * 5.4 - 4


def _draw_concern(area: _Area, y: float, room: float, concern: str, language: Language) -> float:
    area.rule(MARGIN, y, room)
    area.text(MARGIN, y + 4.2, language.gettext("The customer says"), 8, room, soft=True)
    if concern:
        area.paragraph(MARGIN, y + 9, concern, 10, room, 2)
    return y + 15


def _draw_work(area: _Area, y: float, room: float, face: JobCardFace, language: Language) -> None:
    area.rule(MARGIN, y, room, strong=True)
    area.text(MARGIN, y + 4, language.gettext("Operations"), 8.5, room * 0.5, bold=True)
    area.text_right(MARGIN + room, y + 4, face.total_hours, 8.5, 30, bold=True)
    y += 5.6
    for line in face.work:
        _draw_work_line(area, y, room, line)
        y += 6.8
    if face.more_work:
        area.text(MARGIN + 7, y + 3.2, face.more_work, 8, room, soft=True)


def _draw_work_line(area: _Area, y: float, room: float, line: Work) -> None:
    area.rule(MARGIN, y, room)
    area.box(MARGIN + 0.5, y + 1.3, 4.2, 4.2, radius=0.5)
    skill_room = 30.0
    text_room = room - 7 - skill_room - 16
    size = 7.5 if line.long else 10.0
    area.paragraph(MARGIN + 7, y + (3.0 if line.long else 4.6), line.text, size, text_room, 2 if line.long else 1)
    area.text(MARGIN + room - 15 - skill_room, y + 4.6, line.skill, 8, skill_room - 1, soft=True)
    area.text_right(MARGIN + room, y + 4.6, line.hours, 10, 15)


def _draw_checks(area: _Area, y: float, room: float, checks: Sequence[str], language: Language) -> None:
    gap = 3.0
    width = (room - (len(checks) - 1) * gap) / len(checks)
    for place, check in enumerate(checks):
        x = MARGIN + place * (width + gap)
        area.box(x, y, width, CHECK_HEIGHT, radius=1.2)
        area.text(x + 2, y + 5, check, 9, width - 4, bold=True)
        area.box(x + 2, y + 7.3, 3.6, 3.6, radius=0.5)
        area.text(x + 7, y + 10.3, language.gettext("passed"), 8, width / 2 - 8)
        area.box(x + width / 2, y + 7.3, 3.6, 3.6, radius=0.5)
        area.text(x + width / 2 + 5, y + 10.3, language.gettext("failed"), 8, width / 2 - 6)
        area.rule(x + 2, y + 17.5, width - 4)
        area.text(x + 2, y + 20.6, language.gettext("Signature, time"), 7, width - 4, soft=True)


def _draw_copy(area: _Area, copy: CustomerCopyFace, work: Sequence[Work], language: Language) -> None:
    inner = area.width - 2 * MARGIN
    left_room = inner - 46 - 4
    _draw_head(area, copy.site, copy.title)
    _draw_plate(area, MARGIN, 15, min(left_room, 90), copy.plate)
    area.large(MARGIN, 43, copy.number, 20, 10, left_room)
    _draw_promise(area, MARGIN, 46, left_room, copy.promise, language)
    _draw_facts(area, 68, left_room, copy.facts, 2 if left_room > 120 else 1)
    x = area.width - MARGIN - 46
    area.code(x, 13, 46, copy.url)
    area.paragraph(x, 62, language.gettext("Scan this code to see how your car is doing."), 9, 46, 3)
    area.paragraph(x, 76, copy.url, 6.5, 46, 3)
    y = 89 if work else 81
    _draw_steps(area, y, inner, copy.steps)
    note = language.gettext("Keep this paper to yourself: whoever has it can see how your car stands.")
    if not work:
        area.text(MARGIN, y + 12.5, note, 8, inner, soft=True)
        return
    area.text(MARGIN, 105, language.gettext("Work ordered"), 9, inner, bold=True)
    for number, line in enumerate(work):
        area.rule(MARGIN, 107.5 + number * 8, inner)
        area.paragraph(MARGIN, 112.7 + number * 8, line.text, 10, inner, 1)
    area.text(MARGIN, area.height - MARGIN, note, 8, inner, soft=True)


def _draw_steps(area: _Area, y: float, room: float, steps: Sequence[str]) -> None:
    gap = 2.0
    width = (room - gap * (len(steps) - 1)) / len(steps)
    for place, step in enumerate(steps):
        x = MARGIN + place * (width + gap)
        area.box(x, y, width, 8, radius=1.2)
        area.text_centred(x + width / 2, y + 5.3, f"{place + 1} {step}", 9, width - 2)


def _draw_badge(area: _Area, face: BadgeFace) -> None:
    text_room = area.width - CODE_SIDE - 6
    area.text(5, 9, face.site, 8, text_room, soft=True)
    area.rule(5, 11, text_room - 2, strong=True)
    _draw_name(area, 20, text_room, face.name)
    area.paragraph(5, 36, face.roles, 9.5, text_room, 2)
    area.text(5, 47.5, face.team, 10, text_room, bold=True)
    x = area.width - CODE_SIDE - 1
    area.code(x, 3, CODE_SIDE, face.code)
    parts = face.code_groups.split("-")
    for number, line in enumerate(("-".join(parts[:3]), "-".join(parts[3:]))):
        area.text_centred(x + CODE_SIDE / 2, 46.5 + number * 3.2, line, 7, CODE_SIDE)


def _draw_name(area: _Area, y: float, room: float, name: str) -> None:
    """As large as a name can be in the three centimetres it has, on up to three lines."""
    font = font_for(name, BOLD)
    for size, most in ((18.0, 1), (15.0, 2), (11.0, 3)):
        set_lines = lines(name, font, size, room * mm, most)
        if not set_lines[-1].endswith(DOTS):
            break
    for number, line in enumerate(set_lines):
        area.text(5, y + number * size * 0.42, line, size, room + 1, bold=True)


def _draw_cut_marks(area: _Area) -> None:
    length = 5.0
    for column in range(BADGE_COLUMNS + 1):
        for y in (-length - 1, area.height + 1):
            area.upright(column * BADGE_WIDTH, y, length)
    for row in range(BADGE_ROWS + 1):
        for x in (-length - 1, area.width + 1):
            area.rule(x, row * BADGE_HEIGHT, length, strong=True)
