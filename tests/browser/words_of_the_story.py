"""What the people of the story write, in the one language that each of them reads."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Texts:
    """`closed`: a prompt that the check hints at. `table`: a file with words and places, one row wrong."""

    name: str
    slug: str
    women: str
    who: str
    note: str
    opening: str
    meeting: str
    open: str
    closed: str
    join: str
    digits: str
    table: str


TEXTS = {
    "ar": Texts(
        name="كيف نعيش",
        slug="nahnu",
        women="نساء الحي",
        who="مجلس نساء الوادي",
        note="تحدثنا في هذا مساء الخميس",
        opening="اختارتنا النساء في لقاء عند البئر",
        meeting="لقاء الجمعة عند البئر",
        open="كيف هي الحياة هنا منذ نهاية المطر؟",
        closed="هل الطريق إلى البئر آمن؟",
        join="zahra",
        digits="٢٤٠",
        table="الكلام,المكان\n"
        "الماء بعيد عنا,الحي القديم\nجاء رجل بسلاح,الحي القديم\nالمدرسة مغلقة,الحي الجديد\n",
    ),
    "sw": Texts(
        name="Tunavyoishi",
        slug="sisi",
        women="Wanawake wa mtaa",
        who="Baraza la wanawake wa Kisima",
        note="Tulizungumza Alhamisi jioni",
        opening="Wanawake walituchagua kwenye mkutano wa kisimani",
        meeting="mkutano wa Ijumaa kisimani",
        open="Maisha yakoje hapa tangu mvua ziishe?",
        closed="Je, njia ya kwenda kisimani ni salama?",
        join="waridi",
        digits="240",
        table="maneno,mahali\n"
        "Maji yako mbali nasi,Mtaa wa Juu\nMtu alikuja na silaha,Mtaa wa Juu\n"
        "Shule imefungwa,Mtaa wa Chini\n",
    ),
}
