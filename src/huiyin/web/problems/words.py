"""The closed lists of a rectification in the language of the page."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from huiyin.process.rectification.rules.words import EVIDENCE_KINDS, RULE_KINDS


def kinds_of_evidence() -> Mapping[str, str]:
    """Kind → its name, in the order in which they are offered."""
    return {kind.value: _(name) for kind, name in EVIDENCE_KINDS.items()}


def kinds_of_rules() -> Mapping[str, str]:
    """What became of a rule → its name."""
    return {kind.value: _(name) for kind, name in RULE_KINDS.items()}
