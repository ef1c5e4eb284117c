"""What a place changed in a template: kept with it, so that every viewer can show what is local."""

from typing import Literal

from huiyin.process.campaigns.rules.parts import Part, Text


class LocalChange(Part):
    """One addition or change of an overlay.

    `at` is the place by codes ("plan.items.topic_told.due.offset"); `was` and `now` are the values as text, `was` empty for what
    was added.
    """

    kind: Literal["add", "change"]
    at: Text
    was: str = ""
    now: str
    why: Text
    by: Text
