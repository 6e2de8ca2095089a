"""The printed report of an edition, part by part, as blocks that the template (``report.typ``) sets."""
