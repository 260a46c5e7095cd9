"""A user of the built application in Chromium, who finds elements by their labels and texts."""

import base64
import hashlib
import subprocess
from urllib.parse import urlsplit

from selenium.webdriver.common.by import By

from tests.browsers_chromium import Chromium

# Of one page: the compressed size of the scripts that the browser has fetched, modulepreload included.
_SCRIPT_SIZE = """
const [without] = arguments;
return performance.getEntriesByType("resource")
  .filter(({name}) => new URL(name).pathname.endsWith(".js"))
  .filter(({name}) => !without.some((part) => name.includes(part)))
  .reduce((sum, {encodedBodySize}) => sum + encodedBodySize, 0);
"""


class ApplicationUser(Chromium):
    """The host of `url` is this machine, and its certificate counts as one that the browser trusts."""

    def __init__(self, url, certificate):
        host = urlsplit(url).hostname
        rules = f"--host-resolver-rules=MAP {host} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        trusted = f"--ignore-certificate-errors-spki-list={_public_key_hash(certificate.cert)}"
        super().__init__(url, more=[rules, trusted])

    def click(self, name, kind="button"):
        """Clicks the first displayed button or link with this text, once it can be clicked."""
        path = f"//{kind}[normalize-space(.)='{name}']"
        self.wait.until(lambda _: self._clicked(path), name)

    def fill(self, label, text):
        field = self.wait.until(lambda _: self._field(label), label)
        field.clear()
        field.send_keys(text)

    def select_first(self, label):
        self.wait.until(lambda _: self._field(label), label).click()
        self.find("[role=option]").click()

    def sign_in(self, email, password):
        self.open("/")
        self.fill("E-mail", email)
        self.fill("Password", password)
        self.click("Sign in")
        self.wait_for_text("Overview", "h1")

    def wait_until_loaded(self):
        """Waits until the page shows no placeholders any more."""
        self.find("h1")
        self.wait.until(lambda _: not self.all(".mantine-Skeleton-root, .mantine-Loader-root"))

    def script_size(self, without=()):
        """The bytes of compressed script that the present page has loaded, without files with these names."""
        return self.driver.execute_script(_SCRIPT_SIZE, list(without))

    def _clicked(self, path):
        for element in self.driver.find_elements(By.XPATH, path):
            if element.is_displayed() and element.is_enabled():
                element.click()
                return True
        return False

    def _field(self, label):
        path = f"//label[starts-with(normalize-space(.), '{label}')]"
        for element in self.driver.find_elements(By.XPATH, path):
            if element.is_displayed():
                return self.driver.find_element(By.ID, element.get_attribute("for"))
        return None


def _public_key_hash(certificate):
    """The base64 SHA-256 of a certificate's public key."""
    pem = subprocess.run(
        ["openssl", "x509", "-in", certificate, "-pubkey", "-noout"], check=True, capture_output=True
    ).stdout
    der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=pem, check=True, capture_output=True)
    return base64.b64encode(hashlib.sha256(der.stdout).digest()).decode()
