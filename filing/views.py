"""The one way out for files."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from filing.models import StoredFile


@require_safe
@cache_control(private=True, no_cache=True)
def file_download(request, pk):
    """Give a file to who may see it, always as a download under its own name; 404 for everybody else.

    ``nosniff`` and a sandboxing policy go with it, so that no browser runs what somebody uploaded.
    """
    stored = get_object_or_404(StoredFile.objects.visible_to(request.user), pk=pk)
    path = Path(settings.MEDIA_ROOT) / stored.path
    if not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type)
    response.headers["ETag"] = f'"{stored.sha256}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
