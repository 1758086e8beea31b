"""Laws of made-up countries on trafficking, smuggling and organs, in our own words; for the tests of comparison."""

from corpus.records import Expression
from tests.laws import law

TRADE = (
    "Trafficking in persons | Whoever recruits, transports or harbours a person by force or deception for the purpose "
    "of exploitation shall be punished by imprisonment for a term of 3 to 8 years."
)


def zedland() -> Expression:
    """Names organs and tissues in its trafficking offence; defines exploitation elsewhere."""
    return law(
        {
            "# Crimes against the person": "",
            "1": "Meaning of words | In this Act:",
            "1/1": "exploitation means forced labour, slavery or the removal of cells of a person;",
            "5": "Trafficking in persons",
            "5/1": TRADE.partition(" | ")[2],
            "5/2": "If the act is committed for the removal of organs or tissues of the victim, the offence provided "
            "for in paragraph 1 shall be punished by imprisonment for a term of 5 to 12 years.",
            "5!": "The consent of the victim is irrelevant.",
            "6": "Theft | Whoever takes a thing that belongs to another shall be punished by imprisonment for a term "
            "of 1 to 2 years.",
            "7": "Smuggling of migrants | Whoever for financial gain procures the illegal entry of a migrant shall be "
            "punished by imprisonment for a term of 1 to 5 years.",
            "8": "Procuring | Whoever exploits the prostitution of another person shall be punished by imprisonment "
            "for a term of 1 to 4 years.",
        },
        jurisdiction="ZZ",
    )


def quaria() -> Expression:
    """Names organs and cells in its basic offence."""
    return law(
        {
            "9": "Trafficking in persons | Whoever recruits, transports, harbours or receives a person by threat or "
            "fraud for the purpose of the removal of organs or cells, or of slavery, shall be punished by imprisonment "
            "for a term of 4 to 10 years.",
        },
        jurisdiction="QQ",
    )


def mute() -> Expression:
    """Says nothing of the kind."""
    return law(
        {"1": "Theft | Whoever takes a thing that belongs to another shall be punished by imprisonment for a year."},
        jurisdiction="XX",
    )
