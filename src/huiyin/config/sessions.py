"""Django's sessions in the database, read by a statement that is made once: every page of somebody signed in asks for one.

What is kept, under which key and until when, is Django's. Only reading is our own: making its query takes Django ten times as long as
the database takes to answer it.
"""

from django.contrib.sessions.backends.db import SessionStore as DjangoSessionStore
from django.db import connection

from huiyin.kit.clock import wall_clock

_READ = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DjangoSessionStore):
    def load(self) -> dict[str, object]:
        """What the session holds; nothing, and no key any more, where there is none or its time is over. One query."""
        until = connection.ops.adapt_datetimefield_value(wall_clock())
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, until])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
