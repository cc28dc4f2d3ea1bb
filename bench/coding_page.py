"""`python -m bench.coding_page`: the page on which a representative sorts, in a town of any size: the 95th
percentile of the time of a page, card after card, on each kind of database."""

import argparse
from contextlib import closing

from bench.places import DATABASES, chosen, database, folder
from bench.rehearsed import settings_for
from bench.said import say
from bench.volume import GOAL, fill, percentile, sign_in, timed
from consult.app import create_app


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", choices=DATABASES, default="both")
    asked.add_argument("--people", type=int, default=100_000)
    asked.add_argument("--answers", type=int, default=250_000)
    asked.add_argument("--pages", type=int, default=100)
    given = asked.parse_args()
    for kind in chosen(given.database):
        with folder() as place, database(place, postgres=kind != "sqlite") as url:
            settings = settings_for(place, url)
            town = fill(settings, people=given.people, answers=given.answers)
            app = create_app(settings)
            with closing(app.extensions["consult"].database):
                client = sign_in(app.test_client(), town)
                step = max(1, given.answers // given.pages)
                pages = [f"/understand/{town.slug}/sort/?after={100 + n * step}" for n in range(given.pages)]
                took = timed(client, pages, given.pages)
            slow = percentile(took)
            more = {"database": kind, "people": given.people, "answers": given.answers}
            say("coding_page", slow, "ms", baseline=GOAL, ratio=slow / GOAL, **more)


if __name__ == "__main__":
    main()
