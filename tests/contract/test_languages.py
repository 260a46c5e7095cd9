"""Errors over HTTP are in the language of `Accept-Language`, with the same codes, names and figures."""

import json
import threading

import pytest
from django.utils import translation

from core.api.exception_handler import error_response
from core.api.language_middleware import LanguageMiddleware, respond_in_language
from core.api.views import NotFoundView
from core.exceptions import NotFound, Unavailable
from tests.api_payments import idempotency_headers
from tests.contract.error_assertions import assert_error
from tests.contract.raw_requests import send_raw
from tests.database_errors import check_logged, failing
from tests.rate_limit_settings import set_rates
from users.models import User

CONFIG, CHECK, LOGIN = "/api/config/", "/api/users/auth/check/", "/api/users/login/"
BUSY = {
    "en": "The service is busy or unavailable at the moment. Please try again.",
    "es": "El servicio está ocupado o no está disponible en este momento. Inténtelo de nuevo.",
    "ar": "الخدمة مشغولة أو غير متاحة حاليًا. يُرجى المحاولة من جديد.",
}
# By kind of refusal: status, code, the sentence in Spanish and in Arabic.
REFUSALS = {
    "without a token": (401, "not_authenticated", "Inicie sesión primero.", "يُرجى تسجيل الدخول أولًا."),
    "with the wrong role": (
        403, "permission_denied", "Usted no tiene permiso para hacer esto.", "ليس لديك صلاحية لتنفيذ هذه العملية.",
    ),
    "of an absent object": (404, "not_found", "No encontrado.", "غير موجود."),
    "of an absent path": (404, "not_found", "No encontrado.", "غير موجود."),
    "with the wrong method": (
        405, "method_not_allowed", "Este método no está permitido aquí.", "هذه الطريقة غير مسموح بها هنا.",
    ),
    "with another media type": (
        415, "unsupported_media_type", "Envíe el cuerpo de la solicitud como application/json.",
        "أرسل محتوى الطلب بصيغة application/json.",
    ),
    "after too many": (
        429, "throttled", "Demasiadas solicitudes. Espere e inténtelo de nuevo.",
        "عدد الطلبات كبير جدًا. يُرجى الانتظار ثم المحاولة من جديد.",
    ),
    "while the database is down": (503, "unavailable", BUSY["es"], BUSY["ar"]),
}  # fmt: skip


def accepting(language):
    return {"Accept-Language": language}


def assert_language(response, language):
    assert response.headers["Content-Language"] == language
    assert "accept-language" in response.headers["Vary"].lower()


@pytest.fixture
def refuse(browser, signed_in, member, settings):
    """Sends a request that is refused in this way, in this language."""

    def once_too_often(headers):
        set_rates(settings, anon="1/hour")
        browser.get(CONFIG)
        return browser.get(CONFIG, headers=headers)

    def without_database(headers):
        signed = signed_in(member)
        with failing("SELECT", 1040, "Too many connections"):
            return signed.check(headers=headers)

    requests = {
        "without a token": lambda headers: browser.get(CHECK, headers=headers),
        "with the wrong role": lambda headers: signed_in(member).post("/api/accounts/", {}, headers=headers),
        "of an absent object": lambda headers: signed_in(member).get("/api/loans/999/", headers=headers),
        "of an absent path": lambda headers: browser.get("/api/nowhere/", headers=headers),
        "with the wrong method": lambda headers: browser.post(CONFIG, {}, headers=headers),
        "with another media type": lambda headers: send_raw(
            browser, "POST", LOGIN, b"a=b", content_type="text/plain", **headers
        ),
        "after too many": once_too_often,
        "while the database is down": without_database,
    }
    return lambda kind, language: requests[kind](accepting(language))


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize("kind", REFUSALS)
def test_refusal_has_its_sentence_in_the_language_and_its_code(refuse, kind, language):
    status, code, *sentences = REFUSALS[kind]

    response = refuse(kind, language)

    assert assert_error(response, status, code)["error"] == sentences[language == "ar"]
    assert_language(response, language)


@pytest.mark.parametrize(
    ("language", "sentence", "texts"),
    [
        ("en", "The request is not valid.", ["This field is required.", "Unknown field.", "Must be a string."]),
        ("es", "La solicitud no es válida.",
         ["Este campo es requerido.", "Campo desconocido.", "Debe ser una cadena de texto."]),
        ("ar", "الطلب غير صالح.", ["هذا الحقل مطلوب.", "حقل غير معروف.", "يجب أن تكون القيمة نصًا."]),
    ],
)  # fmt: skip
def test_fields_have_their_names_and_texts_of_django_and_ours_in_the_language(browser, language, sentence, texts):
    required, unknown, kind = texts
    bodies = [{"password": "x"}, {"email": "a@b.c", "password": "x", "pasword": "x"}, {"email": 5, "password": "x"}]
    found = [browser.post(LOGIN, body, headers=accepting(language)) for body in bodies]

    assert [assert_error(response, 400, "invalid_request") for response in found] == [
        {"error": sentence, "code": "invalid_request", "fields": {"email": [required]}},
        {"error": sentence, "code": "invalid_request", "fields": {"pasword": [unknown]}},
        {"error": sentence, "code": "invalid_request", "fields": {"email": [kind]}},
    ]


