from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404

from participation.base.media.storages import private_storage

# Shown in the browser; everything else is handed over as a download.
_SHOWN = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
}


def serve_private(request, name: str, allowed: bool, *, download_name: str | None = None):
    """Answer with a private file. `allowed` is what the view's rule said: what one may not see does not exist (404).

    The type follows from our own extension, never from the content, so that no upload is ever run as a page.
    """
    if not allowed or not name:
        raise Http404
    try:
        file = private_storage().open(name)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    extension = PurePosixPath(name).suffix.lower()
    kind = _SHOWN.get(extension, "application/octet-stream")
    response = FileResponse(
        file,
        content_type=kind,
        as_attachment=extension not in _SHOWN,
        filename=download_name or PurePosixPath(name).name,
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=60"
    if kind != "application/pdf":
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
