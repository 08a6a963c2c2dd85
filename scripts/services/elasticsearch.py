"""A real Elasticsearch, of one node for one run or kept, or a cluster: as published to Maven, without Docker."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packages import MissingServiceError, java_home
from process import Account, Server, free_port

MAVEN_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"
MAVEN_PACKAGE = "maven"
JAVA_PACKAGE = "openjdk-17-jre-headless"


@dataclass(frozen=True)
class Release:
    """One release of the server, what it runs on, and what it must be byte for byte."""

    version: str
    java: int
    sha256: str
    variable: str


_one_download = threading.Lock()

RELEASES = {
    "elasticsearch": Release(
        "8.19.21", 17, "215d5f3dbf0609a149f6218a9e47b6ae2df34ebbff3c5754e35f15a5e5393c8a", "TEST_ELASTICSEARCH_URL"
    ),
    "elasticsearch9": Release(
        "9.5.3", 21, "bec49f3b8d00e75c8d1cec85c35298635ec9fbd3ae80ef5aeb6bc05abdb3db2d", "TEST_ELASTICSEARCH9_URL"
    ),
}


def prepare(
    release: Release, folder: Path, logs: Path, account: Account, downloads: Path, *, kept: bool
) -> tuple[Server, dict[str, str]]:
    """Unpack the server into ``folder`` if it is not there; returns it, to be started, and what tells where it is."""
    home = _installed(release, folder, downloads)
    node = Node(f"Elasticsearch {release.version}", folder, free_port(), free_port())
    # A demo shares its machine with a browser and whatever else is open.
    heap = "512m" if kept else "1g"
    server = _server(release, home, node, {"discovery.type": "single-node"}, logs, account, heap=heap)
    account.owns(folder)
    return server, {release.variable: node.url}


def prepare_cluster(
    release: Release, folder: Path, logs: Path, account: Account, downloads: Path, *, size: int
) -> tuple[list[Server], list[str]]:
    """So many servers, to be started, that find each other; and their addresses. Each is ready when all have."""
    home = _installed(release, folder, downloads)
    nodes = [Node(f"node-{number}", folder / f"node-{number}", free_port(), free_port()) for number in range(size)]
    finding = {
        "discovery.seed_hosts": [f"127.0.0.1:{node.transport_port}" for node in nodes],
        "cluster.initial_master_nodes": [node.name for node in nodes],
    }
    servers = []
    for node in nodes:
        node.folder.mkdir()
        settings = {**finding, "node.name": node.name}
        servers.append(_server(release, home, node, settings, logs, account, heap="512m", size=size))
    account.owns(folder)
    return servers, [node.url for node in nodes]


@dataclass(frozen=True)
class Node:
    """Where one server keeps its files and listens."""

    name: str
    folder: Path
    port: int
    transport_port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def _installed(release: Release, folder: Path, downloads: Path) -> Path:
    home = folder / f"elasticsearch-{release.version}"
    if not home.exists():
        _unpack(_download(release, downloads), home)
    return home


def _server(
    release: Release,
    home: Path,
    node: Node,
    settings: dict[str, Any],
    logs: Path,
    account: Account,
    *,
    heap: str,
    size: int = 1,
) -> Server:
    java = java_home(release.java)
    if java is None:
        raise MissingServiceError(f"Elasticsearch {release.version} needs Java {release.java} (package {JAVA_PACKAGE})")
    tmp, config = node.folder / "tmp", node.folder / "config"
    for folder in (tmp, config):
        shutil.rmtree(folder, ignore_errors=True)
    tmp.mkdir()
    shutil.copytree(home / "config", config)
    (config / "elasticsearch.yml").write_text(_settings(node, settings), encoding="utf-8")
    return Server(
        name=node.name,
        command=[str(home / "bin" / "elasticsearch")],
        folder=home,
        log=logs / f"{node.name.replace(' ', '-').lower()}.log",
        account=account,
        ready=lambda: _is_healthy(node.url, size),
        environment={
            "ES_JAVA_HOME": str(java),
            "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}",
            "ES_PATH_CONF": str(config),
            "ES_TMPDIR": str(tmp),
            # The program that starts the server leaves files too.
            "CLI_JAVA_OPTS": f"-Djava.io.tmpdir={tmp} -XX:-UsePerfData",
        },
    )


def _unpack(archive: Path, home: Path) -> None:
    """Beside its place and moved there, so that what stands there is whole; servers of other releases go."""
    for old in home.parent.glob("elasticsearch-*"):
        shutil.rmtree(old)
    unpacking = home.parent / "unpacking"
    shutil.rmtree(unpacking, ignore_errors=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(unpacking)
    for program in (unpacking / home.name / "bin").iterdir():
        program.chmod(0o755)
    (unpacking / home.name).rename(home)
    unpacking.rmdir()


def _download(release: Release, downloads: Path) -> Path:
    kept = downloads / f"elasticsearch-{release.version}.zip"
    with _one_download:  # Maven's own store does not bear two at once
        if not kept.exists():
            _fetch(release, downloads, kept)
    with kept.open("rb") as archive:
        found = hashlib.file_digest(archive, "sha256").hexdigest()
    if found != release.sha256:
        kept.unlink()
        raise MissingServiceError(f"{kept.name} is not what was expected (sha-256 {found}); it was removed")
    return kept


def _fetch(release: Release, downloads: Path, kept: Path) -> None:
    print(f"services: downloading Elasticsearch {release.version}", flush=True)
    artifact = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{release.version}:zip"
    command = ["mvn", "-q", "-B", f"{MAVEN_PLUGIN}:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={downloads}"]
    try:
        done = subprocess.run(
            command, cwd=downloads, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise MissingServiceError(f"Maven is not installed (package {MAVEN_PACKAGE})") from None
    if done.returncode or not kept.exists():
        raise MissingServiceError(f"Maven could not fetch {artifact}:\n{(done.stdout + done.stderr)[-2000:]}")


def _settings(node: Node, settings: dict[str, Any]) -> str:
    return "\n".join(
        f"{name}: {json.dumps(value)}"
        for name, value in {
            **settings,
            "network.host": "127.0.0.1",
            "http.port": node.port,
            "transport.port": node.transport_port,
            "path.data": str(node.folder / "data"),
            "path.logs": str(node.folder / "logs"),
            "xpack.security.enabled": False,
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }.items()
    )


def _is_healthy(url: str, size: int) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=2) as answer:
            health = json.load(answer)
            return health["status"] in ("green", "yellow") and health["number_of_nodes"] == size
    except (urllib.error.URLError, OSError, ValueError):
        return False
