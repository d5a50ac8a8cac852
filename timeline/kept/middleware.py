"""What stands between a public question and its view: an answer that is kept is not made again."""

from collections.abc import Iterator
from itertools import chain

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_sequence

from incident.edge import lanes
from incident.edge.lanes import BusyError
from incident.edge.unavailable import unavailable
from timeline.kept.answers import LARGEST, Answer, Kept, is_text, takes_gzip
from timeline.kept.shared import answering
from timeline.kept.state import State, current

# Everybody may keep it and asks each time whether it still holds; what many share, for a second,
# one more while it is made anew, and for a minute while the site does not answer.
PUBLIC = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=60"
WORTH_KEEPING = (200, 301, 302, 400, 404, 410)
ELSEWHERE = ("/admin/", "/static/", "/gezond/", "/voorbeeld/")
MOST_TRIES = 3

KEPT = Kept()


class KeptAnswers:
    """Answer from memory in the state of the record now, else let the view answer and keep that.

    Of a question that is not kept one answer at a time is made, and of all such questions a few at
    once, so that no flood of them takes the threads of the rest: those get 503.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_asked = request.method in ("GET", "HEAD") and not request.path_info.startswith(ELSEWHERE)
        if not is_asked or settings.DEBUG:
            return self.get_response(request)
        question = question_of(request)
        state = current()
        is_known, found = KEPT.find(question, state)
        if found:
            return found.response(request)
        try:
            if is_known:
                with lanes.PAGES.lane():
                    return self.made(request, question, state)
            return self.made_in_turn(request, question, state)
        except BusyError as error:
            return unavailable(request, error)

    def made_in_turn(self, request: HttpRequest, question: tuple, state: State) -> HttpResponse:
        """Return the answer to what is not kept, one at a time for each question.

        Raises BusyError where too much is being made.
        """
        with KEPT.making(question) as was_made:
            if was_made:
                state = current()
                if found := KEPT.find(question, state)[1]:
                    return found.response(request)
            with lanes.PAGES.lane():
                return self.made(request, question, state)

    def made(self, request: HttpRequest, question: tuple, state: State) -> HttpResponse:
        """Return the answer of the view, kept where it can be.

        It was made in one state: what was written meanwhile has it made again.
        """
        coding = request.META.pop("HTTP_ACCEPT_ENCODING", "")  # it is zipped here
        for _ in range(MOST_TRIES):
            with answering(state):
                response = self.get_response(request)
                answer = whole(response)
            began, state = state, current() if answer else state
            if began == state:
                break
        request.META["HTTP_ACCEPT_ENCODING"] = coding
        if answer is None:
            if response.status_code < 400:
                KEPT.keep(question, state, None)
            return passed_on(request, response)
        answer.headers.setdefault("Cache-Control", PUBLIC)
        if began == state and answer.status in WORTH_KEEPING:
            KEPT.keep(question, state, answer)
        return answer.response(request)


def question_of(request: HttpRequest) -> tuple:
    """Return what was asked: the address with its host, as it was spelled."""
    query = request.META.get("QUERY_STRING", "")
    return request.scheme, request.get_host(), request.path_info, query


def passed_on(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return a response that is not kept, as it is; a stream zipped where the client can read that.

    What can be asked for in parts is sent as it is.
    """
    if response.status_code < 500:
        response.headers.setdefault("Cache-Control", PUBLIC)
    if not response.streaming or response.has_header("Accept-Ranges"):
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    if takes_gzip(request.META["HTTP_ACCEPT_ENCODING"]) and is_text(response.headers):
        response.streaming_content = compress_sequence(response.streaming_content)
        response["Content-Encoding"] = "gzip"
        del response["Content-Length"]
    return response


def whole(response: HttpResponse) -> Answer | None:
    """Return a response as an answer; None for one that may not be kept, or is too large for it.

    Of such a stream no byte is lost.
    """
    if is_passed_on(response):
        return None
    if response.streaming:
        pieces = iter(response.streaming_content)
        begin, is_all = beginning(pieces)
        if not is_all:
            response.streaming_content = chain(begin, pieces)
            return None
        for close in response._resource_closers:  # its file, its lane; not the whole request
            close()
        body = b"".join(begin)
    else:
        body = response.content
    return Answer(response.status_code, dict(response.headers), body)


def is_passed_on(response: HttpResponse) -> bool:
    """Return whether a response goes to its asker alone, or is of a file that is kept by itself."""
    is_private = response.cookies or "no-store" in response.headers.get("Cache-Control", "")
    return bool(response.status_code >= 500 or is_private or getattr(response, "is_of_file", False))


def beginning(pieces: Iterator[bytes]) -> tuple[list[bytes], bool]:
    """Return the first pieces of a stream, and whether they are all that it has."""
    begin, size = [], 0
    for piece in pieces:
        begin.append(piece)
        size += len(piece)
        if size > LARGEST:
            return begin, False
    return begin, True
