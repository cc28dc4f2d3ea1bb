"""The process templates: ways to ask together, by their keys, in the order in which they are shown."""

from consult.loop.collect.templates_listening import (
    LISTENING_ROUND,
    OUR_OWN_SIGNS,
    OUR_STORY_IN_TIME,
    WHAT_CHANGED,
)
from consult.loop.collect.templates_returning import (
    ANSWER_AND_FOLLOW_UP,
    DID_WE_GET_IT_RIGHT,
    WHAT_MATTERS_MOST,
)
from consult.loop.collect.templates_shape import Template
from consult.loop.collect.templates_thinking import (
    PULLS_AND_HOLDS,
    ROOTS_AND_BRANCHES,
    TWO_SIDES,
    WHO_IS_AROUND,
)

TEMPLATES: dict[str, Template] = {
    each.key: each
    for each in (
        LISTENING_ROUND,
        WHAT_CHANGED,
        OUR_OWN_SIGNS,
        OUR_STORY_IN_TIME,
        ROOTS_AND_BRANCHES,
        WHO_IS_AROUND,
        PULLS_AND_HOLDS,
        TWO_SIDES,
        WHAT_MATTERS_MOST,
        DID_WE_GET_IT_RIGHT,
        ANSWER_AND_FOLLOW_UP,
    )
}


def steps_of(template: str) -> dict[str, str]:
    """The steps of the template `template` for the list of a consultation: key → sentence."""
    found = TEMPLATES.get(template)
    return {found.line(step): step.says for step in found.steps} if found else {}
