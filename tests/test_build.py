"""What `autograder build` makes: the committed handouts, and errors an instructor can act on."""

import ast
import base64
import json
import re
import shutil
import zipfile

import nbformat
import pytest
from conftest import ROOT, TOY, autograder, with_code
from otter.test_files.exception_test import ExceptionTestFile

from autograder import catalog
from autograder.build import build, student_zip
from autograder.cli.build import run
from autograder.errors import AssignmentError

SLUGS = catalog.find(ROOT).slugs


@pytest.fixture(scope="module")
def made():
    """Every assignment with its built files, each built once."""
    contents = [catalog.load(catalog.find(ROOT), slug) for slug in SLUGS]
    return {content.assignment.slug: (content, build(content)) for content in contents}


@pytest.mark.parametrize("slug", SLUGS)
def test_committed_files_are_what_build_makes(made, slug):
    _, files = made[slug]
    folder = ROOT / "assignments" / slug
    kept = {path.relative_to(folder).as_posix() for path in folder.glob("tests/*.py")}
    assert kept == {name for name in files if name.startswith("tests/")}
    for name, data in files.items():
        assert (folder / name).read_bytes() == data, f"run autograder build: {slug}/{name}"


def test_building_twice_gives_equal_bytes(made):
    content, files = made[SLUGS[0]]
    again = build(catalog.load(content.course, SLUGS[0]))
    assert again == files
    assert student_zip(content, again) == student_zip(content, dict(reversed(files.items())))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_notebook_is_valid_and_readable(made, slug):
    content, files = made[slug]
    notebook = nbformat.reads(files[f"{slug}.ipynb"].decode(), as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    stubs = {}
    for cell in code:
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.FunctionDef):
                stubs[node.name] = (cell.source, ast.get_docstring(node))
    for question in content.assignment.questions.values():
        source, docstring = stubs[question.id]
        assert docstring.count(f">>> {question.id}(") == len(question.examples)
        shown = source[source.index("    Example") :]
        assert max(map(len, shown.splitlines())) <= 88


@pytest.mark.parametrize("slug", SLUGS)
def test_otter_passes_the_solution(made, slug, tmp_path):
    content, files = made[slug]
    for question in content.assignment.questions.values():
        path = tmp_path / f"{question.id}.py"
        path.write_bytes(files[f"tests/{question.id}.py"])
        test = ExceptionTestFile.from_file(str(path))
        test.run(dict(content.solution))
        assert test.passed_all, test.summary()
        shares = question.points_by_check()
        public = sum(shares[example.id] for example in question.examples)
        assert test.possible == pytest.approx(public / 100)


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_hidden_travels(made, slug):
    content, files = made[slug]
    text = b"\n".join(files.values()).decode()
    for question in content.assignment.questions.values():
        hidden = [check for check in question.checks if check.visibility == "hidden"]
        for name in [*(check.id for check in hidden), *question.misconceptions]:
            if "_" in name:  # a bare word may stand in any prose
                assert not re.search(rf"\b{name}\b", text), name
        drawn = [question.drawn.sentence] if question.drawn else []
        for sentence in [*(c.sentence for c in hidden), *sentences(question), *drawn]:
            assert sentence not in text
    for asked in content.assignment.written.values():
        for item in asked.rubric:
            assert item.text not in text
            assert "_" not in item.id or item.id not in text


@pytest.mark.parametrize("slug", with_code(catalog.find(ROOT)))
def test_sentences_are_the_references_own(made, slug):
    content, files = made[slug]
    count = 0
    for question in content.assignment.questions.values():
        coded = re.findall(r", b'([\w+/=]+)'\)", files[f"tests/{question.id}.py"].decode())
        told = [base64.b64decode(code).decode() for code in coded]
        assert set(told) <= set(sentences(question))
        count += len(told)
    assert count > len(content.assignment.questions)  # the table is worth having


def sentences(question):
    return [wrong.sentence for wrong in question.misconceptions.values()]


# --- the command ------------------------------------------------------------------------------


@pytest.fixture
def toy(tmp_path):
    """A copy of the toy course, to build in."""
    return shutil.copytree(TOY, tmp_path / "course")


def build_toy(toy, out="dist"):
    return autograder("build", "-o", toy / out, "--course", toy)


def test_build_writes_the_folder_and_its_zip(toy):
    stale = toy / "assignments/toy/tests/gone.py"
    stale.parent.mkdir()
    stale.write_text("")
    done = build_toy(toy)
    assert done.returncode == 0, done.stderr
    assert not stale.exists()
    folder = toy / "assignments/toy"
    built = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    tests = {f"tests/{name}.py" for name in ("center", "spread", "slope", "estimate")}
    assert built == {"toy.py", "toy.ipynb", "conftest.py", "README.md", *tests}
    with zipfile.ZipFile(toy / "dist/toy-student.zip") as archive:
        assert {f"toy/{name}" for name in built - {"toy.py"}} == set(archive.namelist())
        readme = archive.read("toy/README.md").decode()
    assert 'grader.check("center")' in readme
    assert "pytest" in readme
    first = (toy / "dist/toy-student.zip").read_bytes()
    assert "nothing changed" in build_toy(toy).stdout
    assert (toy / "dist/toy-student.zip").read_bytes() == first


def test_a_fixtures_source_is_shown_and_runs(toy):
    run("toy", toy / "dist", toy)
    cells = json.loads((toy / "assignments/toy/toy.ipynb").read_text())["cells"]
    slope = next(
        source for source in ("".join(c["source"]) for c in cells) if "def slope" in source
    )
    docstring = ast.get_docstring(ast.parse(slope).body[0])
    assert ">>> def scaled_square(" in docstring
    assert ">>> slope(scaled_square(" in docstring


HANDOUT = "assignments/toy/toy.py"
BROKEN = {
    "a syntax error": (HANDOUT, "def center(", "def center((", "toy.py, line"),
    "two stubs": (HANDOUT, "def spread(x", "def center(x", "center has a second stub"),
    "no docstring": (HANDOUT, '"""The smallest and', "# '''The smallest and", "spread needs a doc"),
    "a missing file": (HANDOUT, None, None, "toy.py can't be read"),
    "a parameter that isn't there": (
        "reference/toy/__init__.py", "spread.example(x=", "spread.example(y=", "names 'y'"
    ),
    "an example its reference rejects": (
        "reference/toy/__init__.py",
        "center.example(x=[[1.0, 2.0], [3.0, 6.0]])",
        "center.example(x=[1.0])",
        "center: the reference rejects its own example",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_handout_gives_one_line(toy, what):
    name, old, new, said = BROKEN[what]
    if old is None:
        (toy / name).unlink()
    else:
        text = (toy / name).read_text()
        assert old in text
        (toy / name).write_text(
            text.replace(old, new).replace('0-dim."""', "0-dim.'''", new[0] == "#")
        )
    with pytest.raises(AssignmentError) as caught:
        run("toy", toy / "dist", toy)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_command_says_it_in_one_line(toy):
    (toy / HANDOUT).write_text("def center(:\n")
    done = build_toy(toy)
    assert done.returncode == 1
    assert re.fullmatch(r"autograder: .*toy\.py, line 1: .*; mend it\n", done.stderr)
