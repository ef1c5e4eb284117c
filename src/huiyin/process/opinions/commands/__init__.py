"""Every change to opinions, one door each."""

from huiyin.process.opinions.commands.encoding import encode_opinions
from huiyin.process.opinions.commands.erasing import erase_words
from huiyin.process.opinions.commands.giving import opinion_rows, take_opinion
from huiyin.process.opinions.commands.grouping import group_opinions
from huiyin.process.opinions.commands.intake import open_intake, recognise_units, seal_days, take_opinions
from huiyin.process.opinions.commands.joining import place_opinions
from huiyin.process.opinions.commands.judging import (
    judge_pair,
    judge_pairs,
    put_off_doubt,
    undo_judgement,
    undo_judgements,
)
from huiyin.process.opinions.commands.learning import learn_labels, refresh_suggestions
from huiyin.process.opinions.commands.moving import bring_back, take_out
from huiyin.process.opinions.commands.placing import decide_about
from huiyin.process.opinions.commands.settling import (
    mark_duplicate,
    mark_linked,
    mark_withdrawn,
    settle_opinion,
    withdraw_opinion,
)
from huiyin.process.opinions.commands.sweeping import sweep_opinions
from huiyin.process.opinions.commands.triage import triage_opinion

__all__ = [
    "bring_back",
    "decide_about",
    "encode_opinions",
    "erase_words",
    "group_opinions",
    "judge_pair",
    "judge_pairs",
    "learn_labels",
    "mark_duplicate",
    "mark_linked",
    "mark_withdrawn",
    "open_intake",
    "opinion_rows",
    "place_opinions",
    "put_off_doubt",
    "recognise_units",
    "refresh_suggestions",
    "seal_days",
    "settle_opinion",
    "sweep_opinions",
    "take_opinion",
    "take_opinions",
    "take_out",
    "triage_opinion",
    "undo_judgement",
    "undo_judgements",
    "withdraw_opinion",
]
