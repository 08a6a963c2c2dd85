"""LibreOffice as the second reader of our Word files: it accepts or rejects every change and says what is left.

It runs a macro in a profile of its own, once for all files, and ends.
"""

import subprocess
from pathlib import Path

from tests import services

SECONDS = 60
_BASIC = "-//OpenOffice.org//DTD OfficeDocument 1.0//EN"
_LIBRARY = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE library:library PUBLIC "{_BASIC}" "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    ' library:readonly="false" library:passwordprotected="false">{}</library:library>'
)
_MODULE = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "{_BASIC}" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Settling" script:language="StarBasic">
Sub Settle(source As String, command As String, target As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; command, "", 0, Array())
  Dim plain(1) As New com.sun.star.beans.PropertyValue
  plain(0).Name = "FilterName"
  plain(0).Value = "Text (encoded)"
  plain(1).Name = "FilterOptions"
  plain(1).Value = "UTF8,LF"
  document.storeToURL(target, plain())
  document.close(True)
End Sub

Sub Main(folder As String, count As Integer)
  For number = 0 To count - 1
    Settle(folder &amp; number &amp; ".docx", "AcceptAllTrackedChanges", folder &amp; number &amp; ".accepted")
    Settle(folder &amp; number &amp; ".docx", "RejectAllTrackedChanges", folder &amp; number &amp; ".rejected")
  Next
  StarDesktop.terminate()
End Sub
</script:module>
"""


def settle(files: list[bytes], folder: Path) -> list[tuple[list[str], list[str]]]:
    """For each file its lines with all changes accepted, and with all rejected; empty lines at the end are left out."""
    for number, content in enumerate(files):
        (folder / f"{number}.docx").write_bytes(content)
    profile = folder / "profile"
    _run(profile, "--terminate_after_init")
    _teach(profile / "user" / "basic" / "Standard")
    _run(profile, f'macro:///Standard.Settling.Main("{folder.as_uri()}/", {len(files)})')
    return [
        (_lines(folder / f"{number}.accepted"), _lines(folder / f"{number}.rejected")) for number in range(len(files))
    ]


def _teach(library: Path) -> None:
    library.mkdir(parents=True, exist_ok=True)
    (library / "script.xlb").write_text(_LIBRARY.format('<library:element library:name="Settling"/>'))
    (library / "dialog.xlb").write_text(_LIBRARY.format(""))
    (library / "Settling.xba").write_text(_MODULE)


def _run(profile: Path, *arguments: str) -> None:
    options = ["--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile.as_uri()}"]
    done = subprocess.run(
        [services.SOFFICE_PATH, *options, *arguments], capture_output=True, text=True, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").rstrip("\n").split("\n")
