"""Every change to what was said again, one door each."""

from huiyin.process.recurrences.commands.deciding import decide_again, put_off_again, take_back_again
from huiyin.process.recurrences.commands.looking import look_for_again, weigh_anew
from huiyin.process.recurrences.commands.raising import link_confirmed, raise_again
from huiyin.process.recurrences.commands.reading import read_ahead

__all__ = [
    "decide_again",
    "link_confirmed",
    "look_for_again",
    "put_off_again",
    "raise_again",
    "read_ahead",
    "take_back_again",
    "weigh_anew",
]
