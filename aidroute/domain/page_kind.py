"""What the bytes of an answer are: by their first bytes, then by name and declared type."""

from __future__ import annotations

import re
from urllib.parse import unquote

from aidroute.domain.observation import Body
from aidroute.domain.page_facts import ContentKind

_MAGIC = (
    (b"%PDF-", ContentKind.PDF),
    (b"\x89PNG\r\n", ContentKind.IMAGE),
    (b"\xff\xd8\xff", ContentKind.IMAGE),
    (b"GIF8", ContentKind.IMAGE),
    (b"MZ", ContentKind.EXECUTABLE),
    (b"\x7fELF", ContentKind.EXECUTABLE),
    (b"\xcf\xfa\xed\xfe", ContentKind.EXECUTABLE),
    (b"\xca\xfe\xba\xbe", ContentKind.EXECUTABLE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ContentKind.EXECUTABLE),
    (b"PK\x03\x04", ContentKind.ARCHIVE),
    (b"Rar!\x1a\x07", ContentKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ContentKind.ARCHIVE),
    (b"\x1f\x8b", ContentKind.ARCHIVE),
)

PROGRAM_ENDINGS = frozenset(
    {
        *(
            "apk",
            "app",
            "appimage",
            "bat",
            "cab",
            "chm",
            "cmd",
            "com",
            "cpl",
            "deb",
            "dll",
            "dmg",
            "docm",
            "exe",
            "hta",
        ),
        *("img", "ipa", "iso", "jar", "js", "jse", "lnk", "msi", "msix", "pif", "pkg", "ps1", "reg", "rpm", "run"),
        *("scr", "sh", "url", "vb", "vbe", "vbs", "wsf", "xlsm"),
    }
)
ARCHIVE_ENDINGS = frozenset({"7z", "ace", "arj", "bz2", "gz", "rar", "tar", "tgz", "xz", "zip"})

_PROGRAM_TYPES = (
    "application/x-msdownload",
    "application/x-msdos-program",
    "application/x-ms-installer",
    "application/x-msi",
    "application/vnd.android.package-archive",
    "application/vnd.microsoft.portable-executable",
    "application/x-apple-diskimage",
    "application/x-executable",
    "application/x-sh",
    "application/java-archive",
    "application/hta",
)
_ARCHIVE_TYPES = ("application/zip", "application/x-rar", "application/x-7z-compressed", "application/vnd.rar")
_FILE_NAME = re.compile(r"""filename\*?\s*=\s*(?:[\w-]*'[\w-]*')?["']?([^"';]{1,300})""", re.IGNORECASE)
_LOOKS_LIKE_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|meta|title|script|div|p|h1|form|a)\b", re.IGNORECASE)


def content_kind(body: Body) -> ContentKind:
    """What a browser would take the body for. A file that is handed over for saving counts as its file name says."""
    saved_as = _saved_as(body.disposition)
    if saved_as is not None and not _is_harmless_file(saved_as):
        return ContentKind.ARCHIVE if saved_as in ARCHIVE_ENDINGS else ContentKind.EXECUTABLE
    content = body.content.lstrip(b"\xef\xbb\xbf")
    if not content.strip():
        return ContentKind.EMPTY
    magic = next((kind for start, kind in _MAGIC if content.startswith(start)), None)
    if magic is not None and not (magic is ContentKind.EXECUTABLE and _LOOKS_LIKE_MARKUP.search(content[:1024])):
        # Packed bytes under a page's type are shown as they are: nothing is handed over for saving.
        return ContentKind.OTHER if magic is ContentKind.ARCHIVE and _is_called_page(body) else magic
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return ContentKind.IMAGE
    return _by_type(body.content_type.partition(";")[0].strip().lower(), content)


def _saved_as(disposition: str) -> str | None:
    """The ending of the file name an answer is to be saved under, None when it is to be shown."""
    if not disposition.lower().lstrip().startswith("attachment") and "filename" not in disposition.lower():
        return None
    match = _FILE_NAME.search(disposition)
    return unquote(match.group(1)).strip(" .").rsplit(".", 1)[-1].lower() if match else None


def _is_called_page(body: Body) -> bool:
    return body.content_type.partition(";")[0].strip().lower() in {"text/html", "application/xhtml+xml"}


def _is_harmless_file(ending: str) -> bool:
    return ending not in PROGRAM_ENDINGS and ending not in ARCHIVE_ENDINGS


def _by_type(declared: str, content: bytes) -> ContentKind:
    if declared in _PROGRAM_TYPES:
        return ContentKind.EXECUTABLE
    if declared.startswith(_ARCHIVE_TYPES):
        return ContentKind.ARCHIVE
    if declared.startswith("image/") and declared != "image/svg+xml":
        return ContentKind.IMAGE
    if declared == "application/pdf":
        return ContentKind.PDF
    looks_like_markup = _LOOKS_LIKE_MARKUP.search(content[:2048].replace(b"\0", b""))
    if looks_like_markup or declared in {"", "text/html", "application/xhtml+xml"}:
        return ContentKind.HTML
    is_text = declared.startswith("text/") or declared.endswith(("json", "xml", "javascript"))
    return ContentKind.TEXT if is_text else ContentKind.OTHER
