"""Blocks that rooms above add to the pages of the council, so that the council knows no plans and no firms."""


class Panels:
    """``register(order, panel)``: ``panel(subject, user)`` gives ``{"template": …, "context": {…}}`` or None.

    Registered in ``AppConfig.ready()``; shown by ``order``.
    """

    def __init__(self):
        self._panels = []

    def register(self, order, panel):
        self._panels.append((order, panel))

    def of(self, subject, user):
        made = [panel(subject, user) for _order, panel in sorted(self._panels, key=lambda pair: pair[0])]
        return [panel for panel in made if panel]


decision_panels = Panels()
institution_panels = Panels()
proposal_panels = Panels()
