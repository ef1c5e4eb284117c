"""Questions about figures: counted from the rooms' own rows, kept, and how the two differ."""

from huiyin.process.figures.queries.counting import counted_anew, counts_wait, differences
from huiyin.process.figures.queries.keeping import Kept, flow_below, heard_below

__all__ = ["Kept", "counted_anew", "counts_wait", "differences", "flow_below", "heard_below"]
