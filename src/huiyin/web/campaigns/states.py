"""States of steps, items and stages, as every page shows them."""

from huiyin.web.frame.states import ITEMS, STAGES, Shown

__all__ = ["ITEMS", "STAGES", "Shown"]
