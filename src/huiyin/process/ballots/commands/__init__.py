"""Every change to secret votes, one door each."""

from huiyin.process.ballots.commands.announcing import announce_vote, announce_votes
from huiyin.process.ballots.commands.casting import cast_ballot
from huiyin.process.ballots.commands.closing import close_vote, publish_vote
from huiyin.process.ballots.commands.issuing import issue_slips
from huiyin.process.ballots.commands.tallying import tally_paper

__all__ = [
    "announce_vote",
    "announce_votes",
    "cast_ballot",
    "close_vote",
    "issue_slips",
    "publish_vote",
    "tally_paper",
]
