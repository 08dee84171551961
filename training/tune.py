"""Choose the operating points of a trained network on the tuning reports. Usage: tune.py NET OUT.json.

Each threshold is set on its own, best for the F1 it governs; the encoder runs once a report.
"""
