"""Numbers that rows can have."""

HIGHEST_ID = 2**63 - 1
"""The highest that either engine holds: an address may carry a larger number, and no row has that."""
