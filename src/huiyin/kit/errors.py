"""What can go wrong, drawn as a tree.

HuiyinError                  every error that a person is meant to read: Chinese first, English beside it
├── BadInput                 a file, a row or an option that can't be used as it is (exit code 3)
│   └── BadTemplate          a campaign template that breaks its schema: one Fault a line
├── Refused                  a rule or a right says no; the message says what to do instead (exit code 4)
│   ├── NotAllowed           the actor lacks the right
│   ├── Unseen               the thing isn't there, or not for this actor: the two look the same
│   └── Conflict             somebody else was faster: nothing was changed, look again
└── Broken                   the record doesn't verify (exit code 5)

Every message has two sentences of the same content, `zh` and `en`. Neither quotes an opinion's words.
"""


class HuiyinError(Exception):
    """An error with its message in Chinese and in English.

    `exit_code` is what the command line ends with (docs/run.md lists them).
    """

    exit_code = 1

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")
        self.zh = zh
        self.en = en


class BadInput(HuiyinError):
    """A file, a row or an option that can't be used as it is."""

    exit_code = 3


class Refused(HuiyinError):
    """A rule or a right says no."""

    exit_code = 4


class NotAllowed(Refused):
    """The actor lacks the right."""


class Unseen(Refused):
    """There is no such thing within the actor's sight; whether there is one outside isn't said."""

    def __init__(
        self,
        zh: str = "没有这一页，或它不在您的范围内。",
        en: str = "No such page, or it isn't yours to see.",
    ) -> None:
        super().__init__(zh, en)


class Conflict(Refused):
    """Somebody else was faster; nothing was changed."""


class Broken(HuiyinError):
    """The record doesn't verify."""

    exit_code = 5
