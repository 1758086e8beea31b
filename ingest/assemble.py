"""The last step of every parser: from the law it read to the immutable Expression."""

from corpus.records import Expression, Source
from ingest.draft import Law, freeze
from ingest.reader import require_articles


def assemble(source: Source, law: Law, *, dialect: str, version: str) -> Expression:
    """Freeze a law into an expression with all that the record says of it.

    Raises:
        ParseError: If the law has no article.
        NumberingError: If an eid stands twice.
    """
    require_articles(law, f"{source.id}/{source.file}", f"articles in the layout {dialect!r}")
    language = source.language or source.languages[0]
    suffix = "" if len(source.languages) == 1 else f"@{language}"
    return Expression(
        id=source.id + suffix,
        source_id=source.id,
        work=source.work,
        language=language,
        text_kind=source.text_kind,
        text_state=source.text_state,
        as_of=source.as_of,
        as_of_basis=source.as_of_basis,
        official_url=source.official_url,
        obtained_from=source.obtained_from,
        fidelity=source.fidelity,
        completeness=source.completeness,
        defects=source.defects,
        volume=source.volume,
        licence=source.licence,
        licence_basis=source.licence_basis,
        retrieved=source.retrieved,
        sha256=source.sha256,
        dialect=dialect,
        dialect_version=version,
        provisions=freeze(law.articles, source.id),
        editorial=tuple(law.editorial),
        issues=tuple(law.issues),
        ignored=law.frozen_ignored(),
        label_words=tuple(sorted(law.label_words.items())),
    )
