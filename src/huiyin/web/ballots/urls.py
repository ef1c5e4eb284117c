"""The addresses of secret votes: those of the office, and the three of whoever votes."""

from django.urls import path

from huiyin.web.ballots import announcing, casting, listing, slips, tallying, vote

_HERE = "c/<slug:campaign>/votes"

urlpatterns = [
    path(_HERE, listing.votes, name="votes"),
    path(f"{_HERE}/announce", announcing.announce_votes, name="announce_votes"),
    path(f"{_HERE}/<int:pk>", vote.vote, name="vote"),
    path(f"{_HERE}/<int:pk>/slips", slips.issue_slips, name="issue_slips"),
    path(f"{_HERE}/<int:pk>/tally", tallying.tally_paper, name="tally_paper"),
    path(f"{_HERE}/<int:pk>/close", vote.close_vote, name="close_vote"),
    path(f"{_HERE}/<int:pk>/publish", vote.publish_vote, name="publish_vote"),
    path(f"{_HERE}/<int:pk>.xlsx", vote.export_vote, name="export_vote"),
    path("vote", casting.ballot, name="ballot"),
    path("vote/cast", casting.cast_ballot, name="cast_ballot"),
    path("vote/thanks", casting.ballot_cast, name="ballot_cast"),
]
