"""Questions about sealed matters."""

from huiyin.process.sealed.queries.verifying import keyless, matter_faults
from huiyin.process.sealed.queries.words import package_of

__all__ = ["keyless", "matter_faults", "package_of"]
