"""Public pictures where no web server stands in front (demonstration, development). Production lets nginx or S3 do it.

Only the public storage is read. Originals of the picture library keep what a camera wrote into them, and documents may
belong to a collection with restricted access: neither is served here, the latter only by Wagtail's own view.
"""

import mimetypes
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

NEVER = ("original_images", "documents")
SHOWN_IN_PAGE = ("image/", "audio/", "video/", "application/pdf")
YEAR = 31_536_000


@require_safe
def serve(request, name):
    """One public file. Names are random or carry a hash, so browsers keep it a year."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") for part in path.parts)
    if hidden or "\0" in name or "\\" in name or not path.parts or path.parts[0] in NEVER:
        raise Http404
    try:
        file = default_storage.open(str(path))
    except (OSError, SuspiciousFileOperation) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=kind, as_attachment=not kind.startswith(SHOWN_IN_PAGE))
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
