"""Who stands behind a code of the record, for pages of people who may know."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from huiyin.platform.accounts.models import Account

_PREFIX = "account:"


def names_of_people(codes: Iterable[str]) -> Mapping[str, str]:
    """Code of an actor → the person's name; what no person did is the server's. One query."""
    wanted = set(codes)
    pks = [int(code.removeprefix(_PREFIX)) for code in wanted if code.removeprefix(_PREFIX).isdecimal()]
    known = {
        f"{_PREFIX}{pk}": name for pk, name in Account.objects.filter(pk__in=pks).values_list("pk", "name")
    }
    return {code: known.get(code) or _("系统操作员") for code in wanted}
