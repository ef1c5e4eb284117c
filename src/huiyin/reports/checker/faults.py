"""What a checker found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One departure from the form: the place, and what is wrong there in Chinese and in English."""

    where: str
    zh: str
    en: str
