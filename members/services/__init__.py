"""What happens to firms: each event is one function, in one transaction; every refusal is a ValidationError.

Import from the module of the event (``members.services.review``), so that rooms within the room stay apart.
"""

from members.services.directory import publish_firm, publish_firms, rebuild_directory
from members.services.states import lock_firm, move_firm, require_step

__all__ = ["lock_firm", "move_firm", "publish_firm", "publish_firms", "rebuild_directory", "require_step"]
