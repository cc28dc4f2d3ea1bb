"""Juba Arabic: in no library's list, written in Latin letters, with months of its own."""

from pathlib import Path

LIST = """
[[language]]
code = "en"
autonym = "English"
name = "English"
script = "Latn"
direction = "ltr"
format_locale = "en_GB"
nplurals = 2
plural = "n != 1"

[[language]]
code = "ar"
autonym = "العربية"
name = "Arabic"
script = "Arab"
direction = "rtl"
format_locale = "ar"
nplurals = 6
plural = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"

[[language]]
code = "pga"
autonym = "Arabi Juba"
name = "Juba Arabic"
script = "Latn"
direction = "ltr"
fallbacks = ["ar", "en"]
format_locale = "en_SS"
months = ["Wahid", "Tinen", "Talata", "Arba", "Kamsa", "Sita", "Saba", "Tamania", "Tisa", "Ashara",
  "Hidashar", "Itnashar"]
nplurals = 2
plural = "n != 1"
[language.keywords]
menu = ["menyu"]
stop = ["wagif"]
"""

HEAD = """
msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plural}\\n"
"""

PGA = """
msgid "There is no page at this address."
msgstr "Safa ma fi fi mahal de."

msgid "Your words are on %(themes)s. Wrong? Send WRONG %(theme)s and say it again."
msgstr "Kalam taki fi %(themes)s. Ma sah? Rasil WRONG %(theme)s."

msgid "%(num)s person"
msgid_plural "%(num)s people"
msgstr[0] "nas %(num)s wahid"
msgstr[1] "nas %(num)s"

#, fuzzy
msgid "To the start"
msgstr "ma sah"
"""

AR = """
msgid "There is no page at this address."
msgstr "لا توجد صفحة في هذا العنوان."

msgid "Look at the address again, or begin at the start."
msgstr "انظر إلى العنوان مرة أخرى، أو ابدأ من البداية."
"""


def write_juba(folder: Path) -> Path:
    (folder / "pga" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "ar" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "languages.toml").write_text(LIST)
    two = "nplurals=2; plural=(n != 1);"
    (folder / "pga" / "LC_MESSAGES" / "participant.po").write_text(HEAD.format(code="pga", plural=two) + PGA)
    (folder / "ar" / "LC_MESSAGES" / "participant.po").write_text(
        HEAD.format(code="ar", plural="nplurals=6; plural=(n);") + AR
    )
    return folder
