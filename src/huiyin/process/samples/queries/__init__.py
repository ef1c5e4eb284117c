"""Questions about samples: what they are drawn from, where they stand, what was found."""
