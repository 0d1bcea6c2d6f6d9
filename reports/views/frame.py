"""页面外框 and the page inside it read the plan and the week once for both."""

from __future__ import annotations

from django.http import HttpRequest

from ..selectors.workbench import Frame


def frame_of(request: HttpRequest) -> Frame:
    """The frame of this request, made by the page or, when the page needs nothing of it, by the shell."""
    if not hasattr(request, "frame"):
        request.frame = Frame(request.actor, request.region)
    return request.frame
