"""Representatives read, sort, name and release; a member of the committee dissents."""

from datetime import timedelta

from tests.story.desk import Desk
from tests.story.folk import WORDS, Somebody
from tests.story.said import ALONE, NAMES
from tests.story.town import Town

# understanding


def reads_and_sorts(town: Town, salma: Desk, people: list[Somebody]) -> None:
    town.pass_time(days=8)
    theme_of = {words: theme for spoken in WORDS.values() for theme, said in spoken.items() for words in said}
    for name in NAMES.values():
        salma.at_work("/understand/ford/codes/").fill(name=name).press("Add it")
    staying = [person for person in people if not person.leaves]
    read = 0
    while True:
        salma.at_work("/understand/ford/first/")
        if not salma.page.locator('main [name="text"]').count():
            if not salma.page.locator("main button").count() or read:
                break
            salma.press()
            continue
        salma.press("Pass it on")
        read += 1
    assert read == len(staying), f"{read} cards read of {len(staying)}"
    for _ in staying:
        salma.at_work("/understand/ford/sort/")
        shown = salma.words()
        theme = next(theme for words, theme in theme_of.items() if words in shown)
        button = f'main button[name="code"][value="{theme}"]'
        if theme:
            with salma.page.expect_navigation():
                salma.page.locator(button).click()
        else:
            salma.press("not clear") if salma.page.locator(
                "main button", has_text="not clear"
            ).count() else salma.press("Unclear")


def names_and_releases(town: Town, salma: Desk) -> None:
    for number, name in NAMES.items():
        salma.at_work("/understand/ford/themes/new")
        salma.fill(name=name, statement=f"We say: {name.lower()}.").press("Keep it")
        salma.at_work(f"/understand/ford/themes/{number}/address").tick("audience", "everyone")
        salma.tick_labelled("offices", "Roads" if number == 2 else "Water").press("Keep it")
        salma.at_work(f"/understand/ford/themes/{number}/codes").tick_labelled("codes", name).press("Keep it")
    salma.at_work("/understand/ford/release/").sees("Who could be hurt")
    salma.fill(
        alone=ALONE,
        review_by=(town.at.date() + timedelta(days=4)).isoformat(),
    ).press("Release")
    salma.sees("The broken bridge")


def weighs(town: Town, ruth: Desk) -> None:
    ruth.at_work("/home").sees("Themes without your word: 3")
    ruth.at_work("/review/ford/1/2/").tick("position", "dissent")
    ruth.fill(reason="Nobody asked the ferryman.").press()
    for number in (1, 3):
        ruth.at_work(f"/review/ford/1/{number}/").tick("position", "agree").press()
