"""Campaign templates as data: read, checked, frozen."""

from huiyin.process.campaigns.rules.faults import BadTemplate, Fault
from huiyin.process.campaigns.rules.loading import library_folder, load_template
from huiyin.process.campaigns.rules.template import Template

__all__ = ["BadTemplate", "Fault", "Template", "library_folder", "load_template"]
