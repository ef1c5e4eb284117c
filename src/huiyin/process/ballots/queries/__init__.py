"""Questions about secret votes; while one runs nobody learns more than how many codes are out."""

from huiyin.process.ballots.queries.counts import (
    agreed_tallies,
    differing_tallies,
    issued,
    own_tallies,
    tallies_agree,
)
from huiyin.process.ballots.queries.results import Result, result_of
from huiyin.process.ballots.queries.verifying import ballot_faults
from huiyin.process.ballots.queries.voting import slip_of

__all__ = [
    "Result",
    "agreed_tallies",
    "ballot_faults",
    "differing_tallies",
    "issued",
    "own_tallies",
    "result_of",
    "slip_of",
    "tallies_agree",
]
