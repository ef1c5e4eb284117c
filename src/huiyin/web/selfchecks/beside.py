"""What was pointed out to the author, beside the text: each with whether the text answers it."""

from typing import Any

from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.queries.beside import points_beside
from huiyin.process.selfchecks.rules.content import Content
from huiyin.web.frame.visit import Visit


def beside(visit: Visit, paper: SelfCheck, content: Content) -> dict[str, Any]:
    """`points`: what reminders say to the paper's author. 2 queries."""
    del visit
    return {"points": points_beside(paper, content)}
