"""Runs one of this folder's modules by file path, as `python -I -S start.py MODULE ARGUMENT`.

The untrusted side never imports the package `autograder`: in its view there is only this folder.
"""

import importlib
import os
import sys
import types

package = types.ModuleType("inside")
package.__path__ = [os.path.dirname(os.path.abspath(__file__))]
sys.modules["inside"] = package
importlib.import_module(f"inside.{sys.argv[1]}").main(sys.argv[2])
