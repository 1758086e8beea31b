"""Every grammar compiles; the generic ones know the headings of their language and leave running text alone.

All headings are made up.
"""

import pytest

from ingest import grammar as grammars
from ingest.grammar import Grammar

# Language, a heading, the number read off it, the title that remains.
HEADINGS = [
    ("en", "Article 5. Theft of the moon", "5", "Theft of the moon"),
    ("en", "ARTICLE 5 - Theft", "5", "Theft"),
    ("en", "Section 5A. Theft", "5A", "Theft"),
    ("en", "Art. 5 bis. Theft", "5 bis", "Theft"),
    ("en", "§ 5. Theft", "5", "Theft"),
    ("en", "Article 5", "5", ""),
    ("ru", "Статья 5. Похищение Луны", "5", "Похищение Луны"),
    ("ru", "Статья 127.1. Продажа Луны", "127.1", "Продажа Луны"),
    ("ru", "СТАТЬЯ 5-2", "5-2", ""),
    ("ru", "Ст. 5 Похищение Луны", "5", "Похищение Луны"),
    ("uk", "Стаття 5-1. Викрадення Місяця", "5-1", "Викрадення Місяця"),
    ("be", "Артыкул 5. Крадзеж Месяца", "5", "Крадзеж Месяца"),
    ("bg", "Чл. 5а. Който открадне луната", "5а", "Който открадне луната"),
    ("mk", "Член 5", "5", ""),
    ("sr", "Члан 5.", "5", ""),
    ("sr", "Član 5a Krađa Meseca", "5a", "Krađa Meseca"),
    ("kk", "5-бап. Айды ұрлау", "5", "Айды ұрлау"),
    ("ky", "5-берене. Айды уурдоо", "5", "Айды уурдоо"),
    ("uz", "5-modda. Oyni oʻgʻirlash", "5", "Oyni oʻgʻirlash"),
    ("uz-cyrl", "5-модда. Ойни ўғирлаш", "5", "Ойни ўғирлаш"),
    ("tg", "Моддаи 5. Дуздии Моҳ", "5", "Дуздии Моҳ"),
    ("az", "Maddə 5. Ayı oğurlama", "5", "Ayı oğurlama"),
    ("tr", "Madde 5- Ay hırsızlığı", "5", "Ay hırsızlığı"),
    ("tr", "MADDE 5 – (1) Ayı çalan kişi", "5", "(1) Ayı çalan kişi"),
    ("tk", "5-nji madda. Aýy ogurlamak", "5", "Aýy ogurlamak"),
    ("mn", "5 дугаар зүйл. Сар хулгайлах", "5", "Сар хулгайлах"),
    ("hy", "Հոդված 5. Գողություն", "5", "Գողություն"),
    ("ka", "მუხლი 5. მთვარის ქურდობა", "5", "მთვარის ქურდობა"),
    ("es", "Artículo 5.- Hurto de la luna", "5", "Hurto de la luna"),
    ("es", "ARTÍCULO 5º. Hurto", "5º", "Hurto"),
    ("es", "Artículo 5 bis. Hurto", "5 bis", "Hurto"),
    ("es", "Art. 5-A. Hurto", "5-A", "Hurto"),
    ("pt", "Artigo 5.º Furto da lua", "5.º", "Furto da lua"),
    ("pt", "Art. 5º Furtar a lua:", "5º", "Furtar a lua:"),
    ("it", "Art. 5-bis. Furto della luna", "5-bis", "Furto della luna"),
    ("ro", "Articolul 5. Furtul lunii", "5", "Furtul lunii"),
    ("ro", "Art. 5 Furtul lunii", "5", "Furtul lunii"),
    ("fr", "Article L. 5-1", "L. 5-1", ""),
    ("fr", "Article 5 bis - Vol de la lune", "5 bis", "Vol de la lune"),
    ("de", "§ 5a Mondraub", "5a", "Mondraub"),
    ("de", "Artikel 5", "5", ""),
    ("nl", "Artikel 5a. Diefstal van de maan", "5a", "Diefstal van de maan"),
    ("da", "§ 5 a. Den, der stjæler månen", "5 a", "Den, der stjæler månen"),
    ("nb", "§ 5. Månetyveri", "5", "Månetyveri"),
    ("nn", "§ 5. Månetjuveri", "5", "Månetjuveri"),
    ("sv", "5 a § Den som tar månen", "5 a", "Den som tar månen"),
    ("fi", "5 § Kuuvarkaus", "5", "Kuuvarkaus"),
    ("is", "5. gr. Tunglþjófnaður", "5", "Tunglþjófnaður"),
    ("et", "§ 5. Kuuvargus", "5", "Kuuvargus"),
    ("lv", "5. pants. Mēness zādzība", "5", "Mēness zādzība"),
    ("lt", "5 straipsnis. Mėnulio vagystė", "5", "Mėnulio vagystė"),
    ("pl", "Art. 5a. Kto kradnie księżyc", "5a", "Kto kradnie księżyc"),
    ("cs", "§ 5 Krádež měsíce", "5", "Krádež měsíce"),
    ("cs", "Čl. 5", "5", ""),
    ("sk", "Článok 5 Krádež mesiaca", "5", "Krádež mesiaca"),
    ("sl", "5. člen", "5", ""),
    ("hr", "Članak 5.", "5", ""),
    ("hu", "5. § (1) Aki a holdat ellopja", "5", "(1) Aki a holdat ellopja"),
    ("el", "Άρθρο 5 Κλοπή της σελήνης", "5", "Κλοπή της σελήνης"),
    ("sq", "Neni 5 Vjedhja e hënës", "5", "Vjedhja e hënës"),
    ("ar", "المادة (5) سرقة القمر", "5", "سرقة القمر"),
    ("fa", "ماده 5 ـ دزدی ماه", "5", "دزدی ماه"),
    ("he", "סעיף 5. גניבת הירח", "5", "גניבת הירח"),
    ("zh", "第五条　盗窃月球的，处罚金。", "第五条", "盗窃月球的，处罚金。"),
    ("zh", "第五條之一 竊取月球者", "第五條之一", "竊取月球者"),
    ("ja", "第五条の二　月を盗んだ者", "第五条の二", "月を盗んだ者"),
    ("ko", "제5조의2(달의 절도) 달을 훔친 자", "제5조의2", "달의 절도"),
    ("vi", "Điều 5. Tội trộm mặt trăng", "5", "Tội trộm mặt trăng"),
    ("id", "Pasal 5", "5", ""),
    ("ms", "Seksyen 5. Kecurian bulan", "5", "Kecurian bulan"),
    ("th", "มาตรา 5 ผู้ใดลักดวงจันทร์", "5", "ผู้ใดลักดวงจันทร์"),
    ("hi", "धारा 5. चाँद की चोरी", "5", "चाँद की चोरी"),
]
# Lines of running text: references to articles, dates, lists.
TEXT = [
    ("en", "Article 5 of this Act does not apply to stars."),
    ("en", "Articles 5 and 6 apply."),
    ("en", "Sectional interests are 5."),
    ("en", "The thief of Article 5"),
    ("ru", "Статья 5 настоящего Кодекса применяется ночью."),
    ("ru", "Статьи 5 и 6 применяются."),
    ("ru", "по статье 5. Ночью"),
    ("uk", "Стаття 5 цього Кодексу застосовується."),
    ("kk", "5-бапта көзделген әрекет"),
    ("uz", "5-moddada nazarda tutilgan"),
    ("uz-cyrl", "5-моддасида назарда тутилган"),
    ("az", "Maddə 5 ilə nəzərdə tutulmuş"),
    ("tr", "Madde 5 hükmü uygulanır"),
    ("es", "Artículo 5 de esta ley"),
    ("es", "Articulado 5"),
    ("pt", "Artigo 5 desta lei"),
    ("fr", "Articles 5 et 6"),
    ("de", "§§ 5 und 6 gelten"),
    ("de", "Artikelgesetz 5"),
    ("nl", "Artikel 5 is van toepassing"),
    ("pl", "Art. 5 stosuje się"),
    ("lt", "5 straipsnyje nustatyta"),
    ("lv", "5. pantā noteiktais"),
    ("hu", "5. §-ban foglalt"),
    ("zh", "第五条规定的行为"),
    ("ja", "第五条第一項の罪"),
    ("vi", "Điều 5 của luật này"),
    ("id", "Pasal 5 berlaku"),
]


