"""Signing in: what a login answers, sets and refuses."""


def test_a_login_answers_with_tokens_user_and_session(browser, member):
    answer = browser.log_in(member.email)

    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "refresh", "user", "session"}
    assert answer.json()["user"] == {
        "id": member.pk,
        "email": member.email,
        "full_name": member.full_name,
        "role": "member",
    }
