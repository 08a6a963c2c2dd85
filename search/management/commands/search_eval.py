import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from regulations.models import LegalDocument
from search.engines import get_engine
from search.engines.base import SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from search.evaluation.corpus import publish
from search.evaluation.reading import Task, UnreadableFile
from search.evaluation.running import ask, in_words, summary
from search.evaluation.variants import VARIANTS
from search.rebuild import rebuild


class Command(BaseCommand):
    help = "Measures how well lookup finds known answers, in a throw-away database and index; the last line is JSON."
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("--corpus", type=Path, required=True, help="JSON lines of id, document, title, text")
        parser.add_argument("--queries", type=Path, required=True, help="JSON lines of id, text, set")
        parser.add_argument("--qrels", type=Path, required=True, help="lines of question, article, relevance by tabs")
        parser.add_argument("--engine", choices=("tantivy", "elasticsearch"), default="tantivy")
        parser.add_argument(
            "--variant", choices=tuple(VARIANTS), nargs="+", default=["as-written"], help="one line each"
        )
        parser.add_argument("--top", type=int, default=100, help="articles asked for")
        parser.add_argument("--shards", type=int, default=1, help="of Elasticsearch")
        parser.add_argument("--run", type=Path, help="file for the rankings: variant, question, rank, article by tabs")
        parser.add_argument("--here", action="store_true", help="in the empty database and index of the environment")

    def handle(self, *, here, **options):
        if not 1 <= options["top"] <= 1000:
            raise CommandError("--top must be from 1 to 1000.")
        if not 1 <= options["shards"] <= 1024:
            raise CommandError("--shards must be from 1 to 1024.")
        if (run := options["run"]) and not run.resolve().parent.is_dir():
            raise CommandError(f"There is no folder for {run}.")
        try:
            # Also before it is asked elsewhere: what cannot be read is said at once, and without a traceback.
            task = Task.read(corpus=options["corpus"], queries=options["queries"], qrels=options["qrels"])
            if here:
                self._evaluate(task, **options)
            else:
                self._elsewhere(**options)
        except (UnreadableFile, SearchUnavailable) as error:
            raise CommandError(str(error)) from error

    def _elsewhere(self, *, engine, shards, variant, **options):
        """The same command once more, with everything it writes in a folder that goes."""
        if engine == "elasticsearch" and not settings.ELASTICSEARCH_URL:
            raise CommandError("ELASTICSEARCH_URL is not set.")
        with tempfile.TemporaryDirectory(prefix="search-eval-") as folder:
            environment = {
                **os.environ,
                "DATABASE_URL": f"sqlite:///{folder}/register.sqlite3",
                "SEARCH_ENGINE": engine,
                "SEARCH_INDEX_DIR": f"{folder}/index",
                "SEARCH_TARGET": "",
                "SEARCH_STAND_IN": "0",
                "ELASTICSEARCH_INDEX_PREFIX": f"eval-{uuid.uuid4().hex[:12]}",
                "ELASTICSEARCH_SHARDS": str(shards),
            }
            given = {name: options[name] for name in ("corpus", "queries", "qrels", "top", "run") if options[name]}
            command = [
                *(sys.executable, settings.BASE_DIR / "manage.py", "search_eval", "--here"),
                *("--variant", *variant),
                *(str(word) for name, value in given.items() for word in (f"--{name}", value)),
            ]
            done = subprocess.run(command, env=environment, check=False, stdout=subprocess.PIPE, text=True)  # noqa: S603
            if done.returncode:
                raise CommandError("The evaluation failed; what is above says why.")
            self.stdout.write(done.stdout, ending="")

    def _evaluate(self, task, *, variant, top, run, **_options):
        call_command("migrate", verbosity=0)
        if LegalDocument.objects.exists():
            raise CommandError("--here needs a database without documents.")
        article_at = publish(task.articles)
        started = time.perf_counter()
        try:
            rebuild()
            index_s = round(time.perf_counter() - started, 1)
            lines = []
            for name in variant:
                rankings, took = ask(task.questions, article_at, variant_name=name, top=top)
                asked = (task.questions, task.answers, rankings)
                self.stdout.write("\n".join([f"# {name}", *(f"# {line}" for line in in_words(*asked))]))
                self.stdout.write(json.dumps(summary(*asked, took, index_s), ensure_ascii=False))
                for question, ranked in rankings.items():
                    lines += [f"{name}\t{question}\t{rank}\t{one}" for rank, one in enumerate(ranked, 1)]
            if run:
                run.write_text("\n".join([*lines, ""]), encoding="utf-8")
        finally:
            if isinstance(engine := get_engine(), ElasticsearchEngine):
                engine.remove()
