"""What a person says of a suggestion that a closed problem was spoken of again, and how often the machine was right."""

from enum import StrEnum


class Answer(StrEnum):
    """`OPEN`: an earlier answer was taken back, and nobody has said anything since."""

    AGAIN = "again"
    ANOTHER = "another"
    OPEN = ""


ANSWER_NAMES: dict[Answer, str] = {
    Answer.AGAIN: "又说起了",
    Answer.ANOTHER: "不是这件事",
    Answer.OPEN: "撤回，待确认",
}

LONGEST_WHY = 300
