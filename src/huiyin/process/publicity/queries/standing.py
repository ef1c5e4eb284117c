"""Whether what the public is told is still what was approved."""

from collections.abc import Iterator

from huiyin.platform.audit.queries import facts_of
from huiyin.platform.audit.rules import Fault
from huiyin.process.opinions.rules.identity import keyed
from huiyin.process.publicity.models import PublicMatter
from huiyin.process.publicity.rules.matters import MatterState


def words_digest(matter: PublicMatter) -> str:
    """Keyed digest of all that a matter says, as the record holds it: a draft's words can't be guessed from it."""
    said = f"{matter.title}\n{matter.words}\n{matter.answer}\n{matter.givers}"
    return keyed(matter.campaign.secret, said)


def editions_of(matter: PublicMatter) -> list[PublicMatter]:
    """Everything that was written for the matter's number, the latest first. One query."""
    same = PublicMatter.objects.of(matter.campaign).filter(number=matter.number)
    return list(same.order_by("-edition"))


def publicity_faults() -> Iterator[Fault]:
    """Matters that were published, and don't say any more what was approved."""
    approved = {subject: facts.get("digest") for subject, _, facts in facts_of("matter.approved")}
    out = PublicMatter.objects.exclude(state__in=[MatterState.DRAFT, MatterState.RETURNED])
    for matter in out.select_related("campaign").order_by("pk"):
        if words_digest(matter) != approved.get(f"matter:{matter.pk}"):
            yield Fault(
                f"公示 {matter.number}",
                f"第 {matter.number} 号公示事项与审批时的不符：被改过。",
                f"What is published under number {matter.number} isn't what was approved.",
            )
