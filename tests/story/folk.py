"""Who lives in the story: their words, choices and verdicts come from a seed, in three languages."""

import os
import random
from dataclasses import dataclass, field

WORDS = {
    "en": {
        1: ["The pump stands still since the feast.", "I walk to the far well before light."],
        2: ["The bridge planks are gone.", "We carry the sick on our backs over the water."],
        3: ["The clinic door is open and nobody is inside.", "The nurse comes when the moon is full."],
        0: ["My goat had three kids.", "I want to greet my uncle over there."],
    },
    "fr": {
        1: ["La pompe ne donne plus rien.", "Je vais au puits lointain avant le jour."],
        2: ["Le pont a perdu ses planches.", "On porte les malades sur le dos."],
        3: ["Le poste de santé est ouvert et vide.", "L'infirmière vient à la pleine lune."],
        0: ["Ma chèvre a eu trois petits.", "Je salue mon oncle là-bas."],
    },
    "ar": {
        1: ["المضخة واقفة منذ العيد.", "أمشي إلى البئر البعيدة قبل الضوء."],
        2: ["ألواح الجسر ضاعت.", "نحمل المرضى على ظهورنا فوق الماء."],
        3: ["باب العيادة مفتوح وليس فيها أحد.", "تأتي الممرضة مع البدر."],
        0: ["ولدت عنزتي ثلاثة.", "أسلّم على خالي هناك."],
    },
}
JOIN = {"en": "bridge", "fr": "pont", "ar": "جسر"}
PASSERS_BY = 5 if os.environ.get("CONSULT_STORY") == "full" else 2
"""Besides the nine of whom there is one of each kind."""
SAYS = {1: "yes", 2: "partly", 3: "no", 4: "cannot_say", 5: "not_what_we_said"}


def number(n: int) -> str:
    """A made-up phone, of a range that is kept free for stories."""
    return "+44" + "7700900" + f"{n:03}"


@dataclass
class Somebody:
    """One person of the story. `theme` 0: their words stand alone. `key`: their verdict, 1 to 5."""

    name: str
    language: str
    door: str
    hear_back: str
    theme: int
    says: str
    phone: str | None
    key: int
    suffix: int = 1
    leaves: bool = False
    place: str | None = None
    code: str | None = None
    heard: list[str] = field(default_factory=list)


def folk(seed: int) -> list[Somebody]:
    """One of each kind whom the story needs, and those who pass by: they are drawn."""
    draw = random.Random(seed)
    people: list[Somebody] = []

    def add(name: str, door: str, hear_back: str, theme: int, *, phone: bool = True, **more: object) -> None:
        language = str(more.pop("language", draw.choice(["en", "fr", "ar"])))
        people.append(
            Somebody(
                name,
                language,
                door,
                hear_back,
                theme,
                draw.choice(WORDS[language][theme]),
                number(100 + len(people)) if phone else None,
                draw.choice([1, 1, 2, 3, 4]),
                **more,  # type: ignore[arg-type]
            )
        )

    add("the one who texts", "sms", "whole", 1, language="en")
    add("the one on the same phone", "sms", "whole", 2, language="en")
    people[1].phone, people[1].suffix = people[0].phone, 2
    add("the one who is misheard", "sms", "whole", 1, language="ar")
    people[2].key = 5
    add("the one who gets a knock", "sms", "knock", 2, language="fr")
    add("the one who leaves", "sms", "whole", 3, leaves=True)
    add("the one with other words", "sms", "whole", 0, language="fr")
    add("the one on the web with a phone", "web", "whole", 1)
    add("the one with a receipt", "web", "nothing", 2, phone=False, language="ar")
    add("the one at the meeting", "web", "knock", 3, phone=False, place="Mill side")
    for n in range(PASSERS_BY):
        door = draw.choice(["sms", "web"])
        add(f"passer-by {n + 1}", door, draw.choice(["whole", "knock"]), draw.choice([1, 2, 3]))
    draw.shuffle(people[9:])
    return people
