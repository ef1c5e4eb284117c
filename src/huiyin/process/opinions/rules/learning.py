"""When there is enough to learn anew from what people decided."""

FEWEST = 50
"""New decisions that are worth a lesson; before the first, what a model needs to be better than the word lists at all."""

SHARE = 0.2
"""… and this share of those that the last lesson knew: ten thousand decisions learn little from fifty more."""


def worth_learning(decided: int, known: int) -> bool:
    """Whether `decided` opinions teach more than the `known` ones of the last lesson did (0: there was none)."""
    return decided - known >= max(FEWEST, SHARE * known)
