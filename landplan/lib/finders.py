"""前端库: serves a white list of files out of node_modules as vendor/<name>; nothing third-party is committed."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Warning
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

# public name -> path under node_modules; a file that is not listed is not served
WHITE_LIST = {
    "vendor/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "vendor/echarts.min.js": "echarts/dist/echarts.min.js",
    "vendor/ol.js": "ol/dist/ol.js",
    "vendor/ol.css": "ol/ol.css",
}
_MISSING = "node_modules is incomplete: %s. Run `npm ci --ignore-scripts`."


class VendorStorage(FileSystemStorage):
    """Reads the white list only; any other name is refused before the disk is touched."""

    def path(self, name: str) -> str:
        return os.path.join(self.location, *_source(name).split("/"))


class VendorFinder(BaseFinder):
    """STATICFILES_FINDERS entry; raises ImproperlyConfigured in collectstatic when `npm ci` was not run."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = VendorStorage(location=os.path.join(settings.BASE_DIR, "node_modules"))
        super().__init__(*args, **kwargs)

    def check(self, **kwargs) -> list[CheckMessage]:
        missing = self._missing()
        return [Warning(_MISSING % ", ".join(missing), id="landplan.W001")] if missing else []

    def find(self, path: str, find_all: bool = False, **kwargs):
        name = path.replace(os.sep, "/")
        if name in WHITE_LIST and os.path.isfile(full := self.storage.path(name)):
            return [full] if find_all else full
        return []

    def list(self, ignore_patterns) -> Iterator[tuple[str, VendorStorage]]:
        if missing := self._missing():
            raise ImproperlyConfigured(_MISSING % ", ".join(missing))
        for name in WHITE_LIST:
            yield name, self.storage

    def _missing(self) -> list[str]:
        return [source for name, source in WHITE_LIST.items() if not os.path.isfile(self.storage.path(name))]


def _source(name: str) -> str:
    try:
        return WHITE_LIST[name.replace(os.sep, "/")]
    except KeyError:
        raise FileNotFoundError(f"{name} is not on the white list") from None
