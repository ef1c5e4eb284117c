"""Every change to samples, one door each, each open only after the one before."""

from huiyin.process.samples.commands.drawing import announce_sample, draw_sample, freeze_population
from huiyin.process.samples.commands.looking import break_off_sample, say_of_item, start_visit

__all__ = [
    "announce_sample",
    "break_off_sample",
    "draw_sample",
    "freeze_population",
    "say_of_item",
    "start_visit",
]
