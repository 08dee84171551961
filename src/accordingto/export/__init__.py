"""One file per format in which readings leave: JSON Lines and CSV so far. Each has ``write(readings, out)``."""

from accordingto.export import csv, jsonl

__all__ = ["csv", "jsonl"]
