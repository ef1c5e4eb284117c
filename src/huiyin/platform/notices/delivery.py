"""The way out: Django's mail for e-mail, apprise for robots of group chats. The only place of the product that calls out."""

import logging

from apprise import Apprise
from django.core.mail import EmailMessage

from huiyin.platform.notices.rules.channels import ChannelKind
from huiyin.platform.notices.rules.outgoing import Outgoing

logger = logging.getLogger(__name__)


def deliver(letter: Outgoing) -> bool:
    """Send one; whether the other side took it. What goes wrong is told by its kind alone: texts and addresses stay out of logs."""
    try:
        if letter.kind is ChannelKind.EMAIL:
            return bool(EmailMessage(letter.subject, letter.text, to=[letter.to]).send())
        return _by_robot(letter)
    except Exception as error:
        logger.warning("A message over %s failed: %s", letter.kind.value, type(error).__qualname__)
        return False


def _by_robot(letter: Outgoing) -> bool:
    robot = Apprise()
    return bool(robot.add(letter.to) and robot.notify(title=letter.subject, body=letter.text))
