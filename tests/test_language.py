"""The language of a text: what is not English is not taken for it, and English of foreign names is."""

from __future__ import annotations

import pytest

from kg.articles import article


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        ("ar", "استدعت وزارة الخارجية السفير الروسي"),
        ("zh", "外交部召见了俄罗斯大使并对袭击港口一事表示强烈抗议"),
        ("ru", "Посол России вызван в министерство"),
        ("el", "Το υπουργείο κάλεσε τον πρέσβη της Ρωσίας"),
        ("he", "משרד החוץ זימן את שגריר רוסיה לשיחה"),
        ("hi", "विदेश मंत्रालय ने रूस के राजदूत को तलब किया और विरोध जताया"),
        ("ja", "外務省はロシア大使を呼び、港への攻撃に抗議した"),
        ("ko", "외교부는 러시아 대사를 불러 항구 공격에 강하게 항의했다"),
        ("th", "กระทรวงการต่างประเทศเรียกเอกอัครราชทูตรัสเซีย"),
        (
            "es",
            (
                "La cancillería llamó al embajador ruso y protestó por el ataque contra el puerto, "
                "en el que murieron siete personas, dijo una portavoz."
            ),
        ),
        (
            "hr bs sr",
            (
                "Ministarstvo je pozvalo ruskog veleposlanika i prosvjedovalo zbog napada na luku, "
                "u kojem je poginulo sedam ljudi, rekla je glasnogovornica."
            ),
        ),
        (
            "no nn da",
            (
                "Departementet kalte inn den russiske ambassadøren og klaget på angrepet mot havna, "
                "der sju mennesker ble drept, sier en talskvinne."
            ),
        ),
        (
            "id ms",
            (
                "Kementerian memanggil duta besar Rusia dan memprotes serangan terhadap pelabuhan "
                "yang menewaskan tujuh orang, kata juru bicara."
            ),
        ),
    ],
)
def test_what_is_not_english_is_not_stored_as_english(languages: str, text: str) -> None:
    assert article({"text": text}).language in languages.split()


@pytest.mark.parametrize(
    "text",
    [
        "Nikol Pashinyan, Ilham Aliyev, Hakan Fidan, Sergei Lavrov, Ararat Mirzoyan: Yerevan and Moscow talk.",
        "Andrej Plenkovic, Aleksandar Vucic, Albin Kurti, Zeljka Cvijanovic, Milorad Dodik attended the Tirana summit.",
        (
            "José María Aznar, Luiz Inácio Lula da Silva, Andrés Manuel López Obrador, "
            "Nicolás Maduro and Gustavo Petro met in Bogotá on Sunday."
        ),
        "Tehran denies it.",
        "The embassy wrote «Россия отвергла» on its door in Kyiv.",
    ],
)
def test_english_of_foreign_names_is_english(text: str) -> None:
    assert article({"text": text}).language == "en"
