"""Questions about secret votes; while one runs nobody learns more than how many codes are out."""

from huiyin.process.ballots.queries.counts import agreed_tallies, differing_tallies, issued
from huiyin.process.ballots.queries.verifying import ballot_faults

__all__ = ["agreed_tallies", "ballot_faults", "differing_tallies", "issued"]
