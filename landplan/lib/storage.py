"""静态文件: hashed and gzipped, tolerant of libraries whose source maps are not delivered."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


def _without_source_maps(patterns):
    return tuple(
        (extension, tuple(p for p in found if "sourceMappingURL" not in (p if isinstance(p, str) else p[0])))
        for extension, found in patterns
    )


class Storage(CompressedManifestStaticFilesStorage):
    """Manifest storage. Before the first collectstatic (development, tests) names stay as they are."""

    patterns = _without_source_maps(CompressedManifestStaticFilesStorage.patterns)

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
