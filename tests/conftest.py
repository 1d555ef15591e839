"""Where things are found, and how hard hypothesis tries: `--hypothesis-profile=thorough`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

# Tools and benchmarks are found behind what is installed: a wheel is tested as it is.
sys.path.append(str(Path(__file__).resolve().parent.parent))

# What a shell starts in the background ignores Ctrl-C, and so would the commands that tests stop.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No deadline: a busy machine is no bug.
_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=3000)
settings.load_profile("quick")
