"""静态文件: hashed and compressed, tolerant of libraries whose source maps are not delivered."""

from __future__ import annotations

import gzip
import zlib
from functools import cache
from pathlib import Path

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


def _without_source_maps(patterns):
    return tuple(
        (extension, tuple(p for p in found if "sourceMappingURL" not in (p if isinstance(p, str) else p[0])))
        for extension, found in patterns
    )


class OnceCompressor(Compressor):
    """Compresses what is new: to press all libraries as small as they get takes half a minute, and every start collects them.

    Most files stand there under two names with one content, and at the next start with the content of the last one.
    """

    compress_brotli = staticmethod(cache(Compressor.compress_brotli))
    compress_gzip = staticmethod(cache(Compressor.compress_gzip))

    def compress(self, path: str) -> list[str]:
        brotli, gzipped = Path(f"{path}.br"), Path(f"{path}.gz")  # written in this order
        if brotli.exists() and gzipped.exists() and _holds(gzipped, Path(path)):
            return [str(brotli), str(gzipped)]
        return super().compress(path)


def _holds(gzipped: Path, original: Path) -> bool:
    try:
        return gzip.decompress(gzipped.read_bytes()) == original.read_bytes()
    except (OSError, EOFError, zlib.error):  # broken off while it was written
        return False


class Storage(CompressedManifestStaticFilesStorage):
    """Manifest storage. Before the first collectstatic (development, tests) names stay as they are."""

    patterns = _without_source_maps(CompressedManifestStaticFilesStorage.patterns)

    def create_compressor(self, **how) -> Compressor:
        # source maps are more than all the rest, and only a developer's tools ask for them
        return OnceCompressor(**how | {"extensions": (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")})

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
