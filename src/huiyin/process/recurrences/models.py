"""Closed problems that may have been spoken of again: what the machine suggests, and what people decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from huiyin.platform.orgs.models import Unit
from huiyin.platform.texts.models import IndexedText
from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.models import Problem
from huiyin.process.problems.queries.compared import NO_CANDIDATE
from huiyin.process.recurrences.rules.answers import ANSWER_NAMES, LONGEST_WHY, Answer


class Looked(models.Model):
    """Up to which record (platform.audit) the machine has looked for what was said again in a campaign."""

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, primary_key=True, related_name="+")
    seq = models.BigIntegerField("看到第几条记录", default=0)

    objects: ClassVar[models.Manager["Looked"]] = models.Manager()

    class Meta:
        verbose_name = "反弹比对进度"


class Watched(models.Model):
    """A closed problem with words behind it, to which later opinions are compared.

    `since`: the day of its closing then. `later`: how many opinions about its units came after, and `bar`: the margin that is
    enough among so many (analysis.recurrence.bar). `vocabulary`: the digest of what words were weighed by when all that came after was
    last compared with it, and `weighed_on`: the day of that.
    """

    problem = models.OneToOneField(
        Problem,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        related_query_name="watched",
    )
    since = models.DateField("起算日期")
    later = models.PositiveIntegerField("此后意见数", default=0)
    bar = models.FloatField("门槛", default=0)
    vocabulary = models.CharField("词频摘要", max_length=32, blank=True, default="")
    weighed_on = models.DateField("比对日期", null=True)

    objects: ClassVar[models.Manager["Watched"]] = models.Manager()

    class Meta:
        verbose_name = "留意的已销号问题"


class Around(models.Model):
    """A unit that a watched problem is about, with all below it. Without a unit: whatever is said in the campaign."""

    watched = models.ForeignKey(Watched, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager["Around"]] = models.Manager()

    class Meta:
        verbose_name = "已销号问题涉及的单位"
        constraints = [
            models.UniqueConstraint(fields=["watched", "unit"], name="recurrences_around_once"),
            # For both engines none is equal to none only so.
            models.UniqueConstraint(
                fields=["watched"], condition=Q(unit=None), name="recurrences_around_all_once"
            ),
        ]


class AgainSuggestionQuerySet(models.QuerySet["AgainSuggestion"]):
    def undecided(self) -> "AgainSuggestionQuerySet":
        """Those of which nobody's word stands."""
        decided = Decided.objects.filter(
            problem=OuterRef("problem"), opinion=OuterRef("opinion"), stands=True
        )
        return self.exclude(Exists(decided.exclude(answer=Answer.OPEN)))

    def waiting(self) -> "AgainSuggestionQuerySet":
        """Those that wait for a person: undecided, near enough among all that came since, the problem closed, the opinion in the matter."""
        near = Q(copy=True) | Q(said_same=True) | Q(margin__gte=F("problem__watched__bar"))
        closed = Q(
            problem__merged_into=None,
            problem__dissolved=False,
            problem__closed_on=F("problem__watched__since"),
        )
        return self.undecided().filter(closed & near).exclude(opinion__disposition__in=NO_CANDIDATE)


class AgainSuggestion(models.Model):
    """The machine's: this opinion may speak again of that closed problem. Why: how near it is, and to which opinions.

    No word of an opinion is in it. It hangs on the opinion's row in the index of texts (`text`), so where the words are erased or
    sealed it goes with them. Once a person has decided, the row stays as it was: it is what the decision is compared with.
    `margin`: what `Watched.bar` is asked of; `copy`: a near duplicate of one behind the problem; `said_same`: a person had said that
    it is the same matter as one of those; `nearest`: ids of the opinions behind the problem, the nearest first. `put_off`: how often
    somebody left it for later.
    """

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="+", db_index=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(IndexedText, on_delete=models.CASCADE, related_name="+")
    first_seen_on = models.DateField("最早提示日期")
    margin = models.FloatField("超出")
    likeness = models.FloatField("与问题的相近度")
    elsewhere = models.FloatField("与别的意见的相近度")
    certainty = models.CharField("把握", max_length=12, blank=True)
    copy = models.BooleanField("近重复", default=False)
    said_same = models.BooleanField("有人判断过同一件事", default=False)
    nearest = models.JSONField("最近的原意见", default=list)
    put_off = models.PositiveIntegerField("放后几次", default=0)

    objects: ClassVar["AgainSuggestionQuerySet"] = AgainSuggestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "反弹提示"
        constraints = [
            models.UniqueConstraint(fields=["problem", "opinion"], name="recurrences_suggested_once")
        ]


class Decided(models.Model):
    """A person's word on whether an opinion speaks again of a closed problem. The next word stands beside it, never over it.

    One `stands` of a pair: the last. Taking back is a word more, with the answer "". `machine` is how sure the machine was then. It
    goes only with an opinion that is sealed off.
    """

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="+", db_index=False)
    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="+")
    round = models.PositiveIntegerField("第几次")
    answer = models.CharField(
        "判断", max_length=10, blank=True, choices=[(each.value, name) for each, name in ANSWER_NAMES.items()]
    )
    why = models.CharField("说明", max_length=LONGEST_WHY, blank=True)
    machine = models.CharField("当时的把握", max_length=12, blank=True)
    role = models.CharField("身份", max_length=20)
    decided_by = models.CharField("判断人", max_length=80)
    decided_on = models.DateField("日期")
    stands = models.BooleanField("有效", default=True)

    objects: ClassVar[models.Manager["Decided"]] = models.Manager()

    class Meta:
        verbose_name = "反弹判断"
        constraints = [
            models.UniqueConstraint(fields=["problem", "opinion", "round"], name="recurrences_decided_round"),
            models.UniqueConstraint(
                fields=["problem", "opinion"],
                condition=Q(stands=True),
                name="recurrences_decided_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=[each.value for each in Answer]),
                name="recurrences_decided_answer_known",
            ),
        ]
