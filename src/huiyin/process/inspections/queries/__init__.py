"""Questions about the supervision group's work."""
