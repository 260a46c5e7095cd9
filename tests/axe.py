"""axe-core in a browser: the accessibility rules that a page breaks."""

from tests.servers import ROOT

SCRIPT = ROOT / "examples" / "spa" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """
const done = arguments[0];
axe.run(document, {resultTypes: ['violations']}).then(({violations}) => done(
  violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 150)}`))
));
"""


def violations(driver):
    """The broken rules of the page, each with an element."""
    driver.execute_script(SCRIPT.read_text())
    return driver.execute_async_script(_RUN)
