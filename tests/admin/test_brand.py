"""The bank's color, name and logo on the staff site."""

import pytest

from backoffice.colors import CONTRAST, contrast, scale, text_on
from backoffice.csp import POLICY, policy_with
from backoffice.theme import theme

COLORS = ["#0b6b4d", "#ffd400", "#000000", "#ffffff", "#0b5fff", "#ff0000", "#00ffff", "#7f7f7f", "#010203", "#fefe00"]
STEPS = ["50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950"]


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#0b6b4d") == contrast("#0b6b4d", "#ffffff")


@pytest.mark.parametrize("color", COLORS)
def test_text_in_every_bank_color_can_be_read(color):
    steps = scale(color)
    assert list(steps) == STEPS
    for ground in ("#ffffff", "#f9fafb", "#f3f4f6"):  # the light theme's page, stripes and selected items
        assert min(contrast(steps[name], ground) for name in ("600", "700")) >= CONTRAST
    for ground in ("#111827", "#1f2937"):  # the dark theme's
        assert min(contrast(steps[name], ground) for name in ("400", "500")) >= CONTRAST
    assert contrast(text_on(color), color) >= CONTRAST


@pytest.mark.parametrize(("color", "text"), [("#0b6b4d", "#ffffff"), ("#ffd400", "#000000"), ("#808080", "#000000")])
def test_text_on_the_bank_color_is_black_or_white(color, text):
    assert theme(color, "")["COLORS"]["bank"] == {"fill": color, "text": text}


def test_scale_keeps_the_hue_of_the_color():
    red, green, blue = (int(scale("#0b5fff")["600"][at : at + 2], 16) for at in (1, 3, 5))
    assert blue > green > red


def test_pages_have_the_color_and_the_name_of_the_bank(manager_admin_client, admin_browser):
    for response in (manager_admin_client.get("/admin/"), admin_browser.get("/admin/login/"),
                     manager_admin_client.get("/admin/no/such/page/")):  # fmt: skip
        text = response.content.decode()
        assert "--color-bank-fill: rgb(11, 107, 77);" in text
        assert "Demo Savings Cooperative" in text


def test_logo_is_shown_in_the_header_and_at_the_sign_in(manager_admin_client, admin_browser, settings):
    settings.UNFOLD = theme("", "https://bank.example/logo.svg")
    for response in (manager_admin_client.get("/admin/"), admin_browser.get("/admin/login/"),
                     manager_admin_client.get("/admin/no/such/page/")):  # fmt: skip
        assert 'src="https://bank.example/logo.svg"' in response.content.decode()


def test_policy_allows_images_from_the_host_of_the_logo_only():
    assert policy_with("") == POLICY
    changed = policy_with("https://bank.example:8443/img/logo.svg").split("; ")
    assert set(changed) - set(POLICY.split("; ")) == {"img-src 'self' https://bank.example:8443 data:"}
