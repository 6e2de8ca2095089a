"""What rooms above add to the pages of the council, so that the council knows no plans and no firms."""

from dataclasses import dataclass

from django.utils.functional import Promise


class Panels:
    """``register(order, panel)``: ``panel(subject, user)`` gives ``{"template": …, "context": {…}}`` or None.

    Registered in ``AppConfig.ready()``; shown by ``order``.
    """

    def __init__(self):
        self._panels = []

    def register(self, order, panel):
        self._panels.append((order, panel))

    def of(self, subject, user):
        """The panels that this reader sees; none of a subject that is closed to them: a confidential decision."""
        if getattr(subject, "is_closed", False):
            return []
        made = [panel(subject, user) for _order, panel in sorted(self._panels, key=lambda pair: pair[0])]
        return [panel for panel in made if panel]


@dataclass(frozen=True)
class DecisionFilter:
    """One more list in the filter bar of the register of decisions.

    ``name`` in the address and ``label``; ``choices(user)`` gives pairs of value and words; ``which(value)`` gives the
    ``Q`` over ``Decision`` of one of these values.
    """

    name: str
    label: str | Promise
    choices: object
    which: object


class DecisionFilters:
    """The lists that rooms above add, and what ties an institution to a decision in their view.

    ``register_institution(link)``: ``link(institution)`` gives a ``Q`` over ``Decision``. Registered in
    ``AppConfig.ready()``.
    """

    def __init__(self):
        self.lists, self.links = {}, []

    def register(self, decision_filter):
        self.lists[decision_filter.name] = decision_filter

    def register_institution(self, link):
        self.links.append(link)


decision_panels = Panels()
institution_panels = Panels()
proposal_panels = Panels()
decision_filters = DecisionFilters()
