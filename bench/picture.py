"""`python -m bench.picture`: the released picture, for everyone and for representatives, in a town of any
size: the 95th percentile of the time of a page, over both pages in turn, on each kind of database."""

import argparse
from contextlib import closing
from datetime import timedelta

from bench.places import DATABASES, chosen, database, folder
from bench.rehearsed import settings_for
from bench.said import say
from bench.volume import GOAL, fill, percentile, sign_in, timed
from consult.app import build_house, create_app
from consult.loop.collect.records import Consultation
from consult.loop.understand.breakdowns import break_down
from consult.loop.understand.findings import release
from consult.people.records import Account


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
            house = build_house(settings)
            with closing(house.database), house.database.work() as session:
                findings = release(
                    session,
                    consultation=session.get_one(Consultation, town.consultation),
                    alone="Others spoke of many things.",
                    review_by=(house.now() + timedelta(days=9)).date(),
                    by=session.get_one(Account, town.representative),
                    now=house.now(),
                )
                made = break_down(session, vault=house.vault, findings=findings, small_cell=10)
                session.add_all(made)
                number = findings.number
            app = create_app(settings)
            with closing(app.extensions["consult"].database):
                client = sign_in(app.test_client(), town)
                pages = [f"/c/{town.slug}/en/picture", f"/understand/{town.slug}/findings/{number}/picture"]
                took = timed(client, pages, given.pages)
            slow = percentile(took)
            more = {"database": kind, "people": given.people, "answers": given.answers, "tables": len(made)}
            say("picture", slow, "ms", baseline=GOAL, ratio=slow / GOAL, **more)


if __name__ == "__main__":
    main()
