"""Linking: which incidents of different reports are one, with the evidence for and against in words."""
