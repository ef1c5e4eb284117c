"""What a command would say, before anybody lets it happen."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import transaction

P = ParamSpec("P")
T = TypeVar("T")


def rehearse(command: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The command's answer, or its refusal, by doing it and taking it back: nothing is written, nothing recorded.

    A preview made this way can't say anything else than the command will. Rows given as arguments may be changed in
    memory: read them again.
    """
    with transaction.atomic():
        answer = command(*args, **kwargs)
        transaction.set_rollback(True)
    return answer
