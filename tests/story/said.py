"""What is asked, named and answered in the story, in its three languages."""

from consult.languages.speak import Languages

SPEAK = Languages()
ALONE = "Of a goat and an uncle we read with joy."
PROMPT = {"en": "What is life here like?", "fr": "Comment est la vie ici ?", "ar": "كيف الحياة هنا؟"}
NAMES = {1: "The dry pump", 2: "The broken bridge", 3: "The empty clinic"}
ANSWERS = {
    1: {
        "en": "We mend the pump.",
        "fr": "Nous réparons la pompe.",
        "ar": "نصلح المضخة.",
    },
    2: {
        "en": "We cannot build a bridge this year.",
        "fr": "Nous ne pouvons pas construire de pont cette année.",
        "ar": "لا نستطيع بناء جسر هذا العام.",
    },
    3: {
        "en": "A nurse will sit in the clinic each Monday.",
        "fr": "Une infirmière sera au poste chaque lundi.",
        "ar": "ستجلس ممرضة في العيادة كل يوم اثنين.",
    },
}
AGAIN = {
    "en": "We mend the pump and walk to the far well with you first.",
    "fr": "Nous réparons la pompe et venons d'abord au puits avec vous.",
    "ar": "نصلح المضخة ونمشي معكم أولًا إلى البئر البعيدة.",
}