@pytest.mark.parametrize(("length", "most"), [(129, 128), (600, 128)])
def test_password_that_is_too_long_is_refused_in_the_language(browser, length, most):
    body = {"email": "a@b.c", "password": "x" * length}
    response = browser.post(LOGIN, body, headers=accepting("es"))

    sentence = f"Asegúrese de que este campo no tenga más de {most} caracteres."
    assert assert_error(response, 400, "invalid_request")["fields"] == {"password": [sentence]}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "A cashier may take in, pay out or transfer at most 10000.00 USD at a time."),
        ("es-PE", "Un cajero puede recibir, pagar o transferir como máximo 10000.00 USD cada vez."),
        ("ar", "يجوز للصرّاف أن يستلم أو يدفع أو يحوّل \u206610000.00 USD\u2069 على الأكثر في المرة الواحدة."),
    ],
)
def test_figures_of_a_refusal_are_written_as_in_json_in_every_language(cashier_client, account, language, sentence):
    body = {"account": account, "amount": "10000.01"}
    headers = idempotency_headers() | accepting(language)
    response = cashier_client.post("/api/transactions/deposit/", body, headers=headers)

    body = assert_error(response, 422, "limit_exceeded")
    assert (body["error"], body["details"]) == (sentence, {"limit": "10000.00", "left": "10000.00"})
    assert_language(response, language[:2])


def test_stored_refusal_has_the_language_of_the_first_request(
    cashier_client, account, signed_in, member, other_account
):
    browser = signed_in(member)
    body = {"from_account": account, "to_account": other_account, "amount": "1"}
    headers = idempotency_headers()
    first, again = (
        browser.post("/api/transactions/transfer/", body, headers=headers | accepting(language))
        for language in ("es", "ar")
    )

    assert first.json()["error"] == "No hay suficiente dinero disponible en esta cuenta."
    assert again.json() == first.json()
    assert_language(first, "es")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Content-Language" not in again.headers


def test_posted_payment_is_the_same_in_every_language(cashier_client, account):
    headers = idempotency_headers()
    body = {"account": account, "amount": "5"}
    first, again = (
        cashier_client.post("/api/transactions/deposit/", body, headers=headers | accepting(language))
        for language in ("es", "en")
    )

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    assert "Content-Language" not in first.headers


def test_language_of_the_user_is_not_that_of_the_api(signed_in, member):
    User.objects.filter(pk=member.pk).update(language="es")

    assert signed_in(member).post("/api/accounts/", {}).json()["error"] == "You do not have permission to do this."


def test_request_without_a_language_has_the_default_of_the_bank(browser, settings):
    settings.LANGUAGES = [("es", "Español"), ("en", "English")]

    response = browser.get(CHECK)

    assert response.json()["error"] == "Inicie sesión primero."
    assert_language(response, "es")


@pytest.mark.parametrize("kind", ["without a token", "while the database is down"])
def test_language_of_a_request_does_not_leak_into_the_next_one(browser, refuse, kind):
    for language in ("es", "ar"):
        refuse(kind, language)
        assert translation.get_language() == "en"
        assert browser.get(CHECK).json()["error"] == "Please sign in first."


def test_language_of_a_request_does_not_leak_after_an_exception(rf):
    def fail(request):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        LanguageMiddleware(fail)(rf.get("/api/", headers=accepting("es")))

    assert translation.get_language() == "en"


def test_requests_at_the_same_time_have_their_own_languages():
    inside, results = threading.Barrier(2, timeout=10), {}

    def serve(language):
        def respond():
            inside.wait()  # both requests are in their language
            return error_response(NotFound())

        environ = {"PATH_INFO": "/api/", "HTTP_ACCEPT_LANGUAGE": language}
        results[language] = json.loads(respond_in_language(environ, respond).content)["error"]

    threads = [threading.Thread(target=serve, args=[language]) for language in ("es", "ar")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == {"es": "No encontrado.", "ar": "غير موجود."}


def test_log_of_an_outage_is_in_english(browser, monkeypatch, caplog):
    def fail(self, request, *args, **kwargs):
        raise Unavailable

    monkeypatch.setattr(NotFoundView, "dispatch", fail)
    response = browser.get("/api/nowhere/", headers=accepting("es"))

    assert assert_error(response, 503, "unavailable")["error"] == BUSY["es"]
    check_logged(caplog, "GET /api/nowhere/", BUSY["en"])


@pytest.mark.parametrize("path", ["/", "/healthz", "/admin/login/", "/admin/nowhere/", "/api/schema/?format=json"])
def test_pages_outside_of_the_api_and_the_document_have_one_language(browser, path):
    english, spanish = (browser.get(path, headers=accepting(language)) for language in ("en", "es"))

    assert [response.headers.get("Content-Language") for response in (english, spanish)] == [None, None]
    assert translation.get_language() == "en"
    for word in ("Inicie", "Contraseña", "Iniciar", "encontrad"):
        assert word not in spanish.content.decode()


def test_successful_response_does_not_depend_on_the_language(signed_in, member):
    response = signed_in(member).get("/api/users/me/", headers=accepting("es"))

    assert response.status_code == 200
    assert "Content-Language" not in response.headers
    assert "accept-language" not in response.headers.get("Vary", "").lower()


@pytest.mark.slow
def test_error_of_the_server_itself_is_in_the_language(server):
    browser = server.browser()
    response = browser.post(LOGIN, {"email": "x" * 70_000}, headers=accepting("es"))

    assert assert_error(response, 413, "payload_too_large")["error"] == "El cuerpo de la solicitud supera los 64 kB."
    assert_language(response, "es")
