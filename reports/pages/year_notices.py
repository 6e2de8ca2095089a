"""What rooms above this one say of a year on its page and in the list of years: nothing is asked for it."""

_rooms = []


def register(notice):
    """``notice(year, words)`` reads what its room counted of a year of ``read_years(counted=True)``.

    It gives None, or a dict: ``template`` for the downloads of the year's page, ``is_final`` (the year is closed and
    its figures are settled: the page says so on top), ``title``, ``text``, ``url``, ``link``, what the template needs.
    Called in ``AppConfig.ready()``.
    """
    _rooms.append(notice)


def notices_of(year, words):
    return [found for notice in _rooms if (found := notice(year, words)) is not None]
