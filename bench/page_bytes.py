"""`python -m bench.page_bytes`: what each page of a participant weighs on the network, in every language.

The sample with all its answers, from the front page to words taken back, in every language that is
shipped and both that are made up for tests. One line for participants' pages, one for results and ledger.
"""

from collections.abc import Iterator
from contextlib import closing

from bench.places import database, folder
from bench.rehearsed import rehearse, settings_for
from bench.said import say
from bench.visit import Visit
from consult.app import create_app

BUDGETS = {"participant pages": 14_000, "results and ledger": 20_000}
HEAVIER = ("results", "picture", "promise book", "cards", "ledger", "ledger of an office", "ledger of all")

Weight = tuple[int, str, str]
"""Bytes, page, language."""


def weigh() -> Iterator[Weight]:
    with folder() as place, database(place, postgres=False) as url:
        sample = rehearse(place, url)
        app = create_app(settings_for(place, url))
        with closing(app.extensions["consult"].database):
            for language in sample.languages:
                visit = Visit(app.test_client(), sample, language)
                for name, page in visit.pages():
                    yield len(page), name, language


def main() -> None:
    found = list(weigh())
    for kind, budget in BUDGETS.items():
        mine = [each for each in found if (each[1] in HEAVIER) == (kind != "participant pages")]
        size, page, language = max(mine)
        more = {"of": kind, "page": page, "language": language, "pages": len(mine)}
        say("page_bytes", size, "bytes", baseline=budget, ratio=size / budget, **more)


if __name__ == "__main__":
    main()
