"""Reception: the walk round the car with its owner, and the order that the owner signs."""

from enum import StrEnum


class WalkPosition(StrEnum):
    """The six positions of the walk-round, in the order in which it goes."""

    interior = "interior"
    left_front = "left_front"
    front = "front"
    right_side = "right_side"
    rear = "rear"
    left_rear = "left_rear"


class MarkKind(StrEnum):
    scratch = "scratch"
    dent = "dent"
    crack = "crack"
    chip = "chip"
    missing = "missing"
    stain = "stain"
    other = "other"


class AttachmentKind(StrEnum):
    photo = "photo"
    signature = "signature"
