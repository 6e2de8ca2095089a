"""What rooms above add to a firm's own desk: a firm's enrolments, cases, needs. The firms know none of them.

``desk_panels.register(order, panel)`` in ``AppConfig.ready()``; ``panel(firm, user)`` gives
``{"template": …, "context": {…}}`` or None.
"""

from council.panels import Panels

desk_panels = Panels()
