"""Two feedback letters to the first school: one issued and waiting for its answer, one that is being drafted."""

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.letters.commands import draft_letter, issue_letter
from huiyin.process.letters.models import Letter
from huiyin.process.letters.rules.wording import Pointed, Words
from tests.world import World


def send_back(world: World, found: str, drafted: str) -> dict[str, int]:
    """The ids by the names that the cast knows them by."""
    one, other = (Actor(f"inspector-{at}", Role.SUPERVISION, world.bureau.path) for at in (1, 2))
    related = ("campaign__root", "unit")
    part = Participation.objects.select_related(*related).get(campaign=world.campaign, unit=world.school)
    made = {}
    for name, words in (("letter", found), ("letter_draft", drafted)):
        said = Words("总体情况良好。", (Pointed(words),))
        made[name] = draft_letter(part, "listen", said, by=one, at=world.at).pk
    issue_letter(
        Letter.objects.select_related(
            "campaign__root", "participation__unit", "participation__campaign__root"
        ).get(pk=made["letter"]),
        1,
        by=other,
        at=world.at,
    )
    return made
