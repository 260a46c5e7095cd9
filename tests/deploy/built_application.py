"""The example application, built for the host that serves it, as an operator builds it."""

import os
import subprocess

from tests.servers import ROOT

SPA = ROOT / "examples" / "spa"
NODE = ROOT / ".venv" / "bin" / "node"
CAN_BUILD = NODE.exists() and (SPA / "node_modules").is_dir()


def build(folder):
    """Writes the build to a folder."""
    path = f"{NODE.parent}{os.pathsep}{os.environ['PATH']}"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("VITE_")} | {"PATH": path}
    command = ["npx", "vite", "build", "--outDir", str(folder), "--emptyOutDir", "--logLevel", "warn"]
    done = subprocess.run(command, cwd=SPA, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
