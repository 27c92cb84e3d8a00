"""What the gate counts with."""

from datetime import timedelta
from typing import Final

COMEBACK_WITHIN: Final = timedelta(days=30)
"""A car that is back within this time of its delivery may come because of it. Source: the trade's comeback rate."""
