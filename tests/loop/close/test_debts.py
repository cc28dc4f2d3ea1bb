from dataclasses import replace

import pytest

from consult.loop.close.debts import Facts, Reason, reason_for

NOT_YET = Facts()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, Reason.WAITING),
        ({"reached": True}, None),
        ({"left": True, "reached": True}, Reason.LEFT),
        ({"reopened": True, "reached": True}, Reason.REOPENED),
        ({"unread": True}, Reason.NOT_READ_YET),
        ({"held": True}, Reason.HELD),
        ({"held": True, "reached": True}, None),
        ({"answered": False}, Reason.NO_ANSWER_YET),
        ({"answered": False, "ways": False}, Reason.NO_ANSWER_YET),
        ({"answered": False, "handed_over": True, "ways": False}, Reason.HANDED_OVER),
        ({"answered": False, "handed_over": True, "held": True}, Reason.HELD),
        ({"handed_over": True}, Reason.WAITING),
        ({"answered": False, "asked_back": True, "handed_over": True}, Reason.ASKED_BACK),
        ({"asked_back": True}, Reason.WAITING),
        ({"ways": False}, Reason.NO_CHANNEL),
        ({"wants": False, "listens": False, "whole": False}, Reason.CHOSE_NOTHING),
        ({"listens": False, "stopped": True}, Reason.PHONE_STOPPED),
        ({"listens": False}, Reason.DEAD_NUMBER),
        ({"worded": False}, Reason.NO_WORDING),
        ({"whole": False}, Reason.KNOCK_ONLY),
        ({"undeliverable": True}, Reason.DEAD_NUMBER),
    ],
)
def test_every_debt_has_the_reason_that_would_have_to_change_first(changed, reason):
    assert reason_for(replace(NOT_YET, **changed)) is reason


def test_every_reason_can_come_about():
    from itertools import product

    names = list(Facts.__dataclass_fields__)
    found = {
        reason_for(Facts(**dict(zip(names, values, strict=True))))
        for values in product([False, True], repeat=len(names))
    }
    assert found == {None, *Reason}
