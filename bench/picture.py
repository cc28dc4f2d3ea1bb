"""`python -m bench.picture`: the released picture, for everyone, representatives and the committee, in a
town of any size: the 95th percentile of the time of each page, on each kind of database."""

from collections.abc import Mapping

from bench import town
from bench.volume import Step, Walk, arguments, measure

PLAIN = "languages"


def pages(walk: Walk) -> Mapping[str, Step]:
    anybody, one, member = map(walk.browser, (None, town.REPRESENTATIVE, town.MEMBER))
    everyone, inside = f"/c/{town.SLUG}/en/", f"/understand/{town.SLUG}/findings/1/"
    return {
        PLAIN: lambda n: anybody.open(f"/c/{town.SLUG}/"),
        "results": lambda n: anybody.open(f"{everyone}results"),
        "picture": lambda n: anybody.open(f"{everyone}picture"),
        "how it was made": lambda n: anybody.open(f"{everyone}record"),
        "findings, for representatives": lambda n: one.open(inside),
        "picture, for representatives": lambda n: one.open(f"{inside}picture"),
        "findings, for the committee": lambda n: member.open(f"/review/{town.SLUG}/1/"),
        "picture, for the committee": lambda n: member.open(f"/review/{town.SLUG}/1/picture"),
    }


def main() -> None:
    measure("picture", arguments(__doc__), pages, plain=PLAIN)


if __name__ == "__main__":
    main()
