"""Which dialect a file is in, told from its structure; used where neither record nor user says.

Looked at are the first kilobytes and a few further on: the root of XML, the keys of JSON, the classes of HTML,
the front matter and the heading style of Markdown and text. What no mark fits is `plain`. What is no law at all
(a PDF file, an error page saved as a law) is refused with a reason.
"""

import io
import re
import zipfile
from dataclasses import dataclass

from corpus.errors import ParseError
from corpus.records import Source
from ingest.decode import check_bytes, without_comments

PLAIN = "plain"
_HEAD = 24 * 1024  # bytes looked at from the beginning
_SLICE = 12 * 1024  # bytes looked at from each of five places further on
_ERROR_TEXT = 6000  # characters; an error page shows less than this
# What the pages say that a site sends instead of a law.
_ERRORS = (
    r"\b40[0134]\b.{0,30}\b(?:not found|forbidden|unauthorized|bad request|error)",
    r"\b(?:error|http status|status)\W{0,3}(?:40[0134]|50[0234]|429)\b",
    r"^\W*(?:40[0134]|50[0234]|429)\W*$",
    r"\bpage (?:was )?not found\b|\baccess (?:is )?denied\b|\bforbidden\b|\btoo many requests\b",
    r"\bjust a moment\b|\bchecking your browser\b|\bverify(?:ing)? (?:that )?you are (?:a )?human\b",
    r"\benable javascript and cookies\b",
    r"\bcaptcha\b|\bunusual traffic\b|\bddos[- ]protection\b",
    r"\bservice (?:temporarily )?unavailable\b|\bbad gateway\b|\binternal server error\b|\bgateway time-?out\b",
    r"\b(?:log ?in|sign in) (?:to continue|required|to your account)\b",
    r"\bforgot(?:ten)? (?:your )?password\b|\bsession (?:has )?expired\b",
    r"\bстраница не найдена\b|\bдоступ (?:запрещ[её]н|ограничен)\b",
    r"\bpágina no encontrada\b|\bpage introuvable\b|\bseite nicht gefunden\b",
)
_ERROR = re.compile("|".join(_ERRORS), re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mark:
    """What gives a dialect away: the kind of file, patterns that must all be found in the sample or must not be."""

    dialect: str
    kind: str  # xml | json | html | text (Markdown too)
    found: tuple[str, ...]
    missing: tuple[str, ...] = ()
    two_languages: bool | None = None

    def fits(self, sample: str, source: Source) -> bool:
        """True when every pattern is found and none of the others."""
        if self.two_languages is not None and self.two_languages != (len(source.languages) > 1):
            return False
        return all(re.search(p, sample, re.MULTILINE) for p in self.found) and not any(
            re.search(p, sample, re.MULTILINE) for p in self.missing
        )


# Front matter of the Legalize collections between two lines of dashes; its country, or what else tells its style.
_LEGALIZE = r"\A\s*---\n(?:.*\n){0,30}?(?:identifier: |title: \")"
_COUNTRY = r"\A\s*---\n(?:.*\n){{1,30}}?country: [\"']?(?:{})[\"']?$|{}"

# In this order: the first that fits is taken, so the narrow stand before the wide.
MARKS = (
    Mark("akn", "xml", (r"<(?:\w+:)?akomaNtoso\b",)),
    Mark("clml", "xml", (r"<(?:\w+:)?Legislation\b", r"legislation\.gov\.uk")),
    Mark("uslm", "xml", (r"<(?:\w+:)?(?:uscDoc|lawDoc|pLaw|bill|resolution|statutesAtLarge)\b", r"uslm|uscDoc")),
    Mark("gii", "xml", (r"<dokumente\b", r"<norm\b")),
    Mark("lims", "xml", (r"<(?:Statute|Regulation)\b", r"lims:|<Identification>|<MarginalNote>")),
    Mark("riigi_teataja", "xml", (r"<oigusakt\b",)),
    Mark("finlex", "xml", (r"VahvistettavaLaki|SaadosOsa",)),
    Mark("lexdania", "xml", (r"<Dokument\b", r"LexDania|<Paragraf\b|<DokumentIndhold\b")),
    Mark("lovdata", "xml", (r"class=\"(?:legalArticle|documentHeader|documentBody|legalP)",)),
    Mark("lovdata", "html", (r"class=\"(?:legalArticle|documentHeader|documentBody|legalP)",)),
    Mark("adilet_html", "html", (r"class=\"gs_12\"|adilet\.zan\.kz|<h3\b[^>]*\bid=\"z\d",)),
    Mark("uae_html", "html", (r"class=\"?x__1\d{3}_",)),
    Mark("gesetze_li", "html", (r"class=\"(?:art|abs|sacht)\"", r"class=\"(?:tit\d|abs|ziff)")),
    Mark("justel", "html", (r"(?i)justel|ejustice\.just\.fgov\.be",)),
    Mark("taiwan_json", "json", (r"\"(?:中文)?法規名稱\"|\"法規內容\"|\"英文法規名稱\"",)),
    Mark("madde_json", "json", (r"\"maddeler\"|\"madde_no\"",)),
    Mark("planalto", "json", (r"\"conteudo\"\s*:",)),
    Mark("vademecum_json", "json", (r"\"art\w+\"\s*:\s*\{\s*\"titulo\"\s*:",)),
    Mark("gongahkia", "json", (r"\"marginal_note\"\s*:|\"sub_items\"\s*:",)),
    Mark("civictech_json", "json", (r"\"section_desc\"\s*:",)),
    Mark("flat_json", "json", (r"\"article_number\"\s*:|\"article_name\"\s*:",)),
    Mark("seed_instrument", "json", (r"\"provisions\"\s*:", r"\"content\"\s*:"), two_languages=True),
    Mark("seed_json", "json", (r"\"(?:provisions|provision_ref)\"\s*:", r"\"content\"\s*:|\"text\"\s*:")),
    Mark("logseq", "text", (r"^\t*- .*\S", r"^\s*(?:id|collapsed|title|type):: ")),
    Mark("lp_derecho", "text", (r"lpderecho\.pe|\(link: [\w.]+/",)),
    Mark("spij", "text", (r"spij|^\s*>? ?\(\\?\*\) ?Artículo \w+ por|^\*{0,2}CONCORDANCIAS?:", r"Art[íi]culo\s+\d+")),
    Mark("phapdien", "text", (r"Điều \d+\.\d+\.LQ\.\d+",)),
    Mark(
        "fek_treaties", "text", (_LEGALIZE, _COUNTRY.format("gr|el", "Εκδίδομε τον ακόλουθο νόμο")), two_languages=True
    ),
    Mark("legalize_gr", "text", (_LEGALIZE, _COUNTRY.format("gr|el", "Εκδίδομε τον ακόλουθο νόμο|^#+ Άρθρο"))),
    Mark("legalize_ar", "text", (_LEGALIZE, _COUNTRY.format("ar", r"^\| \[TITULO|con fuerza de Ley"))),
    Mark("legalize_lu", "text", (_LEGALIZE, _COUNTRY.format("lu", r"^#+ \*\*(?:LIVRE|Livre|TITRE|Titre|Chapitre)\b"))),
    Mark("legalize_ch", "text", (_LEGALIZE, _COUNTRY.format("ch", r"^<sup>\d+[a-z]*</sup> |^#+ \*\*Art\. "))),
    Mark("legalize_fr", "text", (_LEGALIZE, _COUNTRY.format("fr", r"^#+ Article [LRD]?\.?\d"))),
    Mark("legalize_gb", "text", (_LEGALIZE, _COUNTRY.format("uk|gb", r"^##### \d+[A-Z]*$"))),
    Mark("legalize", "text", (_LEGALIZE,)),
    Mark("legalize_kr", "text", (r"\A\s*---\n(?:.*\n){0,20}?(?:법령MST|법령ID|법령구분|공포일자|시행일자): ",)),
    Mark("billwatcher", "text", (r"\A\s*---\n(?:.*\n){0,8}?(?:Bill|Title): .*\bD\.?R\.?|ARRANGEMENT OF CLAUSES",)),
    Mark("gesetze", "text", (r"^(?:jurabk|origslug|slug): |^(?:Ausfertigungsdatum|Fundstelle)$", r"§|^#+ Art")),
    Mark("lawat", "text", (r"^\*\*(?:Typ|Kurztitel|Langtitel|Gesamte Rechtsvorschrift[^*]*):\*\*",)),
    Mark("gitlaw_au", "text", (r"comlaw\.gov\.au|^ {10,}\* \d+(?:\.\d+)?\t|^ {4}\* \(1\)", r"^##### \d+")),
    Mark("gitlaw_nz", "text", (r"Public Act\d{4} No \d+",)),
    Mark("wetten_markdown", "text", (r"\A\s*<meta http-equiv=['\"]Content-Type", r"^##")),
    Mark("wetten_markdown", "text", (r"^##[^#\s].*", r"^#{3,4}\s*(?:Artikel|Hoofdstuk|Article|Titel|Afdeling)\b")),
    Mark(
        "lawrefbook",
        "text",
        (r"<!-- INFO END -->|^# .*(?:法|条例|规定|办法)$", r"^第[一二三四五六七八九十百千零〇]+条"),
    ),
    Mark(
        "rada_markdown",
        "text",
        (
            r"Текст документа|zakon\.rada\.gov\.ua|^Стаття \d+\.\s",
            r"\]\(/?(?:laws/)?(?:go|show)/|^\d+\\\.|^={5,}|^:::|^###",
        ),
    ),
    Mark("e_qanun", "text", (r"^(?:#+ )?M ?a ?d ?d ?ə\s+\d", r"M a d d ə|Madd ə|\[\d{1,3}\]")),
    Mark(
        "lex_uz",
        "text",
        (r"^\d+-(?:modda|модда)\. ", r"^(?:Oldingi tahrirga qarang|Олдинги таҳрирга қаранг)|^\(\d+-(?:modda|модда)"),
    ),
    Mark("adilet_markdown", "text", (r"^#+ \d+(?:-\d+)?-бап\.|^#+ Статья \d+", r"^(?:Ескерту|Сноска)\.")),
    Mark(
        "adilet_text",
        "text",
        (r"^ ?[СC]татья \d+(?:-\d+)?\s*\. ", r"^[ \u00a0]{5,}\S", r"Сноска\.|ИЗПИ|^[ \u00a0]{5,}\d+[.)] "),
    ),
    Mark("legalize_gb", "text", (r"^##### \d+[A-Z]*$", r"^- \(\d+[A-Z]?\) ")),
    Mark("gazette_ocr", "text", (r"(?i)^#+ .*gazette.*pakistan|^# REGISTERED No|^# ACT NO\.", r"^# ")),
)


def dialect_of(raw: bytes, source: Source) -> str:
    """The dialect of a raw file.

    Raises:
        ParseError: If the file is no law: empty, binary, an error page, or XML or JSON of an unknown shape.
    """
    place = f"{source.id}/{source.file}"
    if raw.startswith(b"PK\x03\x04") and _is_word(raw):
        return PLAIN
    check_bytes(raw, place)
    sample = _sample(raw, source.encoding)
    kind = _kind(sample)
    if kind == "html":
        refuse_error_page(raw, place, source.encoding)
    for mark in MARKS:
        if mark.kind == kind and mark.fits(sample, source):
            return mark.dialect
    if kind in ("xml", "json"):
        raise ParseError(
            place,
            _shape(sample, kind),
            f"{kind.upper()} of a known layout ({', '.join(sorted({m.dialect for m in MARKS if m.kind == kind}))})",
            "Save the law as text, HTML or DOCX, or name its layout with --dialect",
        )
    return PLAIN


def _is_word(raw: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _sample(raw: bytes, encoding: str) -> str:
    """Text from the beginning, four places between and the end; cut letters at the edges do not matter here."""
    pieces = [raw[:_HEAD]]
    if len(raw) > _HEAD:
        places = [len(raw) * part // 6 for part in range(1, 6)]
        pieces += [raw[max(at, _HEAD) : max(at, _HEAD) + _SLICE] for at in places] + [
            raw[max(_HEAD, len(raw) - _SLICE) :]
        ]
    text = b"\n".join(pieces).decode(encoding if encoding != "utf-8" else "utf-8-sig", "ignore")
    return re.sub(r"\r\n?", "\n", text)


def _kind(sample: str) -> str:
    start = sample.lstrip("\ufeff \t\n")[:4096]
    if re.match(r"[\[{]\s*[\[{\"\]}]", start):
        return "json"
    if start.startswith("<?xml"):
        return "html" if re.search(r"(?i)<!doctype\s+html|<html\b", start) else "xml"
    if re.match(r"(?i)<(?:!doctype\s+html|html|head|body|p|div|table|h[1-6])\b", start):
        return "html"
    if re.match(r"(?i)<(?:!--|meta\b)", start):
        return "html" if re.search(r"(?i)<(?:html|body)\b", start) else "text"
    return "xml" if re.match(r"<(?:!DOCTYPE\s|[A-Za-z][\w:.-]*(?:\s+[\w:.-]+=|\s*>))", start) else "text"


def _shape(sample: str, kind: str) -> str:
    if kind == "json":
        keys = list(dict.fromkeys(re.findall(r"\"([^\"\n]{1,40})\"\s*:", sample)))[:6]
        return f"JSON with the keys {', '.join(map(repr, keys)) or 'none'}"
    root = re.search(r"<([A-Za-z][\w:.-]*)", re.sub(r"<[?!][^>]*>", "", sample))
    return f"XML with the root <{root[1] if root else '?'}>"


def refuse_error_page(raw: bytes, place: str, encoding: str = "utf-8") -> None:
    """Refuse an HTML page that a site sent instead of the law.

    Raises:
        ParseError: With what the page says.
    """
    text = raw[: 512 * 1024].decode(encoding, "ignore")
    bare = re.sub(r"(?is)<(script|style|noscript)\b.*?</\1\s*>", " ", without_comments(text))
    title = re.search(r"(?is)<title[^>]*>(.*?)</title>", bare)
    words = re.sub(r"[ \t]+", " ", re.sub(r"<[^<>]*>", "\n", bare))
    if len(" ".join(words.split())) > _ERROR_TEXT:
        return
    for shown in (title[1] if title else "", words, text):
        if match := _ERROR.search(shown):
            said = " ".join(match[0].split())[:60]
            raise ParseError(
                place,
                f"an error page that says {said!r}",
                "the text of a law",
                "The site did not send the law: open its address in a browser and save the law itself",
            )
