"""AccordingTo."""
