"""What a giver says of a fix under their receipt: a level of the template, or that it wasn't really fixed (SPEC rule 6)."""

from dataclasses import dataclass

from huiyin.kit.errors import BadInput


@dataclass(frozen=True)
class Rated:
    """What a rating speaks of: a problem by its id, and which handing in of it (`handed`, from 1). `turn` counts how often the
    giver has rated this one, from 1: ids tell no order within a day. `level` is "" where they say that it wasn't really fixed.
    """

    problem: int
    handed: int
    turn: int
    level: str = ""

    def as_text(self) -> str:
        """As it is sealed and kept apart: `of_text` reads it."""
        return f"{self.problem}:{self.handed}:{self.turn}:{self.level}"

    @classmethod
    def of_text(cls, text: str) -> "Rated":
        """What `as_text` wrote. ValueError for anything else."""
        problem, handed, turn, level = text.split(":", 3)
        return cls(int(problem), int(handed), int(turn), level)


def needs_rating(level: str, why: str, *, not_fixed: bool) -> None:
    """BadInput unless a rating is either a level, or that it wasn't really fixed with a word why."""
    if not_fixed and not why.strip():
        raise BadInput(
            "说没有真改，请写一句哪里没有改，办的人才知道改什么。",
            "Say in a word what wasn't really fixed, so that whoever works on it knows what to do.",
        )
    if not not_fixed and why.strip():
        raise BadInput(
            "您写了哪里没有改，请同时选“没有真改”；如果已经改好，请把那段话删掉，要补充的写在“补充情况”里。",
            "You wrote what wasn't fixed: choose 'not really fixed', too. If it is fixed, empty that box and use the one for adding.",
        )
    if not not_fixed and not level:
        raise BadInput("请先选一项，再提交。", "Choose one of them first.")