@pytest.mark.parametrize("name", grammars.names())
def test_every_grammar_compiles(name: str) -> None:
    assert grammars.load(name).name == name


@pytest.mark.parametrize("name", [n for n in grammars.names() if n.startswith("generic-")])
def test_every_generic_grammar_knows_its_own_example(name: str) -> None:
    grammar = grammars.load(name)
    assert _number(grammar, grammar.words["example"])


@pytest.mark.parametrize(("language", "line", "number", "title"), HEADINGS, ids=[f"{c[0]}: {c[1]}" for c in HEADINGS])
def test_a_heading_gives_its_number_and_its_title(language: str, line: str, number: str, title: str) -> None:
    grammar = grammars.load(f"generic-{language}")
    match = next(m for p in grammar.article if (m := p.match(line)))
    groups = match.groupdict()
    assert (match["num"], groups.get("heading") or groups.get("rest") or "") == (number, title)


@pytest.mark.parametrize(("language", "line"), TEXT, ids=[f"{c[0]}: {c[1]}" for c in TEXT])
def test_running_text_heads_nothing(language: str, line: str) -> None:
    assert _number(grammars.load(f"generic-{language}"), line) == ""


@pytest.mark.parametrize(
    ("language", "line", "number", "title"),
    [
        ("en", "CHAPTER IV THEFT", "IV", "THEFT"),
        ("en", "Part 2 – Theft", "2", "Theft"),
        ("en", "SCHEDULE 1", "1", ""),
        ("ru", "Раздел II. ЛУНА", "II", "ЛУНА"),
        ("ru", "ГЛАВА 3", "3", ""),
        ("ru", "Приложение № 2", "2", ""),
        ("es", "TÍTULO II: DE LA LUNA", "II", "DE LA LUNA"),
        ("de", "Erster Abschnitt Mondraub", "Erster Abschnitt", "Mondraub"),
        ("zh", "第三章 月球", "第三章", "月球"),
        ("vi", "Chương II TỘI TRỘM TRĂNG", "II", "TỘI TRỘM TRĂNG"),
    ],
)
def test_a_container_is_known_by_its_heading(language: str, line: str, number: str, title: str) -> None:
    rules = grammars.load(f"generic-{language}").containers
    groups = next(m.groupdict() for rule in rules if (m := rule.pattern.match(line)))
    assert (groups.get("num") or groups.get("num_word") or "", groups.get("heading") or "") == (number, title)


def _number(grammar: Grammar, line: str) -> str:
    return next((m["num"] for p in grammar.article if (m := p.match(line))), "")
