"""What the machine suggests of texts: labels by the last lesson or by the word lists, and whether they are specific."""

from collections.abc import Iterator, Mapping

from huiyin.analysis.labels import Lexicon, lexicon_of
from huiyin.analysis.learning import Guess, Learned
from huiyin.analysis.normalise import Text
from huiyin.analysis.specificity import Signs, specifics
from huiyin.platform.bulk import insert_many
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import ASIDE, Suggestion
from huiyin.process.opinions.queries.lessons import codes_of, learned_kinds, model_of, numbers_in_use

Why = list[list[object]]
"""[word or kind of sign, start, end] in the whole text."""

Suggested = tuple[int, str, int, str, Why, int | None, int]
_COLUMNS = ("opinion_id", "kind", "rank", "code", "why", "chance", "lesson")


class Suggester:
    """The template's word lists, compiled once, and the models in use when it was made."""

    def __init__(self, campaign: Campaign) -> None:
        template = template_of(campaign)
        self._campaign = campaign
        self._signs = Signs(
            template.signs.words(), Unit.objects.under(campaign.root.path).values_list("name", flat=True)
        )
        entries = {
            Suggestion.Kind.FOCUS: template.focus_lexicon(),
            Suggestion.Kind.TOPIC: template.topic_lexicon(),
            Suggestion.Kind.CONCERN: template.concern_lexicon(),
        }
        self._lexicons = {kind: lexicon_of(entries[kind]) for kind in learned_kinds(campaign)}
        self._numbers = numbers_in_use(campaign)
        self._models = {kind: self._model(kind) for kind in self._lexicons}

    def _model(self, kind: Suggestion.Kind) -> Learned:
        found = model_of(self._campaign, kind, self._numbers[kind]) if kind in self._numbers else None
        return found or Learned.untaught(codes_of(self._campaign, kind))

    def lexicon(self, kind: Suggestion.Kind) -> Lexicon:
        return self._lexicons[kind]

    def holds(self) -> bool:
        """Whether the models are still those in use. One query; within a turn, nobody can change it until the turn ends."""
        return numbers_in_use(self._campaign) == self._numbers

    def suggestions(self, texts: Mapping[int, Text]) -> dict[int, list[Suggested]]:
        """Everything that is suggested of each text, by its id. About a millisecond a text."""
        found: dict[int, list[Suggested]] = {pk: [self._specific(pk, words)] for pk, words in texts.items()}
        for kind in self._lexicons:
            for suggested in self.labels(kind, texts):
                found[suggested[0]].append(suggested)
        return found

    def labels(self, kind: Suggestion.Kind, texts: Mapping[int, Text]) -> Iterator[Suggested]:
        """The labels of one kind."""
        model, number = self._models[kind], self._numbers.get(kind, 0)
        guesses = model.guesses(list(texts.values()), self._lexicons[kind])
        for pk, found in zip(texts, guesses, strict=True):
            beside = ASIDE - 1 if found and not found[0].code else 1
            for at, guess in enumerate(found):
                rank = 1 if at == 0 else beside + at
                yield pk, kind.value, rank, guess.code, _why(guess), round(guess.chance * 1000), number

    def _specific(self, pk: int, words: Text) -> Suggested:
        named = specifics(words.whole, self._signs)
        why: Why = [[kind, start, end] for kind in named.kinds for start, end in getattr(named, kind)]
        return pk, Suggestion.Kind.SPECIFIC.value, 1, "yes" if named.specific else "no", why, None, 0


def _why(guess: Guess) -> Why:
    return [[word.word, word.start, word.end] for word in guess.words]


def write_suggestions(suggested: Iterator[Suggested]) -> None:
    """Write what was thought of."""
    insert_many(Suggestion, _COLUMNS, suggested)
