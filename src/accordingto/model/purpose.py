"""What this is for, in the one sentence that every page, file and help text carries."""

PURPOSE = "A record of past reported harm: claims, not verdicts. Not for targeting, nor for tracking people or units."
