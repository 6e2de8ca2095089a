"""What other folders add to a course's page.

``course_panels.register(order, panel)`` in ``AppConfig.ready()``; ``panel(course, user)`` gives
``{"template": …, "context": {…}}`` or None.
"""

from council.panels import Panels

course_panels = Panels()
