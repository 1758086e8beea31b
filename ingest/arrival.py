"""Is what arrived the law that was asked for? An error page, a login page or a captcha says so and does not count."""

import re

from corpus.records import Expression
from ingest.visible import visible
from ingest.wire import Answer, FetchError

_KINDS = {
    "html": ("text/html", "application/xhtml"),
    "xml": ("xml",),
    "json": ("json", "text/plain"),
    "txt": ("text/plain",),
    "md": ("text/plain", "text/markdown"),
    "docx": ("officedocument", "octet-stream"),
}
_CAPTCHA = re.compile(rb"g-recaptcha|h-captcha|hcaptcha\.com|cf-challenge|challenge-platform|<title>[^<]*captcha", re.I)
_LOGIN = re.compile(rb"<input[^>]+type=[\"']?password", re.I)
_ERROR = re.compile(
    rb"<title>[^<]*(?:\b40[0-9]\b|\b50[0-9]\b|not found|error|maintenance|\xd0\xbe\xd1\x88\xd0\xb8\xd0\xb1\xd0\xba)",
    re.I,
)
_PAGE = 200_000  # bytes: a page with a law is larger than a notice, and may hold a log-in form in its corner


def status(answer: Answer) -> None:
    """Refuse an answer that is no success.

    Raises:
        FetchError: With what the status means.
    """
    if answer.status == 200:
        return
    say = {401: "a log-in", 403: "a refusal", 404: "no such page", 410: "a page taken away", 429: "too many requests"}
    what = say.get(answer.status, "an error page")
    raise FetchError(
        answer.requested, f"status {answer.status}, {what}", "200", "Try again later, or mend the registry"
    )


def look(answer: Answer, file: str) -> None:
    """Refuse a body that is of another type than the file asked for, empty, or a notice instead of a law.

    Raises:
        FetchError: With what it is.
    """
    place, body = answer.url, answer.body
    kind = answer.header("content-type").partition(";")[0].strip().lower()
    wanted = _KINDS.get(file.rpartition(".")[2].lower(), ())
    if not body.strip():
        raise FetchError(place, "an empty body", "the text of a law")
    if kind and wanted and not any(part in kind for part in wanted):
        raise FetchError(place, f"the content type {kind}", " or ".join(wanted))
    if len(body) < _PAGE and _CAPTCHA.search(body):
        raise FetchError(place, "a captcha", "the text of a law", "Save the page by hand and use 'delicti add'")
    if len(body) < _PAGE and _LOGIN.search(body):
        raise FetchError(place, "a login page", "the text of a law", "Save the page by hand and use 'delicti add'")
    if len(body) < _PAGE and _ERROR.search(body):
        raise FetchError(place, "an error page", "the text of a law", "Try again later")


def asked_for(answer: Answer, file: str, title: str, found: tuple[Expression, ...], first: str, last: str) -> None:
    """Refuse a law that is not the one asked for: by its title, and its first and last article where they are known.

    Raises:
        FetchError: With what differs.
    """
    text = visible(answer.body, file)[:6_000].casefold()
    words = re.findall(r"[^\W\d_]{4,}", title.casefold())
    here = [w for w in words if w[: max(4, len(w) - 3)] in text]
    if words and len(here) < 0.6 * len(words):
        raise FetchError(
            answer.url, f"another text ({len(here)} of {len(words)} words of the title in it)", repr(title)
        )
    for expression in found:
        for name, num in (("first", first), ("last", last)):
            if num and not any(_same(num, a.num) for a in expression.articles):
                raise FetchError(
                    answer.url, f"{len(expression.articles)} articles, and {num} not among them", f"{num} as the {name}"
                )


def _same(wanted: str, num: str) -> bool:
    digits = re.search(r"\d[\w.^-]*", num)
    return wanted == num or (digits is not None and digits.group().rstrip(".") == wanted)
