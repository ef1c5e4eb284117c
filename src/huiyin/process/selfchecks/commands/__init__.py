"""Every change to papers of self-examination, one door each."""

from huiyin.process.selfchecks.commands.beginning import begin_selfcheck, name_drafters
from huiyin.process.selfchecks.commands.erasing import erase_review, expire_reviews
from huiyin.process.selfchecks.commands.handing_in import Discussed, finish_selfcheck, hand_in_selfcheck
from huiyin.process.selfchecks.commands.reviewing import Comment, Opinion, review_selfcheck
from huiyin.process.selfchecks.commands.sending_back import send_back_selfcheck
from huiyin.process.selfchecks.commands.writing import Saved, save_selfcheck

__all__ = [
    "Comment",
    "Discussed",
    "Opinion",
    "Saved",
    "begin_selfcheck",
    "erase_review",
    "expire_reviews",
    "finish_selfcheck",
    "hand_in_selfcheck",
    "name_drafters",
    "review_selfcheck",
    "save_selfcheck",
    "send_back_selfcheck",
]
