"""Where things are found, and how hard hypothesis tries: `--hypothesis-profile=thorough`."""

from __future__ import annotations

import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

# Last, so that an installed newword wins over the tree, which may be without a built core.
sys.path.append(str(Path(__file__).resolve().parent.parent))

# No deadline: a busy machine is no bug.
_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=3000)
settings.load_profile("quick")
