"""A made file as an answer, or the part of it that was asked for: RFC 9110, sections 13 and 14."""

import re

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from timeline.export_files import READ_AT_ONCE, ExportFile, Part

RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))")


def own_headers(file: ExportFile) -> dict[str, str]:
    """Return the headers of the response that made it, but for its length."""
    return {name: value for name, value in file.headers.items() if name != "Content-Length"}


def sent(request: HttpRequest, file: ExportFile) -> HttpResponse:
    """Return a made file, a part of it (206), 304 where the client has it, or 416.

    Its ETag is of its bytes and strong. It goes out as it is, since a compressed stream has no
    parts: a proxy in front may compress it.
    """
    tag = f'"{file.digest[:32]}"'
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # GZipMiddleware would make it a stream again
    known = get_conditional_response(
        request, etag=tag, response=HttpResponse(headers={"ETag": tag})
    )
    if known.status_code != 200:
        return known
    headers = {**own_headers(file), "ETag": tag, "Accept-Ranges": "bytes"}
    if request.method == "HEAD":
        return HttpResponse(headers={**headers, "Content-Length": str(file.size)})
    asked = asked_part(request, tag)
    if asked is None:
        return part(file, 0, file.size, headers)
    first, last = bounds(asked, file.size)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    answer = part(file, first, last - first + 1, headers)
    answer.status_code = 206
    answer["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    return answer


def part(file: ExportFile, first: int, size: int, headers: dict[str, str]) -> FileResponse:
    answer = FileResponse(Part(file, first, size), content_type=headers["Content-Type"])
    answer.block_size = READ_AT_ONCE
    for name, value in headers.items():
        answer[name] = value
    return answer


def asked_part(request: HttpRequest, tag: str) -> re.Match | None:
    """Return the one range that is asked for; None for none, for several, or of another file."""
    asked = RANGE.fullmatch(request.headers.get("Range", ""))
    if asked and asked[2] and int(asked[2]) < int(asked[1]):
        return None
    return asked if request.headers.get("If-Range", tag) == tag else None


def bounds(asked: re.Match, size: int) -> tuple[int, int]:
    """Return the first and last byte; the first is past the last where there is no such part."""
    first, last, ending = asked.groups()
    if first is None:
        return (max(size - int(ending), 0) if int(ending) else size), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1
