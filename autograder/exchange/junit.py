"""JUnit XML, as CI servers and test reports read it: a test suite a student, a test case a check.

Source of the format: Jenkins's junit-10.xsd (jenkinsci/xunit-plugin), which is what pytest,
Surefire and others write. Whatever a student lost points on is a failure, with its status as the
type; an error is ours: what was not graded makes the run red, and no failure.
"""

from __future__ import annotations

import re
from datetime import UTC
from xml.etree import ElementTree as ET

from autograder.verdict import CheckVerdict, Outcome, QuestionVerdict, Status, written

from .records import Export, File, Grades, Record, questions

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OURS = "Not graded; that is not the student's fault."


def export(grades: Grades) -> Export:
    """`<slug>-junit.xml`."""
    root = ET.Element("testsuites")
    suites = [_suite(grades.assignment, record) for record in grades.records]
    root.extend(suites)
    root.set("name", grades.assignment)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    root.set("time", f"{sum(record.attempt.seconds for record in grades.records):.3f}")
    ET.indent(root)
    data = ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
    return Export((File(f"{grades.assignment}-junit.xml", data, len(grades.records)),))


def _suite(slug: str, record: Record) -> ET.Element:
    attempt = record.attempt
    suite = ET.Element("testsuite", name=_xml(attempt.student))
    for question in questions(attempt):
        for check in question.checks:
            case = ET.SubElement(
                suite, "testcase", classname=f"{slug}.{question.id}", name=_xml(check.id)
            )
            _judge(case, check)
        if question.answer is not None:
            _mark(
                ET.SubElement(suite, "testcase", classname=f"{slug}.{question.id}", name="answer"),
                question,
            )
    if not len(suite):
        case = ET.SubElement(suite, "testcase", classname=slug, name="submission")
        if attempt.outcome is Outcome.UNREADABLE:
            _say(case, "failure", "unreadable", attempt.message)
        else:
            _say(case, "error", "ungraded", attempt.message or _OURS)
    tags = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}
    for name, tag in tags.items():
        suite.set(name, str(sum(1 for _ in suite.iter(tag))))
    suite.set("time", f"{attempt.seconds:.3f}")
    suite.set("timestamp", f"{record.graded_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}")
    return suite


def _judge(case: ET.Element, check: CheckVerdict) -> None:
    if check.points is None:
        _say(case, "error", "ungraded", _OURS, check.sentence)
    elif check.status is not Status.PASSED:
        told = check.diagnosis.text if check.diagnosis else check.status.value.replace("_", " ")
        _say(case, "failure", check.status.value, told, check.sentence)


def _mark(case: ET.Element, question: QuestionVerdict) -> None:
    """An answer in words: a case that fails if it has not all points."""
    if question.points is None:
        ET.SubElement(case, "skipped", message="waits for a mark")
    elif question.points < question.max_points:
        of = f"{written(question.points)} of {written(question.max_points)} points"
        _say(case, "failure", "failed", of, question.mark.comment if question.mark else "")


def _say(case: ET.Element, tag: str, kind: str, message: str, sentence: str = "") -> None:
    found = ET.SubElement(case, tag, type=kind, message=_xml(message))
    found.text = _xml("\n".join(filter(None, [sentence, f"{kind.replace('_', ' ')}: {message}"])))


def _xml(text: str) -> str:
    """Characters that XML 1.0 can't hold are replaced."""
    return _NOT_XML.sub("\ufffd", text)
