"""What may be shown where strangers look on: part of a plate, and a surname. Nothing else of a customer."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from board.domain.plates import PlateKind, plate_kind, spaced_plate

_COMPOUND_SURNAMES = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 "
    "皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 "
    "子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 "
    "段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 "
    "左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 淳于 "
    "达奚 褚师 纳兰".split()
)


class Salutation(StrEnum):
    mr = "mr"
    ms = "ms"
    none = "none"


@dataclass(frozen=True, slots=True)
class MaskedName:
    surname: str
    salutation: Salutation


def mask_plate(plate: str) -> str:
    """A (normalised) plate with the third and fourth character of its serial hidden: `京A·12**5`, `京A·D0**12`.

    Of other formats only the first two and the last character are left, of short ones only the first.
    """
    if plate_kind(plate) is not PlateKind.other and "·" in spaced_plate(plate):
        head, serial = spaced_plate(plate).split("·")
        return f"{head}·{serial[:2]}**{serial[4:]}"
    if len(plate) < 5:
        return plate[: len(plate) > 1] + "*" * max(len(plate) - 1, 1)
    return plate[:2] + "*" * (len(plate) - 3) + plate[-1]


def mask_name(name: str, salutation: Salutation) -> MaskedName:
    """The surname alone: the first character (or compound surname) of a name in Chinese or another script that is
    written without spaces, the last word of any other. A word with a digit or an @ is no name and is never shown."""
    text = unicodedata.normalize("NFKC", name)
    wide = "".join(character for character in text if _is_wide(character))
    if wide:
        return MaskedName(wide[:2] if wide[:2] in _COMPOUND_SURNAMES and len(wide) > 2 else wide[:1], salutation)
    words = [word for word in text.split() if not re.search(r"[\d@]", word)]
    return MaskedName(words[-1][:40] if words else "", salutation)


def _is_wide(character: str) -> bool:
    return character.isalpha() and unicodedata.east_asian_width(character) == "W"
