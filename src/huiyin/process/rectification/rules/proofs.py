"""What is to be noted of a piece of evidence: facts beside it, never a refusal (R17)."""

from dataclasses import dataclass
from datetime import date

from huiyin.process.campaigns.rules.says import Says, day_said


@dataclass(frozen=True)
class Proof:
    """The day that a piece of evidence bears; how many other problems the same file proves, and of how many other units."""

    dated: date | None
    problems: int = 0
    units: int = 0


def notes_on(proof: Proof, raised_on: date) -> tuple[Says, ...]:
    """What a person who accepts would look at twice; `raised_on` is the day of the problem.

    >>> [one.zh for one in notes_on(Proof(date(2014, 5, 1), 2, 1), date(2014, 5, 20))]
    ['形成于 5 月 1 日，早于问题提出。', '同一个文件还证明了另外 2 个问题。', '另外 1 个单位也用了这个文件。']
    """
    found = []
    if proof.dated is not None and proof.dated < raised_on:
        day = day_said(proof.dated, raised_on)
        found.append(Says(f"形成于 {day.zh}，早于问题提出。", f"Of {day.en}, before the problem was raised."))
    if proof.problems:
        found.append(
            Says(
                f"同一个文件还证明了另外 {proof.problems} 个问题。",
                f"The same file proves {proof.problems} other problem(s).",
            )
        )
    if proof.units:
        found.append(
            Says(f"另外 {proof.units} 个单位也用了这个文件。", f"{proof.units} other unit(s) use it, too.")
        )
    return tuple(found)
