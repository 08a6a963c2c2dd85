"""What `make demo` and `make demo-full` say: whether their port is free, and which e-mails the portal has written."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection

ROOT = Path(__file__).resolve().parents[2]
SERVE = [sys.executable, "scripts/serve_demo.py", "--only-check-port"]
TELL = """
import sys
from pathlib import Path
sys.path.insert(0, "scripts")
from demo_mail import Mailbox
mailbox = Mailbox(Path(sys.argv[1]))
print("watching", flush=True)
for line in sys.stdin:
    print("\\n".join(mailbox.news()), "seen", sep="\\n", flush=True)
"""


def check_port(*words: str) -> subprocess.CompletedProcess:
    """Asks serve_demo.py whether it could start."""
    return subprocess.run([*SERVE, *words], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(("words", "again"), [((), "make demo PORT="), (("--full",), "make demo-full PORT=")])
def test_a_port_that_is_taken_is_named_before_anything_is_installed(words, again):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        taken = check_port(*words, "--port", str(port))
    assert taken.returncode == 1
    assert f"port {port} is taken" in taken.stderr
    assert again in taken.stderr
    assert check_port(*words, "--port", str(port)).returncode == 0


@pytest.mark.parametrize("port", ["0", "65536", "8000x", "-1", ""])
def test_a_port_that_is_none(port):
    done = check_port(f"--port={port}")
    assert done.returncode == 1
    assert "PORT must be a number" in done.stderr


def test_e_mails_are_told_once_with_their_links(tmp_path):
    write(tmp_path, "Cũ", "http://127.0.0.1/cu/")
    with subprocess.Popen(
        [sys.executable, "-c", TELL, tmp_path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as watcher:
        assert watcher.stdout.readline() == "watching\n"
        write(
            tmp_path, "Xác nhận ý kiến của bạn", "Mở http://127.0.0.1:8000/y-kien/xac-nhan/aB-1_:c/ để xác nhận.\n" * 2
        )
        first, second, third = (news(watcher) for _ in range(3))
        watcher.stdin.close()
    # Whether the file is still being written to is seen by looking twice.
    assert first == third == [""]
    assert second[0].startswith("demo: e-mail to dan@demo.example: Xác nhận ý kiến của bạn (")
    assert second[1:] == ["  http://127.0.0.1:8000/y-kien/xac-nhan/aB-1_:c/"]


def write(folder: Path, subject: str, text: str) -> None:
    """An e-mail as the demo's settings have it written."""
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend", file_path=folder)
    EmailMessage(subject, text, "portal@localhost", ["dan@demo.example"], connection=connection).send()


def news(watcher: subprocess.Popen) -> list[str]:
    """Lets the watcher look once; what it says."""
    watcher.stdin.write("\n")
    watcher.stdin.flush()
    return [line.rstrip("\n") for line in iter(watcher.stdout.readline, "seen\n")]
