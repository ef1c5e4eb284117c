"""Feedback letters of the inspectors to a unit, their findings, and what the unit answers to each."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from huiyin.process.campaigns.models import Campaign, Participation, PlanItem
from huiyin.process.letters.rules.states import LETTER_STATES, LONGEST, FindingState, LetterState
from huiyin.process.meetings.models import Passage
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Evidence


class LetterQuerySet(models.QuerySet["Letter"]):
    def of(self, campaign: Campaign) -> "LetterQuerySet":
        return self.filter(campaign=campaign)

    def issued(self) -> "LetterQuerySet":
        return self.filter(state=LetterState.ISSUED)


class Letter(models.Model):
    """What the inspectors say to a unit about a stage: a judgement of the whole, findings in their order, what is demanded next (S13, S19).

    A draft may be edited (`version` counts that, `writers` are the codes of all who did). Issued by somebody who wrote none of it, its
    words are held by the database; what was wrong is said by a LetterCorrection. `praised`: code of the template's list → words.
    `signed_on`: the unit's head took it in person.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    participation = models.ForeignKey(
        Participation, verbose_name="单位", on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveIntegerField("编号", null=True)
    stage = models.CharField("环节", max_length=40, blank=True)
    judgement = models.TextField("总体评价")
    praised = models.JSONField("逐项肯定", default=dict, blank=True)
    demand = models.TextField("下一步要求", blank=True)
    answer_by = models.DateField("答复时限", null=True)
    state = models.CharField(
        "状态",
        max_length=10,
        choices=[(one.value, zh) for one, zh in LETTER_STATES.items()],
        default=LetterState.DRAFT.value,
    )
    version = models.PositiveIntegerField("版本", default=1)
    writers = models.JSONField("起草人", default=list)
    drafted_on = models.DateField("起草日期")
    issued_by = models.CharField("发出人", max_length=80, blank=True)
    issued_on = models.DateField("发出日期", null=True)
    signed_by = models.CharField("签收人", max_length=80, blank=True)
    signed_on = models.DateField("签收日期", null=True)

    objects: ClassVar["LetterQuerySet"] = LetterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "反馈意见书"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="letters_letter_number"),
            models.CheckConstraint(condition=~Q(judgement=""), name="letters_letter_judges_the_whole"),
            models.CheckConstraint(
                condition=Q(state="issued", number__isnull=False, issued_on__isnull=False)
                | (~Q(state="issued") & Q(number=None, issued_on=None, signed_on=None)),
                name="letters_letter_issued_with_a_number",
            ),
        ]
        indexes = [models.Index(fields=["participation", "state"], name="letters_of_unit")]


class FindingQuerySet(models.QuerySet["Finding"]):
    def told(self) -> "FindingQuerySet":
        """With `answered` (an answer that wasn't sent back stands), `tried` (there is one at all) and `settled` (accepted)."""
        answers = FindingAnswer.objects.filter(finding=OuterRef("pk"))
        back = AnswerLook.objects.filter(answer=OuterRef("pk"), accepted=False)
        looks = AnswerLook.objects.filter(answer__finding=OuterRef("pk"), accepted=True)
        return self.annotate(
            answered=Exists(answers.filter(~Exists(back))), tried=Exists(answers), settled=Exists(looks)
        )

    def in_state(self, *states: FindingState) -> "FindingQuerySet":
        """Those whose answer stands so."""
        where = {
            FindingState.OPEN: Q(tried=False),
            FindingState.AGAIN: Q(tried=True, answered=False),
            FindingState.ANSWERED: Q(answered=True, settled=False),
            FindingState.ACCEPTED: Q(settled=True),
        }
        wanted = Q(pk__in=[])
        for state in states:
            wanted |= where[state]
        return self.told().filter(wanted)


class Finding(models.Model):
    """A point of a letter (一是……二是……). What is done about it is tracked by the problems or plan items that it is tied to, nowhere else.

    `passage`: it was said at a meeting before, and is that very finding: its problem is this one's, too.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField("第几条")
    text = models.TextField("内容")
    focus = models.CharField("问题类别", max_length=20, blank=True)
    passage = models.ForeignKey(
        Passage, verbose_name="会上指出的", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects: ClassVar["FindingQuerySet"] = FindingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "督导发现"
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="letters_finding_number"),
            models.CheckConstraint(condition=~Q(text=""), name="letters_finding_says_something"),
        ]


class FindingTie(models.Model):
    """A finding is followed by this problem of the ledger, or by this item of the unit's plan."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+", db_index=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, null=True, related_name="+")
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["FindingTie"]] = models.Manager()

    class Meta:
        verbose_name = "督导发现的去向"
        constraints = [
            models.UniqueConstraint(fields=["finding", "problem"], name="letters_tie_problem_once"),
            models.UniqueConstraint(fields=["finding", "item"], name="letters_tie_item_once"),
            models.CheckConstraint(
                condition=Q(problem=None, item__isnull=False) | Q(problem__isnull=False, item=None),
                name="letters_tie_to_one",
            ),
        ]


class FindingAnswer(models.Model):
    """What the unit answers to a finding, and what it did; a round more each time that the inspectors ask again. Never changed."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField("第几次答复")
    text = models.TextField("答复")
    done = models.TextField("做了什么", blank=True)
    where = models.CharField("在哪里看", max_length=LONGEST["where"], blank=True)
    role = models.CharField("身份", max_length=20)
    by = models.CharField("答复人", max_length=80)
    on = models.DateField("答复日期")

    objects: ClassVar[models.Manager["FindingAnswer"]] = models.Manager()

    class Meta:
        verbose_name = "逐条答复"
        constraints = [
            models.UniqueConstraint(fields=["finding", "round"], name="letters_answer_round"),
            models.CheckConstraint(condition=~Q(text=""), name="letters_answer_says_something"),
        ]


class AnswerProof(models.Model):
    """Evidence of the ledger that an answer points at: kept once, there."""

    answer = models.ForeignKey(FindingAnswer, on_delete=models.PROTECT, related_name="+", db_index=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager["AnswerProof"]] = models.Manager()

    class Meta:
        verbose_name = "答复所指的佐证"
        constraints = [
            models.UniqueConstraint(fields=["answer", "evidence"], name="letters_proof_once"),
        ]


class AnswerLook(models.Model):
    """The inspectors looked at an answer: accepted, or asked again, in words. Never changed."""

    answer = models.OneToOneField(FindingAnswer, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField("认可")
    words = models.TextField("意见", blank=True)
    role = models.CharField("身份", max_length=20)
    by = models.CharField("看的人", max_length=80)
    on = models.DateField("日期")

    objects: ClassVar[models.Manager["AnswerLook"]] = models.Manager()

    class Meta:
        verbose_name = "对答复的意见"
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted=True) | ~Q(words=""), name="letters_look_asks_again_in_words"
            )
        ]


class LetterCorrection(models.Model):
    """What an issued letter should say in one place, by whom and why; its words stay (SPEC rules 1, 15). The latest of a place holds."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="+")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="+")
    field = models.CharField("更正项", max_length=20)
    text = models.TextField("更正为")
    reason = models.CharField("理由", max_length=LONGEST["reason"])
    by = models.CharField("更正人", max_length=80)
    on = models.DateField("更正日期")

    objects: ClassVar[models.Manager["LetterCorrection"]] = models.Manager()

    class Meta:
        verbose_name = "反馈意见书更正"
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="letters_correction_has_a_reason"),
            models.CheckConstraint(condition=~Q(text=""), name="letters_correction_says_something"),
        ]
