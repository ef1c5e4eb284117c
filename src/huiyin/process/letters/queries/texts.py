"""Letters and answers in the index of passages: what was issued or given may have been copied from (R23)."""

from collections import defaultdict
from collections.abc import Collection

from huiyin.platform.texts.queries import Source
from huiyin.process.letters.models import Finding, FindingAnswer, Letter
from huiyin.process.letters.rules.wording import answer_text, letter_text
from huiyin.process.selfchecks.queries.texts import words_of as words_below

KIND, ANSWER_KIND = "letter", "letter_answer"


def texts_of_letters(letters: Collection[int]) -> dict[int, str]:
    """Letters as they were issued or stand now, each as one text. 2 queries."""
    points: dict[int, list[str]] = defaultdict(list)
    rows = Finding.objects.filter(letter__in=letters).order_by("letter", "number")
    for letter, text in rows.values_list("letter", "text"):
        points[letter].append(text)
    return {
        letter.pk: letter_text(
            letter.judgement, tuple(letter.praised.values()), points[letter.pk], letter.demand
        )
        for letter in Letter.objects.filter(pk__in=letters)
    }


def text_of_answer(answer: FindingAnswer) -> str:
    """An answer as one text."""
    return answer_text(answer.text, answer.done)


def words_of(sources: Collection[Source]) -> dict[Source, str]:
    """What stands in some formal texts now, letters and answers among them, whoever asks: for comparing, never for showing."""
    found = words_below(sources)
    letters = [source.thing for source in sources if source.kind == KIND]
    if letters:
        found |= {Source(KIND, pk): text for pk, text in texts_of_letters(letters).items()}
    answers = [source.thing for source in sources if source.kind == ANSWER_KIND]
    if answers:
        rows = FindingAnswer.objects.filter(pk__in=answers)
        found |= {Source(ANSWER_KIND, row.pk): text_of_answer(row) for row in rows}
    return found
