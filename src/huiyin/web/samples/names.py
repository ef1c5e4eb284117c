"""What kinds, parts and steps of samples are called in the language of the page."""

from collections.abc import Mapping

from django.utils.translation import gettext

from huiyin.process.samples.rules.kinds import KIND_NAMES, PART_NAMES, STAGE_NAMES


def kind_names() -> Mapping[str, str]:
    return {code.value: gettext(name) for code, name in KIND_NAMES.items()}


def part_names() -> Mapping[str, str]:
    return {code.value: gettext(name) for code, name in PART_NAMES.items()}


def stage_names() -> Mapping[str, str]:
    return {code.value: gettext(name) for code, name in STAGE_NAMES.items()}
