"""Questions about papers of self-examination."""
