"""What the supervision group keeps of its work."""

from huiyin.process.inspections.models.ladder import Ladder, LadderAnswer, LadderPaper
from huiyin.process.inspections.models.log import LogCorrection, LogEntry, LogPoint, Revisit
from huiyin.process.inspections.models.visits import Visit, VisitChange, VisitInspector
from huiyin.process.inspections.models.watches import Watch

__all__ = [
    "Ladder",
    "LadderAnswer",
    "LadderPaper",
    "LogCorrection",
    "LogEntry",
    "LogPoint",
    "Revisit",
    "Visit",
    "VisitChange",
    "VisitInspector",
    "Watch",
]
