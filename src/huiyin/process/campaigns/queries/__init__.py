"""Questions about a running campaign: its template, its dates, how far its units are, what it asks of them."""

from huiyin.process.campaigns.queries.running import digest_of, retention_days, template_faults, template_of

__all__ = ["digest_of", "retention_days", "template_faults", "template_of"]
