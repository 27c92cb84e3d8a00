"""What grows: a straight line through samples, and what it would come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Growth:
    """The slope of a figure in its unit per hour, how sure it is (one standard error), and where it began and ended."""

    per_hour: float
    error: float
    first: float
    last: float

    def is_steady(self, allowed_per_hour: float) -> bool:
        """Whether it grows by no more than is allowed, or by nothing that stands out of the noise."""
        return self.per_hour <= allowed_per_hour or self.per_hour < 2 * self.error


def growth(samples: Sequence[tuple[float, float]]) -> Growth:
    """The growth over samples of (seconds, figure); needs three. The first third warms up and is left out."""
    settled = samples[len(samples) // 3 :]
    if len(settled) < 3:
        raise ValueError("too few samples to draw a line through")
    hours = [seconds / 3600 for seconds, _ in settled]
    figures = [figure for _, figure in settled]
    middle, level = sum(hours) / len(hours), sum(figures) / len(figures)
    spread = sum((hour - middle) ** 2 for hour in hours)
    slope = sum((hour - middle) * (figure - level) for hour, figure in zip(hours, figures, strict=True)) / spread
    rest = sum((figure - level - slope * (hour - middle)) ** 2 for hour, figure in zip(hours, figures, strict=True))
    return Growth(slope, sqrt(rest / (len(settled) - 2) / spread), figures[0], figures[-1])
