"""What all tests share: a slow machine is no fault, so property tests have no time limit of their own."""

from hypothesis import settings

settings.register_profile("accordingto", deadline=None)
settings.load_profile("accordingto")
