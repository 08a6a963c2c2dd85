import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from regulations.models import Regulation
from search.benchmark.measuring import MeasuringError, growth
from search.benchmark.register import load
from search.benchmark.rounds import in_rounds
from search.engines import get_engine, reset_engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.indexes import kept_indexes
from search.rebuild import rebuild

PEER_ROUNDS = 3


class Command(BaseCommand):
    help = "Measures how fast lookup answers over HTTP, in a throw-away database and index; every line is JSON."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument(
            "--regulations",
            type=int,
            nargs="+",
            default=[17_800],
            help="how many to make, 1 to 4 versions each; of two numbers the last line says what growing costs",
        )
        parser.add_argument("--engine", choices=("tantivy", "elasticsearch"), default="tantivy")
        parser.add_argument("--peer", action="store_true", help="measure Datasette in turn, and say the ratios")
        parser.add_argument(
            "--shared",
            type=Path,
            default=Path(os.environ.get("SHARED_DIR", settings.BASE_DIR.parent / "shared")),
            help="folder with bench/make_data.py, loadtest.py and datasette.sh",
        )
        parser.add_argument("--keep", type=Path, help="folder in which everything is made and stays; must be new")
        parser.add_argument(
            "--here", type=Path, help="in the empty database and index of the environment, with a folder"
        )

    def handle(self, *, here, **options):
        for name in ("make_data.py", "loadtest.py", "datasette.sh"):
            if not (options["shared"] / "bench" / name).is_file():
                raise CommandError(f"There is no bench/{name} in {options['shared']}; --shared says where it is.")
        if not shutil.which("wrk"):
            raise CommandError("The program wrk is needed and not installed.")
        if min(options["regulations"]) < 1 or len(options["regulations"]) > (1 if here else 2):
            raise CommandError("--regulations takes one number or two, of at least 1.")
        if here:
            self._measure(here, **options)
        else:
            self._elsewhere(**options)

    def _elsewhere(self, *, keep, **options):
        """The same command once more, with everything it writes in one folder."""
        with contextlib.ExitStack() as ending:
            if keep:
                if keep.exists():
                    raise CommandError(f"{keep} is there already.")
                keep.mkdir(parents=True)
                folder = keep.resolve()
            else:
                folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="search-bench-")))
            sizes = options.pop("regulations")
            if len(sizes) == 1:
                self._run_in(folder, regulations=sizes[0], **options)
                return
            small, large = (self._run_in(folder / str(size), regulations=size, **options) for size in sizes)
            self.stdout.write(json.dumps({"measure": "growth", "regulations": sizes, **growth(small, large)}))

    def _run_in(self, folder, *, engine, shared, regulations, peer, **_options):
        folder.mkdir(exist_ok=True)
        server = settings.ELASTICSEARCH_URL or os.environ.get("TEST_ELASTICSEARCH_URL", "")
        if engine == "elasticsearch" and not server:
            raise CommandError("ELASTICSEARCH_URL is not set.")
        environment = {
            **os.environ,
            "DEBUG": "0",
            "DATABASE_URL": f"sqlite:///{folder}/register.sqlite3",
            "SEARCH_ENGINE": engine,
            "SEARCH_INDEX_DIR": f"{folder}/index",
            "SEARCH_TARGET": "",
            # As it is deployed: names typed are looked up in the index of the host (docs/adr/0030).
            "SEARCH_STAND_IN": "1" if engine == "elasticsearch" else "0",
            "ELASTICSEARCH_URL": server,
            "ELASTICSEARCH_INDEX_PREFIX": f"bench-{uuid.uuid4().hex[:12]}",
        }
        command = [sys.executable, settings.BASE_DIR / "manage.py", "search_bench", "--here", folder]
        command += ["--regulations", regulations, "--engine", engine, "--shared", shared.resolve()]
        words = [*map(str, command), *(["--peer"] if peer else [])]
        last = "{}"
        with subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True) as measuring:  # noqa: S603
            for last in measuring.stdout:
                self.stdout.write(last, ending="")
                self.stdout.flush()
        if measuring.returncode:
            raise CommandError("Measuring failed; what is above says why.")
        return json.loads(last)

    def _measure(self, folder, *, shared, regulations, peer, **_options):
        (size,), bench, data = regulations, shared / "bench", folder / "data"
        self._say("environment", engine=settings.SEARCH_ENGINE, regulations=size, processors=os.cpu_count())
        with self._timed("data"):
            make = [sys.executable, bench / "make_data.py", "--n", str(size), "--out", data]
            subprocess.run(make, check=True)  # noqa: S603
        call_command("migrate", verbosity=0)
        if Regulation.objects.exists():
            raise CommandError("--here needs a database without regulations.")
        with self._timed("load") as figures:
            figures["versions"] = load(data)
        try:
            with self._timed("rebuild") as rebuilt:
                rebuilt["rows"] = rebuild()
            for index in kept_indexes()[1:]:
                with self._timed("rebuild of the stand-in"):
                    rebuild(index=index)
            # What this process has open must not be shared with those that serve.
            reset_engine()
            figures = in_rounds(bench, folder, rounds=PEER_ROUNDS if peer else 1, with_peer=peer, say=self._say)
        except (MeasuringError, TimeoutError) as error:
            raise CommandError(str(error)) from error
        finally:
            if isinstance(engine := get_engine(), ElasticsearchEngine):
                engine.remove()
        self.stdout.write(json.dumps({**figures, "rebuild_s": rebuilt["s"], "rebuild_cpu_s": rebuilt["cpu_s"]}))

    def _say(self, measure_name, **figures):
        self.stdout.write(json.dumps({"measure": measure_name, **figures}))
        self.stdout.flush()

    @contextlib.contextmanager
    def _timed(self, measure_name):
        """Seconds and seconds of this process's computing; the block may add figures."""
        figures, started, computed = {}, time.perf_counter(), time.process_time()
        yield figures
        figures["s"] = round(time.perf_counter() - started, 1)
        figures["cpu_s"] = round(time.process_time() - computed, 1)
        self._say(measure_name, **figures)
