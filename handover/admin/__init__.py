"""The hand-over on the desk: what is edited by hand, and the pages on which things happen."""

from handover.admin import closing, criteria, duties, pack

__all__ = ["closing", "criteria", "duties", "pack"]
