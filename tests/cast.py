"""The cast: the people and the place that every test knows.

Tesfa is a made-up community of two quarters, Upper Well and Lower Well. Amal and Bahati are its
representatives, Chol sits on its committee, Dana and Emil are staff of the water office, Farah is
staff of another office, Gita is the administrator, Hari a stranger with an account and no seat.
Participants are made with `participant()`; numbers with `number()`, never written out.
"""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from consult.common.ids import new_id
from consult.common.vault import Vault
from consult.loop.collect.records import (
    Answer,
    AnswerPart,
    Consultation,
    Door,
    JoinWord,
    MeetingReport,
    PartKind,
    Prompt,
    PromptVersion,
    PromptWording,
    Readers,
    Round,
    Submission,
)
from consult.people.records import (
    Account,
    Committee,
    Community,
    ContactPoint,
    HearBack,
    Office,
    Participant,
    Place,
    Reach,
    Role,
    Seat,
)


def number(n: int) -> str:
    """Made-up phone `n` (0 to 999) of a range that is kept free for stories."""
    return "+44" + "7700900" + f"{n:03}"


class Cast:
    """Everybody, added to `session` and flushed."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now
        self.community = Community(
            slug="tesfa",
            name="Tesfa",
            language="en",
            region="GB",
            timezone="UTC",
            danger_place="the health post",
            danger_number="112",
        )
        self.upper = Place(community=self.community, name="Upper Well")
        self.lower = Place(community=self.community, name="Lower Well")
        self.committee = Committee(community=self.community, name="Advisory committee of Tesfa")
        self.water = Office(slug="water", name="Water office")
        self.roads = Office(slug="roads", name="Roads office")
        self.amal = self._account("amal")
        self.bahati = self._account("bahati")
        self.chol = self._account("chol")
        self.dana = self._account("dana")
        self.emil = self._account("emil")
        self.farah = self._account("farah")
        self.gita = self._account("gita")
        self.hari = self._account("hari")
        self.seats = {
            "amal": self._seat(self.amal, Role.REPRESENTATIVE, community=self.community, number=1),
            "bahati": self._seat(self.bahati, Role.REPRESENTATIVE, community=self.community, number=2),
            "chol": self._seat(self.chol, Role.COMMITTEE_MEMBER, committee=self.committee),
            "dana": self._seat(self.dana, Role.STAFF, office=self.water, number=1),
            "emil": self._seat(self.emil, Role.STAFF, office=self.water, number=2),
            "farah": self._seat(self.farah, Role.STAFF, office=self.roads),
            "gita": self._seat(self.gita, Role.ADMINISTRATOR),
        }
        session.add_all(
            [
                self.community,
                self.upper,
                self.lower,
                self.committee,
                self.water,
                self.roads,
                self.hari,
                *self.seats.values(),
            ]
        )
        session.flush()

    def _account(self, name: str) -> Account:
        account = Account(email=f"{name}@example.org", name=name.title(), language="en")
        self.session.add(account)
        return account

    def _seat(self, account: Account, role: Role, **where: object) -> Seat:
        return Seat(account=account, role=role, since=self.now - timedelta(days=30), **where)

    def consultation(
        self, slug: str = "river", *, languages: tuple[str, ...] = ("en", "ar", "fr"), opened: bool = True
    ) -> Consultation:
        """A consultation with two prompts in `languages`, its round 1 and a join word a language."""
        consultation = Consultation(
            community=self.community,
            slug=slug,
            name="Life here",
            language="en",
            languages=list(languages),
            who_asks="The people of Tesfa",
            who_reads="Our representatives",
            what_is_open="What we do first",
            meeting="the Friday meeting",
            risks_talked_at=self.now - timedelta(days=3),
            made_at=self.now - timedelta(days=5),
        )
        first = Round(
            consultation=consultation,
            number=1,
            opened_at=self.now - timedelta(days=2) if opened else None,
            closes_on=(self.now + timedelta(days=12)).date(),
            news_by=(self.now + timedelta(days=40)).date(),
            review_by=(self.now + timedelta(days=26)).date(),
        )
        self.session.add_all([consultation, first])
        texts = ("What is life here like now?", "What else matters that nobody asks about?")
        for place, text in enumerate(texts, start=1):
            prompt = Prompt(consultation=consultation, number=place)
            version = PromptVersion(prompt=prompt, number=1, by_id=self.amal.id, made_at=self.now)
            self.session.add_all([prompt, version])
            for language in languages:
                self.session.add(PromptWording(version=version, language=language, text=f"{text}"))
        for language in languages:
            self.session.add(JoinWord(word=f"{slug}{language}", consultation=consultation, language=language))
        self.session.flush()
        return consultation

    def participant(
        self, *, language: str = "en", stays_in: Place | None = None, on: date | None = None
    ) -> Participant:
        person = Participant(community=self.community, language=language, stays_in=stays_in)
        self.session.add(person)
        self.session.flush()
        return person

    def phone(
        self,
        person: Participant,
        vault: Vault,
        n: int,
        *,
        hear_back: HearBack = HearBack.KNOCK,
        suffix: int = 1,
        point: ContactPoint | None = None,
    ) -> Reach:
        """Give `person` phone `n` (or share `point`)."""
        if point is None:
            point = ContactPoint(
                lookup=vault.lookup("phone", number(n)), sealed_number=b"", provider="console"
            )
            point.sealed_number = vault.seal(number(n), row=point.id, column="contact_point.number")
        reach = Reach(
            participant=person,
            contact_point=point,
            suffix=suffix,
            hear_back=hear_back,
            since=self.now.date(),
        )
        self.session.add_all([point, reach])
        self.session.flush()
        return reach

    def answer(
        self,
        person: Participant,
        consultation: Consultation,
        text: str,
        *,
        prompt: int = 1,
        readers: Readers = Readers.HERE,
        door: Door = Door.WEB,
    ) -> Answer:
        """`person` says `text` to a prompt of the first round (one submission a person)."""
        session = self.session
        first = session.query(Round).filter_by(consultation_id=consultation.id, number=1).one()
        submission = session.query(Submission).filter_by(
            participant_id=person.id, round_id=first.id
        ).one_or_none() or Submission(
            participant=person,
            round=first,
            door=door,
            language=person.language,
            readers=readers,
            received_on=self.now.date(),
        )
        wording = (
            session.query(PromptWording)
            .join(PromptVersion)
            .join(Prompt)
            .filter(
                Prompt.consultation_id == consultation.id,
                Prompt.number == prompt,
                PromptWording.language == person.language,
            )
            .one()
        )
        answer = Answer(submission=submission, wording=wording)
        part = AnswerPart(answer=answer, position=1, kind=PartKind.ORIGINAL, text=text, on=self.now.date())
        session.add_all([submission, answer, part])
        session.flush()
        return answer

    def meeting(self, consultation: Consultation, *texts: str, people: int = 80) -> list[Answer]:
        """Each text is said to the first prompt at one meeting of about `people`, in English."""
        session = self.session
        first = session.query(Round).filter_by(consultation_id=consultation.id, number=1).one()
        day = self.now.date()
        report = MeetingReport(
            round=first, held_on=day, language="en", people=people, groups={}, read_back=True,
            key=str(new_id()), received_on=day,
        )  # fmt: skip
        asked = {"consultation_id": consultation.id, "number": 1}
        prompts = session.query(PromptWording).join(PromptVersion).join(Prompt)
        wording = prompts.filter(PromptWording.language == "en").filter_by(**asked).one()
        points = [Answer(meeting=report, wording=wording) for _ in texts]
        for point, text in zip(points, texts, strict=True):
            session.add(AnswerPart(answer=point, position=1, kind=PartKind.ORIGINAL, text=text, on=day))
        session.flush()
        return points
