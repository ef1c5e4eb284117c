"""Questions about the conduct of a campaign: what it shows of formalism by itself."""

from huiyin.process.formalism.queries.looking import Checked, Found, Thing, look

__all__ = ["Checked", "Found", "Thing", "look"]
