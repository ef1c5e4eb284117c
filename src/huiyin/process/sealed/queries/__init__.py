"""Questions about sealed matters."""

from huiyin.process.sealed.queries.steps import Step, sealed_state, steps_of
from huiyin.process.sealed.queries.verifying import keyless, matter_faults
from huiyin.process.sealed.queries.words import package_of

__all__ = ["Step", "keyless", "matter_faults", "package_of", "sealed_state", "steps_of"]
