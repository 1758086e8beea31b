"""All that a reader of a raw file would see, found without any parser: the yardstick of coverage.

Plain text is visible as it stands; Markdown loses its front matter, link targets and marks; HTML and XML lose tags,
scripts and styles; of JSON the fields that hold words of the law are visible, not its identifiers and addresses.
"""

import html
import json
import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ingest.decode import without_comments

# Fields that hold words of the law in the JSON collections; identifiers, addresses and scrapers' notes are not visible.
_JSON_TEXT = {
    "content", "text", "title", "marginal_note", "section_title", "section_desc", "label", "texto", "titulo",
    "conteudo",     "article", "article_name", "articles", "條文內容", "條號", "編章節", "madde_metni", "madde_basligi", "heading", "body",
    "description_text", "metin", "baslik", "chapter_title", "part_name", "section_name", "chapter_name",
    "tam_metin",
}  # fmt: skip
_UNSEEN = ("script", "style", "head", "noscript")
_JSON_ROOTS = ("conteudo", "provisions", "sections", "articles", "法規內容", "maddeler")


def visible(raw: bytes, name: str, encoding: str = "utf-8") -> str:
    """The visible text of a raw file, paragraphs separated by line breaks.

    Args:
        raw: The file.
        name: Its name; the ending tells what it is.
        encoding: Its declared encoding.
    """
    ending = name.rpartition(".")[2].lower()
    if ending == "docx":
        return _docx(raw)
    if ending in ("xml", "akn"):
        return _xml(raw)
    text = raw.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    if ending in ("html", "htm"):
        return _html(text)
    if ending == "json":
        return _json(json.loads(text))
    return _markdown(text) if ending == "md" else text


def _docx(raw: bytes) -> str:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        data = archive.read("word/document.xml")
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    return "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in root.iter("{*}p"))


def _xml(raw: bytes) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(raw, parser)
    return _itertext(root)


def _itertext(root: etree._Element) -> str:
    pieces: list[str] = []
    for node in root.iter():
        if isinstance(node.tag, str) and node.text:
            pieces.append(node.text)
        if node.tail and node is not root:
            pieces.append(node.tail)
    text = "\n".join(pieces)
    return html.unescape(re.sub(r"<[^<>]{1,80}>", " ", text)) if "<" in text else text


def _html(text: str) -> str:
    root = lxml_html.fromstring(text)
    for node in list(root.iter()):
        unseen = node.tag in _UNSEEN or not isinstance(node.tag, str)
        if unseen and node.getparent() is not None:
            assert isinstance(node, lxml_html.HtmlMixin)
            node.drop_tree()
    return _itertext(root)


def _markdown(text: str) -> str:
    lines = text.split("\n")
    if lines and lines[0].strip() == "---":
        end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
        lines = lines[end + 1 :]
    text = "\n".join(lines)
    text = without_comments(text)
    text = re.sub(r"^\s*\[(?!\^\d)[^\]]+\]:\s+\S+.*$", " ", text, flags=re.MULTILINE)
    text = re.sub(r"\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)", "] ", text)
    text = re.sub(r"\]\[[^\]\s]{1,12}\]", "] ", text)
    text = re.sub(r"\{#[^}]*\}", " ", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", " ", text)
    return html.unescape(re.sub(r"\\([^\w\s])", r"\1", text))


def _json(data: Any) -> str:
    root = data
    if isinstance(data, dict):
        for name in _JSON_ROOTS:
            if name in data:
                root = data[name]
                break
    pieces: list[str] = []
    _strings(root, pieces, named=isinstance(root, str))
    # A zero-width blank before a digit sets off a footnote mark from the word before it.
    text = re.sub("\u200b(?=\\d)", " ", "\n".join(pieces))
    if re.search(r"<[a-zA-Z/][^<>]*>", text):
        text = _html(f"<div>{text}</div>")
    return html.unescape(text)


def _strings(value: Any, pieces: list[str], named: bool = False) -> None:
    if isinstance(value, str):
        if named:
            pieces.append(value)
    elif isinstance(value, list):
        for entry in value:
            _strings(entry, pieces, named)
    elif isinstance(value, dict):
        for key, entry in value.items():
            _strings(entry, pieces, key in _JSON_TEXT or re.fullmatch(r"art\w*\d.*", key) is not None)
