"""How many examples a law is tried on: few and always the same, or many and new ones (`make nightly`)."""

import os

from hypothesis import HealthCheck, settings

# Slow generation depends on the machine; whether a change is right does not.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, max_examples=100)
settings.register_profile("nightly", settings.get_profile("default"), max_examples=2000, print_blob=True)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
