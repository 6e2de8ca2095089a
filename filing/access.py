"""Who may open a stored file is known by the rooms above: each registers which file ids a user may see."""

_rooms = {}


def register(name, file_ids_visible_to):
    """``file_ids_visible_to(user)`` gives a queryset of ``StoredFile`` ids. Called in ``AppConfig.ready()``."""
    _rooms[name] = file_ids_visible_to


def visible_ids(user):
    """One queryset of file ids per room that registered."""
    return [file_ids(user) for file_ids in _rooms.values()]
