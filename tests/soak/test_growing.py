"""The line through the soak's samples."""

import pytest

from tests.soak.growing import growth


def test_a_steady_figure_has_no_slope() -> None:
    found = growth([(second, 100.0) for second in range(0, 3600, 60)])
    assert (found.per_hour, found.error) == (0.0, 0.0)
    assert found.is_steady(allowed_per_hour=0)


def test_a_leak_is_seen_through_noise() -> None:
    found = growth([(second, 100 + second / 360 + (second % 120) / 120) for second in range(0, 3600, 60)])
    assert found.per_hour == pytest.approx(10, abs=0.5)
    assert not found.is_steady(allowed_per_hour=5)
    assert found.is_steady(allowed_per_hour=11)


def test_noise_is_no_leak() -> None:
    found = growth([(second, 100 + (second * 7919 % 11)) for second in range(0, 600, 60)])
    assert found.is_steady(allowed_per_hour=0)


def test_warming_up_does_not_count() -> None:
    found = growth(
        [(0, 10), (60, 50), (120, 90), (180, 100), (240, 100), (300, 100), (360, 100), (420, 100), (480, 100)]
    )
    assert found.per_hour == 0


def test_two_samples_are_too_few() -> None:
    with pytest.raises(ValueError, match="too few"):
        growth([(0, 1), (1, 2)])
