"""Static files as they are served: one style sheet instead of its parts."""

import re
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLES = ("css/site.css",)
SIBLING_IMPORT = re.compile(r'^@import url\("([\w.-]+\.css)"\)\s*(\w*);\n', re.MULTILINE)


class BundlingStorage(CompressedManifestStaticFilesStorage):
    """Put the imported parts of a bundle in its place while ``collectstatic`` runs.

    A first visit of a public page has a budget of six requests; four style sheets would use up most of it. There is no
    build step: a development server serves the same file as it stands and the browser follows the imports.
    """

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name in BUNDLES:
                if name in paths:
                    paths[name] = (self, self._write_bundle(name, paths))
        yield from super().post_process(paths, dry_run, **options)

    def _write_bundle(self, name, paths):
        text = bundled(name, lambda part: _read(paths[part]))
        self.delete(name)
        return self._save(name, ContentFile(text.encode()))


def bundled(name, read):
    """The text of style sheet ``name`` with its imports of sibling files replaced by what ``read(path)`` returns.

    Only siblings: their relative addresses stay right. ``@import url("print.css") print;`` becomes an ``@media`` block.
    """
    folder = PurePosixPath(name).parent

    def part(match):
        text = read(str(folder / match[1]))
        return f"@media {match[2]} {{\n{text}}}\n" if match[2] else text

    return SIBLING_IMPORT.sub(part, read(name))


def _read(source):
    storage, path = source
    with storage.open(path) as file:
        return file.read().decode()
