"""What is ticked at a check or at the handover: which list counts, and what a new workshop begins with."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from board.domain.refusals import Refused


class Occasion(StrEnum):
    """When a list is gone through. The first three are the values of `CheckKind`."""

    self_check = "self"
    leader = "leader"
    final = "final"
    handover = "handover"


Lists = Mapping[tuple[str, str], Sequence[str]]
"""A site's lists by occasion and service type; the empty service type is for all that have none of their own."""


def list_for(lists: Lists, occasion: str, service_type: str) -> tuple[str, ...]:
    """What has to be ticked: the service type's own list, else the one for all of them, else nothing."""
    own = lists.get((occasion, service_type))
    return tuple(own if own is not None else lists.get((occasion, ""), ()))


def ticked_of(items: Sequence[str], ticked: Sequence[str]) -> tuple[str, ...]:
    """What of the list was ticked, in the list's order; anything else is left out."""
    named = set(ticked)
    return tuple(item for item in items if item in named)


def require_ticked(items: Sequence[str], ticked: Sequence[str]) -> None:
    """Everything on the list is ticked, else `checklist_open` with the first item that is not."""
    named = set(ticked)
    left = [item for item in items if item not in named]
    if left:
        raise Refused("checklist_open", item=left[0], left=len(left))


DEFAULTS: Mapping[str, Mapping[Occasion, tuple[str, ...]]] = MappingProxyType(
    {
        "zh_CN": MappingProxyType(
            {
                Occasion.self_check: (
                    "委托项目全部完成",
                    "螺栓按规定扭矩紧固",
                    "油液液位正常，无渗漏",
                    "工具、抹布已从车内取出",
                    "旧件已按约定放置",
                ),
                Occasion.leader: (
                    "维修项目与委托书一致",
                    "关键螺栓扭矩已复核",
                    "故障现象已消除",
                    "无渗漏、无异响",
                    "仪表无故障灯",
                ),
                Occasion.final: (
                    "客户诉求已解决",
                    "灯光、雨刮、喇叭正常",
                    "轮胎气压与螺母扭矩正常",
                    "仪表无故障灯，保养提示已复位",
                    "车身无新增划痕",
                    "车内无遗留物",
                ),
                Occasion.handover: (
                    "作业全部完成并签字",
                    "故障已消除",
                    "旧件已按约定处理",
                    "车内外干净",
                    "车内无遗留物品",
                    "座椅、后视镜、收音机已复原",
                ),
            }
        ),
        "en": MappingProxyType(
            {
                Occasion.self_check: (
                    "All work on the order is done",
                    "Bolts tightened to the given torque",
                    "Fluid levels right, nothing leaks",
                    "Tools and cloths taken out of the car",
                    "Old parts put where they were wanted",
                ),
                Occasion.leader: (
                    "The work is what the order says",
                    "Torque of the important bolts checked again",
                    "The fault is gone",
                    "No leak, no noise",
                    "No warning light",
                ),
                Occasion.final: (
                    "What the customer complained of is solved",
                    "Lights, wipers and horn work",
                    "Tyre pressures and wheel nut torque right",
                    "No warning light, service reminder reset",
                    "No new scratch on the body",
                    "Nothing left in the car",
                ),
                Occasion.handover: (
                    "All work is done and signed",
                    "The fault is gone",
                    "Old parts handled as agreed",
                    "Clean inside and out",
                    "Nothing of the customer's is missing, nothing of ours left behind",
                    "Seat, mirrors and radio as they were",
                ),
            }
        ),
    }
)
"""By language of the site: what it begins with, to be made its own. A list's items are the shop's words, not ours:
they are kept as they are written and never translated."""


def defaults_in(language: str) -> Mapping[Occasion, tuple[str, ...]]:
    """The lists that a new workshop begins with."""
    return DEFAULTS.get(language, DEFAULTS["en"])
