"""Every change to what the public is told, one door each."""

from huiyin.process.publicity.commands.deciding import approve_matter, return_matter, withdraw_matter
from huiyin.process.publicity.commands.drafting import Told, draft_matter, edit_matter, redraft_matter

__all__ = [
    "Told",
    "approve_matter",
    "draft_matter",
    "edit_matter",
    "redraft_matter",
    "return_matter",
    "withdraw_matter",
]
