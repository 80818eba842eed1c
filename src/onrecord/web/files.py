"""A file as it came in, on its way out: to be kept, never to be shown in the browser's own window."""

from __future__ import annotations

from urllib.parse import quote

from fastapi.responses import Response

from onrecord.types import Original


def attachment(about: Original, data: bytes) -> Response:
    """The file to be saved under its name. It is no page and no script, whatever is in it."""
    plain = "".join(mark if mark.isascii() and (mark.isalnum() or mark in "._-") else "_" for mark in about.name) or "original"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(about.name or 'original', safe='')}"
    return Response(data, media_type="application/octet-stream", headers={"content-disposition": named})
