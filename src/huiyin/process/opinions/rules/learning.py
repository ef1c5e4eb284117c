"""When there is enough to learn anew from what people decided."""

import math

FEWEST = 50
"""New decisions that are worth a lesson; before the first, what a model needs to be better than the word lists at all."""

SHARE = 0.2
"""… and this share of those that the last lesson knew: ten thousand decisions learn little from fifty more."""


def more_for_a_lesson(decided: int, known: int) -> int:
    """How many decisions more make a lesson, when `decided` there are and the last lesson knew `known` (0: there was none)."""
    return max(0, max(FEWEST, math.ceil(SHARE * known)) - (decided - known))


def worth_learning(decided: int, known: int) -> bool:
    """Whether there is enough to learn anew."""
    return more_for_a_lesson(decided, known) == 0
