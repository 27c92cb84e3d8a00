"""Parts: what a job needs from the store, and how far each line is."""

from enum import StrEnum


class PartState(StrEnum):
    wanted = "wanted"
    """Somebody said it is needed; the store has not looked yet."""
    in_stock = "in_stock"
    ordered = "ordered"
    arrived = "arrived"
    issued = "issued"
    cancelled = "cancelled"


MISSING = frozenset({PartState.ordered})
"""Lines that keep a car waiting."""
