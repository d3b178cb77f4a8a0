def scaled_square(w):
    def f(x):
        return w * x**2

    return f


def always_three():
    def f(z):
        return 0 * z + 3

    return f


def square():
    def f(z):
        return z**2

    return f
