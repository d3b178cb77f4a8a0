"""How a question's points are shared among its checks."""

import pytest

from autograder.verdict import Kind, share_points

K = Kind


def test_groups_weigh_as_they_should_when_all_are_there():
    kinds = [K.PUBLIC, K.VALUE, K.EDGE, K.GRAD, K.STABILITY]
    assert share_points(10, kinds) == (100, 400, 200, 200, 100)


def test_absent_groups_leave_their_share_to_the_others():
    assert share_points(10, [K.PUBLIC, K.VALUE]) == (200, 800)


def test_checks_of_one_group_share_equally():
    kinds = [K.PUBLIC, K.VALUE, K.BROADCAST, K.DTYPE, K.EDGE, K.ERROR, K.STABILITY]
    assert share_points(8, kinds) == (100, 134, 133, 133, 100, 100, 100)


@pytest.mark.parametrize("points", [1, 7, 10, 14, 26])
@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_hundredths_add_up_exactly(points, n):
    kinds = [K.PUBLIC] + [K.VALUE] * n + [K.ERROR] * 2 + [K.PROPERTY] * 3
    shares = share_points(points, kinds)
    assert sum(shares) == 100 * points
    assert all(share > 0 for share in shares)


def test_ties_of_the_largest_remainder_go_to_the_earlier_check():
    assert share_points(1, [K.VALUE] * 3) == (34, 33, 33)
