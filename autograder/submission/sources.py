"""Where the bytes of a file come from, a disk or a zip, read within bounds whatever it claims.

Zips are read where they lie. Of a zip that a student made nothing is believed: how many members it
has is counted before they are listed, a member is read up to a limit, and only the two ways of
packing that unpack in little memory are unpacked.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from autograder.errors import SubmissionError

MAX_BYTES = 50_000_000
MAX_MEMBERS = 10_000
"""Of a zip that a student handed in."""
_ENTRY = b"PK\x01\x02"  # begins each member's line in a zip's directory
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_AGAIN = "hand in the notebook itself"
_ZIP_AGAIN = f"make the zip again, or {_AGAIN}"


@dataclass(frozen=True, slots=True)
class OnDisk:
    """A file, never reached through a link."""

    path: Path

    @property
    def size(self) -> int:
        """Bytes; 0 if it has gone."""
        try:
            return self.path.lstat().st_size
        except OSError:
            return 0

    def read(self) -> bytes:
        """Its bytes, at most `MAX_BYTES`; never blocks.

        Raises:
            SubmissionError: it is no regular file, is larger, is empty or can't be read.
        """
        try:
            _check_regular(self.path.lstat().st_mode)
            # O_NONBLOCK: a FIFO put in the file's place since would wait for a writer for ever.
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            descriptor = os.open(self.path, flags)
            with os.fdopen(descriptor, "rb") as file:
                status = os.fstat(descriptor)
                _check_regular(status.st_mode)
                data = file.read(MAX_BYTES + 1) if status.st_size <= MAX_BYTES else b""
                size = max(status.st_size, len(data))
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise SubmissionError(f"can't be read ({reason}); hand it in again") from None
        return _checked(data, size)


@dataclass(frozen=True, slots=True)
class InZip:
    """A member of a zip."""

    archive: Source
    number: int
    """Its place in the zip's directory: two members may have one name."""
    size: int
    """Bytes that the zip claims; no more are ever unpacked."""
    handed_in: bool
    """Whether a student made the zip."""

    def read(self) -> bytes:
        """Its bytes, at most `MAX_BYTES`.

        Raises:
            SubmissionError: it is a link, is larger, is empty, or the zip is damaged.
        """
        opened = _opened(self.archive, self.handed_in)
        info = opened.infolist()[self.number]
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode):
            _check_regular(mode)
        if info.flag_bits & 1:
            raise SubmissionError(f"is locked with a password; {_ZIP_AGAIN}")
        if info.compress_type not in _PACKED:
            raise SubmissionError(f"is packed in a way that is not read here; {_ZIP_AGAIN}")
        if info.file_size > MAX_BYTES:
            return _checked(b"", info.file_size)
        try:
            with opened.open(info) as file:
                data = file.read(MAX_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
            raise SubmissionError(f"is damaged inside its zip; {_ZIP_AGAIN}") from None
        return _checked(data, len(data))


Source = OnDisk | InZip


@dataclass(frozen=True, slots=True)
class Member:
    """A line of a zip's directory."""

    parts: tuple[str, ...]
    """Its name at the slashes, without what would lead elsewhere."""
    is_folder: bool
    source: InZip


def listing(archive: Source, *, handed_in: bool) -> list[Member]:
    """What a zip says that it holds.

    Args:
        archive: the zip.
        handed_in: whether a student made it, so that it is bounded.

    Raises:
        SubmissionError: it can't be opened, or is beyond the bounds.
    """
    members = []
    infos = _opened(archive, handed_in).infolist()
    for number, info in enumerate(infos):
        name = _name(info).replace("\\", "/")
        parts = tuple(part for part in name.split("/") if part not in ("", ".", ".."))
        if parts:
            source = InZip(archive, number, info.file_size, handed_in)
            members.append(Member(parts, name.endswith("/"), source))
    return members


def _opened(archive: Source, handed_in: bool) -> zipfile.ZipFile:  # noqa: FBT001
    """An open zip, kept for the next member of it."""
    outermost = archive
    while isinstance(outermost, InZip):
        outermost = outermost.archive
    try:
        status = outermost.path.lstat()
    except OSError as error:
        raise SubmissionError(f"can't be read ({error.strerror}); hand it in again") from None
    return _kept_open(archive, handed_in, (status.st_mtime_ns, status.st_size), os.getpid())


@lru_cache(maxsize=4)
def _kept_open(
    archive: Source,
    handed_in: bool,  # noqa: FBT001
    state: tuple[int, int],
    process: int,
) -> zipfile.ZipFile:
    """An open zip; one for each process, for a forked one shares the position in the file."""
    try:
        if handed_in:
            data = archive.read()
            if data.count(_ENTRY) > MAX_MEMBERS:
                raise SubmissionError(f"is a zip of more than {MAX_MEMBERS:,} files; {_AGAIN}")
            return zipfile.ZipFile(io.BytesIO(data))
        assert isinstance(archive, OnDisk)
        return zipfile.ZipFile(archive.path)
    # A name that says it is UTF-8 and is not is a ValueError, an unknown version a NotImplemented.
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SubmissionError(f"can't be opened as a zip ({error}); {_ZIP_AGAIN}") from None


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; macOS writes UTF-8 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _check_regular(mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise SubmissionError("is a symbolic link; hand in the file itself")
    if not stat.S_ISREG(mode):
        raise SubmissionError("is not a regular file; hand in a .ipynb or .py file")


def _checked(data: bytes, size: int) -> bytes:
    if size > MAX_BYTES:
        raise SubmissionError(
            f"has {size / 1e6:,.0f} MB, more than the {MAX_BYTES / 1e6:.0f} MB that are read; "
            "clear the outputs of its cells, save it and hand it in again"
        )
    if not data.strip():
        raise SubmissionError("is empty; open it in Jupyter, save it and hand in that file")
    return data
