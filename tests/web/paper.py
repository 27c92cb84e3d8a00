"""Paper for tests: a car's card and a badge as a workshop would print them."""

import random
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import zxingcpp
from PIL.Image import Image

from board.domain.codes import CodeKind, make_code
from board.domain.words import WORDS
from board.web.paper.values import BadgePaper, JobCardPaper, Language, OperationLine

ENGLISH = Language("en", lambda sentence: sentence, lambda words, code: WORDS[words][code])
LONG_TEXT = "A customer who goes on and on " * 4 + "w" * 100
HOSTILE_TEXT = "\u202e<script>alert(1)</script>\x00\n轰隆" + "隆" * 200


def code(kind: CodeKind, number: int = 1) -> str:
    return make_code(kind, random.Random(number).randbytes(20)).text


def job_card(**different: Any) -> JobCardPaper:
    usual: dict[str, Any] = {
        "site": "京驰汽车服务中心",
        "timezone": ZoneInfo("Asia/Shanghai"),
        "number": "261121-017",
        "plate": "京A6K218",
        "model": "A6L 45 TFSI",
        "service_type": "express",
        "customer_name": "欧阳明月",
        "salutation": "ms",
        "code": code(CodeKind.job_card),
        "taken_in_at": datetime(2026, 11, 21, 1, 12, tzinfo=UTC),
        "vin": "LFV3A24G0K3012345",
        "mileage_km": 43218,
        "advisor": "王晓雯",
        "concern": "冷启动时右前轮有异响",
        "promised_at": datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
        "waits": True,
        "operations": (OperationLine("更换机油机滤", 36, "express"), OperationLine("前制动片更换", 72, "mechanic")),
        "customer_url": f"https://board.example/c/{code(CodeKind.customer_copy)}",
    }
    return JobCardPaper(**{**usual, **different})


def hostile_job_card() -> JobCardPaper:
    """Everything as long, and as ill-meant, as somebody could type it."""
    work = [OperationLine(text, 6000, "high_voltage", high_voltage=True) for text in (LONG_TEXT, HOSTILE_TEXT) * 10]
    return job_card(
        site=LONG_TEXT,
        plate="ABCDEFGHIJKLMNOPQRST",
        model=LONG_TEXT,
        colour=HOSTILE_TEXT,
        vin="V" * 40,
        customer_name=HOSTILE_TEXT,
        advisor=LONG_TEXT,
        concern=HOSTILE_TEXT,
        operations=tuple(work),
    )


def badge(number: int = 1, **different: Any) -> BadgePaper:
    usual: dict[str, Any] = {
        "site": "京驰汽车服务中心",
        "name": "王磊",
        "roles": ("technician",),
        "code": code(CodeKind.badge, number),
        "team": "一班",
    }
    return BadgePaper(**{**usual, **different})


def pages(pdf: bytes) -> list[Image]:
    """The pages of a PDF as pictures of 200 dots an inch."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=200 / 72).to_pil() for page in document]


def codes_on(picture: Image) -> list[str]:
    """The texts of all QR codes that a reader finds on a picture, from the top left to the bottom right."""
    found = zxingcpp.read_barcodes(picture)
    return [
        each.text for each in sorted(found, key=lambda each: (each.position.top_left.y // 50, each.position.top_left.x))
    ]
