"""What follows an import: each new opinion is indexed and given suggestions, in a sweep that may stop anywhere."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from huiyin.analysis.labels import Lexicon, suggest
from huiyin.analysis.normalise import Text
from huiyin.analysis.specificity import Signs, specifics
from huiyin.kit.blocks import in_blocks
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.bulk import insert_many
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import index_texts
from huiyin.platform.texts.queries import indexed
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import Opinion, Suggestion
from huiyin.process.opinions.queries import in_order_said

BLOCK = 500
MOST_SUGGESTIONS = 3

Progress = Callable[[int, int], None]
# (opinion, kind, rank, code, why); `why` are [words or kind of sign, start, end] in the whole text.
Suggested = tuple[int, str, int, str, list[list[object]]]


def sweep_opinions(campaign: Campaign, *, by: Actor, at: datetime, progress: Progress | None = None) -> int:
    """Index every opinion that isn't yet and write its suggestions; how many. Stopped and started again, it goes on.

    One transaction and one record a block, so that a block is whole or not there; the reading and thinking happens before
    it opens, so that nobody waits for it. Two sweeps at once share the work. Time grows with what is new; memory with the
    block and the list of ids.
    """
    by.needs(Right.OPINION_TRIAGE, campaign.root.path)
    done = indexed(campaign.pk)
    waiting = [pk for pk in in_order_said(campaign) if pk not in done]
    suggester = _Suggester(campaign)
    swept = seen = 0
    for block in in_blocks(waiting, BLOCK):
        texts = _words(block)
        suggestions = {pk: list(suggester.suggestions(pk, words)) for pk, words in texts.items()}
        swept += _write_block(campaign, [(pk, texts[pk]) for pk in block], suggestions, by=by, at=at)
        seen += len(block)
        if progress is not None:
            progress(seen, len(waiting))
    return swept


@transaction.atomic
def _write_block(
    campaign: Campaign,
    texts: Sequence[tuple[int, Text]],
    suggestions: Mapping[int, Sequence[Suggested]],
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Write what was thought of, but for texts that another sweep was faster with, or that are gone since."""
    take_turn()
    ids = [pk for pk, _ in texts]
    numbers = dict(Opinion.objects.with_text().filter(pk__in=ids).values_list("pk", "source_id"))
    wanted = numbers.keys() - indexed(campaign.pk, ids)
    new = [(pk, words) for pk, words in texts if pk in wanted]
    if not new:
        return 0
    repeated = index_texts(campaign.pk, new, _words, numbers)
    found = (suggested for pk, _ in new for suggested in suggestions[pk])
    insert_many(Suggestion, ("opinion_id", "kind", "rank", "code", "why"), found)
    facts = {"opinions": len(new), "near_duplicates": repeated}
    record(act="opinions.swept", subject=f"campaign:{campaign.code}", by=by.code, at=at, facts=facts)
    return len(new)


def _words(ids: Sequence[int]) -> dict[int, Text]:
    """The words of opinions, for the sweep and for the index, which keeps none."""
    found: dict[int, Text] = {}
    for some in in_blocks(ids, 400):
        rows = Opinion.objects.filter(pk__in=some).values_list("pk", "title", "body")
        found.update((pk, Text(title or "", body or "")) for pk, title, body in rows)
    return found


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

    def suggestions(self, opinion: int, words: Text) -> Iterator[Suggested]:
        text = words.whole
        for kind, lexicon in self.lexicons.items():
            for rank, found in enumerate(suggest(text, lexicon)[:MOST_SUGGESTIONS], start=1):
                why: list[list[object]] = [[word.word, word.start, word.end] for word in found.words]
                yield opinion, kind.value, rank, found.code, why
        named = specifics(text, self.signs)
        why = [[kind, start, end] for kind in named.kinds for start, end in getattr(named, kind)]
        code = "yes" if named.specific else "no"
        yield opinion, Suggestion.Kind.SPECIFIC.value, 1, code, why
