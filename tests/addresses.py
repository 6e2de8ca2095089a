"""Every named address of the portal, as the resolver knows them, and a way to fill in their parameters."""

from django.apps import apps
from django.urls import URLResolver, get_resolver, reverse

HISTORY = ["object_id", "history_id"]  # the kept versions of a row stand under two parameters without a name


def named_addresses():
    """``{"reports:year_detail": ["year"]}``: each name with its path's parameters; unnamed ones under their path."""
    found = {}
    _walk(get_resolver(), "", "", [], found)
    return dict(sorted(found.items()))


def _walk(resolver, space, path, parameters, found):
    for pattern in resolver.url_patterns:
        regex = pattern.pattern.regex
        names = parameters + list(regex.groupindex or HISTORY[: regex.groups])
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            _walk(pattern, inner, here, names, found)
        else:
            found[f"{space}{pattern.name}" if pattern.name else f"unnamed {here}"] = names


def address(name, parameters, world):
    """A real path: what ``world`` gives for each parameter; in admin the first row of the model in the name."""
    values = {parameter: world.get(f"{name} {parameter}", world.get(parameter)) for parameter in parameters}
    if "object_id" in parameters and values["object_id"] is None:
        row = admin_model(name).objects.order_by("pk").first()
        values["object_id"] = row and row.pk
        if "history_id" in parameters:
            values["history_id"] = row.history.first().history_id
    missing = [parameter for parameter, value in values.items() if value is None]
    if missing:
        raise LookupError(f"Nothing in the world stands for {missing} of {name}.")
    if "history_id" in parameters:
        return reverse(name, args=list(values.values()))
    return reverse(name, kwargs=values)


def admin_model(name):
    """The model behind ``admin:council_meeting_change``."""
    app, model = name.removeprefix("admin:").split("_")[:2]
    return apps.get_model(app, model)
