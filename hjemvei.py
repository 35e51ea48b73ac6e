"""Start Hjemvei from a fresh checkout: `python3 -m hjemvei demo`, with Python 3.11 and nothing else.

Makes `.venv`, installs the hashed requirements once, and hands over to the package in `src`. Written for old
Pythons too, so that they can say what is missing.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
NEEDS = {"test": "test", "bench": "test", "check": "dev"}
LEVELS = ["base", "test", "dev"]


def main(arguments):
    if os.name == "nt":
        stop("Windows runs Hjemvei inside WSL: https://learn.microsoft.com/windows/wsl/install")
    os.environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    level = NEEDS.get(arguments[0] if arguments else "", "base")
    if not ready(level):
        with lock():
            if not ready(level):
                make(level)
    environ = dict(os.environ, HJEMVEI_CHECKOUT=ROOT)
    sys.stdout.flush()
    os.execve(PYTHON, [PYTHON, "-P", "-m", "hjemvei"] + arguments, environ)


def ready(level):
    """Tell whether the environment works, finds this checkout, and holds this level's requirements."""
    if not runs(PYTHON):
        return False
    levels = LEVELS[LEVELS.index(level) :]
    installed = any(read(stamp(each)) == digest(each) for each in levels)
    return installed and read(link()) == source()


def make(level):
    if not runs(PYTHON, "import pip"):
        make_venv(find_python())
    requirements = os.path.join(ROOT, "requirements", level + ".txt")
    say("Installing requirements/%s.txt into .venv (once) ..." % level)
    command = [
        PYTHON,
        "-P",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--require-hashes",
        "-r",
        requirements,
    ]
    if subprocess.call(command) != 0:
        stop(
            "The packages could not be installed; pip says why above.\n"
            "  No network?        Connect, and run the same command again: it goes on where it stopped.\n"
            "  Behind a proxy?    export HTTPS_PROXY=http://proxy:port\n"
            "  A mirror?          export PIP_INDEX_URL=https://mirror/simple\n"
            "  No network at all? pip download -r requirements/%s.txt -d wheels elsewhere, copy it here,\n"
            "                     export PIP_NO_INDEX=1 PIP_FIND_LINKS=$PWD/wheels" % level
        )
    write(link(), source())
    write(stamp(level), digest(level))


def make_venv(python):
    missing = [name for name in ("venv", "ensurepip") if not runs(python, "import " + name)]
    if missing:
        stop(
            "%s has no module %s, which makes the environment.\n"
            "  Debian, Ubuntu:  apt install python3-venv\n"
            "  Fedora:          dnf install python3-pip\n"
            "  Alpine:          apk add python3 py3-pip\n"
            "  and run the same command again." % (python, " and ".join(missing))
        )
    say("Making .venv with %s ..." % python)
    if subprocess.call([python, "-m", "venv", "--clear", VENV]) != 0:
        stop("The environment %s could not be made; the lines above say why." % VENV)


def find_python():
    """This Python, or a newer one on PATH where this one is too old."""
    if sys.version_info >= OLDEST:
        return getattr(sys, "_base_executable", "") or sys.executable
    for name in ["python3.%d" % minor for minor in range(14, 10, -1)]:
        found = shutil.which(name)
        if found and runs(found, "import venv, ensurepip"):
            return found
    stop(
        "Hjemvei needs Python 3.11 or newer; this is %d.%d.\n"
        "  Debian 12, Ubuntu 24.04 and newer have it as python3; Fedora: dnf install python3.12;\n"
        "  macOS: brew install python@3.12; else https://www.python.org/downloads/" % sys.version_info[:2]
    )


def runs(python, code="pass"):
    """Tell whether this Python exists, starts, is new enough and runs the code."""
    if not os.access(python, os.X_OK):
        return False
    test = "import sys; sys.exit(sys.version_info < (3, 11)); %s" % code if code == "pass" else code
    command = [python, "-I", "-c", test]
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT) == 0


def site_packages():
    lib = os.path.join(VENV, "lib")
    names = [name for name in sorted(os.listdir(lib)) if name.startswith("python3.")]
    return os.path.join(lib, names[-1], "site-packages")


def link():
    """The file by which the environment finds the package in `src`, wherever a command is started."""
    return os.path.join(site_packages(), "hjemvei-source.pth")


def source():
    return os.path.join(ROOT, "src")


def stamp(level):
    return os.path.join(VENV, "installed-%s.sha256" % level)


def digest(level):
    with open(os.path.join(ROOT, "requirements", level + ".txt"), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def read(path):
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return ""


def write(path, text):
    with open(path, "w") as file:
        file.write(text + "\n")


@contextlib.contextmanager
def lock():
    """Two commands at once make the environment one after the other."""
    import fcntl

    descriptor = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def say(message):
    """To standard error: what the command itself prints may go to a file."""
    print(message, file=sys.stderr, flush=True)


def stop(message):
    say(message)
    sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
else:
    __path__ = [os.path.join(ROOT, "src", "hjemvei")]
    with open(os.path.join(__path__[0], "__init__.py")) as package:
        exec(compile(package.read(), package.name, "exec"))  # noqa: S102 - `import hjemvei` beside the checkout is the package
