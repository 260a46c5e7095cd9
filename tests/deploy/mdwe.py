"""Runs a Python program as systemd does with MemoryDenyWriteExecute and NoNewPrivileges."""

import ctypes
import os
import platform
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_MDWE, PR_GET_MDWE, REFUSE_EXEC_GAIN = 38, 65, 66, 1
HAS_MDWE = platform.system() == "Linux" and ctypes.CDLL(None).prctl(PR_GET_MDWE, 0, 0, 0, 0) >= 0

if __name__ == "__main__":
    libc = ctypes.CDLL(None)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.prctl(PR_SET_MDWE, REFUSE_EXEC_GAIN, 0, 0, 0):
        sys.exit("the kernel refuses")
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
