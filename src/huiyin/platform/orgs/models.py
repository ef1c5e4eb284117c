"""The unit tree, and who holds which post and which role in it from when to when."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import and_, or_
from typing import ClassVar

from django.db import models
from django.db.models import Q

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.rules.recusing import RECUSAL_NAMES, RecusalKind
from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Role
from huiyin.platform.orgs.rules.terms import POST_NAMES, PostKind, Term
from huiyin.platform.orgs.rules.tree import gaps, tops


class UnitQuerySet(models.QuerySet["Unit"]):
    def under(self, path: str) -> "UnitQuerySet":
        """The unit at `path` and everything below it: one prefix range, the same on both engines."""
        return self.filter(_range(path))

    def in_scopes(self, paths: Iterable[str]) -> "UnitQuerySet":
        """The units under any of `paths` (without what a Scope leaves out): prefix ranges, so each unit once; none for no paths."""
        ranges = [within(path) for path in tops(paths)]
        return self.filter(reduce(or_, ranges)) if ranges else self.none()

    def roots(self) -> "UnitQuerySet":
        return self.filter(parent=None)


def _range(path: str, field: str = "path") -> Q:
    return Q(**{f"{field}__gte": path, f"{field}__lt": path + "~"})


def outside(paths: Iterable[str], field: str = "path") -> Q:
    """Under none of `paths`."""
    return reduce(and_, (~_range(path, field) for path in sorted(paths)), Q())


def within(path: str, field: str = "path") -> Q:
    """Under `path`, without what a Scope leaves out."""
    return _range(path, field) & outside(gaps(path), field)


class Unit(models.Model):
    """A unit of the organisation: a bureau, a department, a school. Four base-36 characters of `path` a level."""

    code = models.CharField("单位代码", max_length=40, blank=True)
    name = models.CharField("单位名称", max_length=100, unique=True)
    kind = models.CharField("类别", max_length=40, blank=True)
    aliases = models.JSONField("简称", default=list, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField("路径", max_length=80, unique=True)

    objects: ClassVar["UnitQuerySet"] = UnitQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "单位"
        ordering = ["path"]
        indexes = [models.Index(fields=["parent"], name="orgs_unit_parent")]


class Held(models.Model):
    """What a post and a grant have in common: whose, where, from which day to which (both included)."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="账号")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    since = models.DateField("起")
    until = models.DateField("止", null=True)

    class Meta:
        abstract = True

    @property
    def term(self) -> Term:
        return Term(self.since, self.until)


def open_on(day: date) -> Q:
    """Held on that day."""
    return Q(since__lte=day) & open_after(day)


def open_after(day: date) -> Q:
    """Held on that day or on a later one."""
    return Q(until=None) | Q(until__gte=day)


class Post(Held):
    """What somebody is in a unit: its head, its acting head (with dates), a member of its team."""

    kind = models.CharField(
        "职务", max_length=20, choices=[(kind.value, POST_NAMES[kind]) for kind in PostKind]
    )

    objects: ClassVar[models.Manager["Post"]] = models.Manager()

    class Meta:
        verbose_name = "职务"
        indexes = [
            models.Index(fields=["unit", "kind"], name="orgs_post_unit"),
            models.Index(fields=["account"], name="orgs_post_account"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="orgs_post_term"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PostKind]), name="orgs_post_kind"
            ),
            models.CheckConstraint(
                condition=~Q(kind=PostKind.ACTING_HEAD.value) | ~Q(until=None),
                name="orgs_post_acting_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(kind=PostKind.HEAD.value, until=None), name="orgs_post_one_head"
            ),
        ]


class Grant(Held):
    """What somebody may do: a role below a unit, for one campaign (its code) or, with "", for all."""

    role = models.CharField("角色", max_length=20, choices=[(role.value, ROLE_NAMES[role]) for role in Role])
    campaign = models.CharField("活动代码", max_length=60, blank=True)

    objects: ClassVar[models.Manager["Grant"]] = models.Manager()

    class Meta:
        verbose_name = "授权"
        indexes = [
            models.Index(fields=["account", "since"], name="orgs_grant_account"),
            models.Index(fields=["unit", "role"], name="orgs_grant_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="orgs_grant_term"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="orgs_grant_role"
            ),
        ]


class Recusal(Held):
    """That an inspector has kin or held a post in a unit, declared on the day `since` (DOMAIN 7.2): from that day the role of the
    supervision group doesn't count for them in the unit and below (queries.actors_of).

    It is lifted by who appoints inspectors there, never by its holder, with a reason and from the day after `until`; the row stays.
    """

    kind = models.CharField(
        "情形", max_length=20, choices=[(kind.value, RECUSAL_NAMES[kind]) for kind in RecusalKind]
    )
    reason = models.TextField("说明")
    declared_by = models.CharField("登记人", max_length=80)
    lifted_by = models.CharField("解除人", max_length=80, blank=True)
    lifted_why = models.TextField("解除理由", blank=True)

    objects: ClassVar[models.Manager["Recusal"]] = models.Manager()

    class Meta:
        verbose_name = "回避"
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="orgs_recusal_term"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | ~Q(lifted_why=""), name="orgs_recusal_lifted_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in RecusalKind]), name="orgs_recusal_kind"
            ),
            models.UniqueConstraint(
                fields=["account", "unit"], condition=Q(until=None), name="orgs_recusal_one"
            ),
        ]
