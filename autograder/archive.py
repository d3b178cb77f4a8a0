"""Zip files that are byte for byte the same whenever their contents are."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Collection, Mapping


def pack(files: Mapping[str, bytes], *, executable: Collection[str] = ()) -> bytes:
    """Put files into a zip: sorted, with one fixed time and fixed modes.

    Args:
        files: contents by their path in the zip.
        executable: the paths that get the executable bit.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            mode = 0o755 if name in executable else 0o644
            entry.external_attr = (stat.S_IFREG | mode) << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()
