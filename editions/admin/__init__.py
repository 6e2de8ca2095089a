"""The desk of editions: what is frozen as lists, preparing and freezing, putting one to the council."""

from editions.admin.lists import YearEditionAdmin

__all__ = ["YearEditionAdmin"]
