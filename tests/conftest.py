"""How hard hypothesis tries: `--hypothesis-profile=thorough` for the night."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# No deadline: a busy machine is no bug.
_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=3000)
settings.load_profile("quick")
