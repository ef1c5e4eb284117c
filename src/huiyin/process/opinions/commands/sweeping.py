"""What follows an import: each new opinion is indexed and given suggestions, in a sweep that may stop anywhere."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import transaction

from huiyin.analysis.labels import Lexicon, suggest
from huiyin.analysis.normalise import Text
from huiyin.analysis.specificity import Signs, specifics
from huiyin.kit.blocks import in_blocks
from huiyin.platform.audit.commands import record
from huiyin.platform.bulk import insert_many
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import index_texts
from huiyin.platform.texts.queries import indexed
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import Opinion, Suggestion
from huiyin.process.opinions.queries import in_order_said

BLOCK = 2000
MOST_SUGGESTIONS = 3

Progress = Callable[[int, int], None]


def sweep_opinions(campaign: Campaign, *, by: Actor, at: datetime, progress: Progress | None = None) -> int:
    """Index every opinion that isn't yet and write its suggestions; how many. Stopped and started again, it goes on.

    One transaction and one record a block, so that a block is whole or not there. Time grows with what is new;
    memory with the block and the list of ids.
    """
    by.needs(Right.OPINION_TRIAGE, campaign.root.path)
    done = indexed(campaign.pk)
    waiting = [pk for pk in in_order_said(campaign) if pk not in done]
    reader = _Suggester(campaign)
    swept = 0
    for block in in_blocks(waiting, BLOCK):
        swept += _sweep_block(campaign, block, reader, by=by, at=at)
        if progress is not None:
            progress(swept, len(waiting))
    return swept


@transaction.atomic
def _sweep_block(
    campaign: Campaign, block: Sequence[int], reader: "_Suggester", *, by: Actor, at: datetime
) -> int:
    rows = Opinion.objects.with_text().in_bulk(list(block))
    opinions = [rows[pk] for pk in block if pk in rows]
    repeated = index_texts(campaign.pk, [(opinion.pk, _text(opinion)) for opinion in opinions], _words)
    suggestions = (found for opinion in opinions for found in reader.suggestions(opinion))
    insert_many(Suggestion, ("opinion_id", "kind", "rank", "code", "why"), suggestions)
    facts = {"opinions": len(opinions), "near_duplicates": repeated}
    record(act="opinions.swept", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return len(opinions)


def _words(ids: Sequence[int]) -> dict[int, Text]:
    """The words of indexed opinions, for the index, which keeps none."""
    found: dict[int, Text] = {}
    for some in in_blocks(ids, 400):
        rows = Opinion.objects.filter(pk__in=some).values_list("pk", "title", "body")
        found.update((pk, Text(title or "", body or "")) for pk, title, body in rows)
    return found


def _text(opinion: Opinion) -> Text:
    return Text(opinion.title or "", opinion.body or "")


class _Suggester:
    """The template's word lists, compiled once a sweep."""

    def __init__(self, campaign: Campaign) -> None:
        template = template_of(campaign)
        self.signs = Signs(
            template.signs.words(), Unit.objects.under(campaign.root.path).values_list("name", flat=True)
        )
        self.lexicons = {
            Suggestion.Kind.FOCUS: Lexicon(template.focus_lexicon()),
            Suggestion.Kind.TOPIC: Lexicon(template.topic_lexicon()),
        }

    def suggestions(self, opinion: Opinion) -> Iterator[tuple[int, str, int, str, list[list[object]]]]:
        """(opinion, kind, rank, code, why) of each suggestion; `why` are [words or kind of sign, start, end]."""
        text = opinion.text
        for kind, lexicon in self.lexicons.items():
            for rank, found in enumerate(suggest(text, lexicon)[:MOST_SUGGESTIONS], start=1):
                why: list[list[object]] = [[word.word, word.start, word.end] for word in found.words]
                yield opinion.pk, kind.value, rank, found.code, why
        named = specifics(text, self.signs)
        why = [[kind, start, end] for kind in named.kinds for start, end in getattr(named, kind)]
        code = "yes" if named.specific else "no"
        yield opinion.pk, Suggestion.Kind.SPECIFIC.value, 1, code, why
