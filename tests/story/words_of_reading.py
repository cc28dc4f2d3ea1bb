"""What the people of two places say and write in the story of how they read themselves."""

from dataclasses import dataclass
from itertools import product

ASIDE = "nothing"
GREETS = 4
"""The place of the answer that is none."""


@dataclass(frozen=True)
class Texts:
    """`said`: by what a sentence speaks of, what stands in it. `since`: how answers begin."""

    place: str
    quarter: str
    readers: tuple[str, str]
    from_afar: str
    office: str
    consultation: str
    slug: str
    note: str
    prompt: str
    since: tuple[str, ...]
    said: dict[str, str]
    with_number: str
    greeting: str
    water: str
    well: str
    road: str
    memo: str
    theme: str
    statement: str
    road_statement: str
    need: str
    actor: str
    wants: str
    missing: str
    changed: str
    alone: str
    pile: str
    digits: str = "0123456789"

    def answers(self) -> list[tuple[str, str]]:
        """Fifty, each with what it speaks of: what the last says is only heard, one tells a number, and one
        greets and says nothing more."""
        every = [
            (about, f"{since} {said}") for since, (about, said) in product(self.since, self.said.items())
        ]
        every[GREETS] = (ASIDE, self.greeting)
        about, words = every[0]
        return [(about, f"{words} {self.with_number}"), *every[1:-1], (every[-1][0], "")]

    def in_digits(self, text: str) -> str:
        return text.translate(str.maketrans("0123456789", self.digits))


TEXTS = {
    "ar": Texts(
        place="وادي السلام",
        quarter="الحي القديم",
        readers=("ليلى", "مريم"),
        from_afar="سلمى",
        office="مكتب المياه",
        consultation="كيف نعيش",
        slug="nahnu",
        note="تحدثنا في هذا مساء الخميس",
        prompt="كيف هي الحياة هنا منذ نهاية المطر؟",
        since=(
            "منذ نهاية المطر",
            "كل صباح نرى أن",
            "أمي تقول إن",
            "عندنا في الحي",
            "منذ عام كامل",
            "أنا وجاراتي نقول:",
            "في موسم الجفاف",
            "قبل العيد قلنا إن",
            "أولادي يقولون إن",
            "والله",
        ),
        said={
            "water": "الماء بعيد جدا عن بيوتنا",
            "well": "البئر جافة ولا أحد يصلحها",
            "road": "الطريق إلى السوق مقطوع",
            "bridge": "الجسر فوق الطريق مكسور",
            "school": "المدرسة بلا معلمات",
        },
        with_number="واسألوني على ٠٩١٢٣٤٥٦٧٨",
        greeting="السلام عليكم جميعا",
        water="الماء",
        well="البئر",
        road="الطريق",
        memo="ماء وطريق معا",
        theme="الماء بعيد عنا",
        statement="الماء بعيد والبئر جافة. نمشي إليه كل صباح قبل الشروق.",
        road_statement="الطريق إلى السوق مقطوع منذ المطر.",
        need="ماء قريب من البيوت",
        actor="لجنة البئر",
        wants="مضخة جديدة",
        missing="والجسر أيضا، لا تنسوه",
        changed="أضفنا الجسر إلى الرقم ٢",
        alone="قال بعض الناس كلاما آخر، وقد قرأناه كله.",
        pile="كومة",
        digits="٠١٢٣٤٥٦٧٨٩",
    ),
    "fr": Texts(
        place="Vallée Claire",
        quarter="Quartier du Haut",
        readers=("Aminata", "Fatou"),
        from_afar="Claire",
        office="Service des eaux",
        consultation="Comment nous vivons",
        slug="nous",
        note="Nous en avons parlé jeudi soir",
        prompt="Comment va la vie ici depuis la fin des pluies ?",
        since=(
            "Depuis la fin des pluies,",
            "Chaque matin nous voyons que",
            "Ma mère dit que",
            "Chez nous, dans le quartier,",
            "Depuis une année entière,",
            "Mes voisines et moi le disons :",
            "En saison sèche,",
            "Avant la fête nous disions que",
            "Mes enfants disent que",
            "Franchement,",
        ),
        said={
            "water": "l’eau est très loin de nos maisons",
            "well": "le puits est à sec et personne ne le répare",
            "road": "la route du marché est coupée",
            "bridge": "le pont sur la route est cassé",
            "school": "l’école n’a plus de maîtresses",
        },
        with_number="et appelez-moi au 06 99 00 12 34",
        greeting="Bonjour à toutes et à tous",
        water="L’eau",
        well="Le puits",
        road="La route",
        memo="L’eau et la route ensemble",
        theme="L’eau est loin de nous",
        statement="L’eau est loin et le puits est à sec. Nous y allons avant l’aube.",
        road_statement="La route du marché est coupée depuis les pluies.",
        need="De l’eau près des maisons",
        actor="Le comité du puits",
        wants="Une pompe neuve",
        missing="Et le pont, ne l’oubliez pas",
        changed="Nous avons ajouté le pont au numéro 2",
        alone="Quelques personnes ont dit autre chose, et nous avons tout lu.",
        pile="pile",
    ),
}
