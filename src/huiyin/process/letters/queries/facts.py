"""What gates may ask of the inspectors' findings (facts.toml, room "letters")."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Exists, OuterRef

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.letters.models import AnswerLook, Finding, FindingAnswer
from huiyin.process.letters.rules.states import LetterState

FACTS = ("supervision.findings_answered",)


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation, on a day: whether every finding of a letter issued by then has an answer that wasn't sent back. One query.

    Without a letter there is nothing to answer, and it holds. Whether the matter itself is put right is the ledger's fact.
    """
    pks = [one.pk for one in participations]
    back = AnswerLook.objects.filter(answer=OuterRef("pk"), accepted=False, on__lte=on)
    answers = FindingAnswer.objects.filter(finding=OuterRef("pk"), on__lte=on).filter(~Exists(back))
    waiting = Finding.objects.filter(
        ~Exists(answers),
        letter__state=LetterState.ISSUED,
        letter__issued_on__lte=on,
        letter__participation__in=pks,
    )
    left = set(waiting.values_list("letter__participation_id", flat=True))
    return {pk: {"supervision.findings_answered": Known(pk not in left)} for pk in pks}
